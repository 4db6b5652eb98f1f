"""The pages of the queue."""

from .page import Page, in_other_languages, page
from .whom import APPROVERS, PUBLIC, QUEUE_WORKERS, SUPERVISORS

QUEUE: dict[str, Page] = {
    # Screens, kiosks and tickets open with what their address carries.
    "procedures:screen": page(PUBLIC),
    "procedures:screen-live": page(PUBLIC),
    "procedures:screen-state": page(PUBLIC),
    "procedures:kiosk": page(PUBLIC),
    "procedures:kiosk-ticket": page(PUBLIC),
    "procedures:turn": page(PUBLIC),
    "procedures:queue": page(QUEUE_WORKERS),
    "procedures:queue-ticket": page(QUEUE_WORKERS, "ticket", "GET"),
    "procedures:queue-window": page(QUEUE_WORKERS, "window"),
    "procedures:queue-board": page(SUPERVISORS | APPROVERS, methods="GET"),
    "procedures:queue-setup": page(SUPERVISORS),
}
QUEUE |= in_other_languages(QUEUE, "procedures:turn")
