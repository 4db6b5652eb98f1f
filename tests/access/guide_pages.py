"""Who has the role for the public site and for the pages where it is written: as `pages.py` says it of the others."""

from typing import Any
from uuid import UUID

from .page import Page, page
from .whom import CASE_STAFF, PUBLIC, SUPERVISORS

READ = (
    "start", "search", "feed", "service", "guide", "sheet", "audio", "employers", "work-paper", "limit", "accepted",
    "community", "kept", "kiosk", "kiosk-lines", "kiosk-service", "kiosk-guide",
)  # fmt: skip
"""Each in Spanish and in another language."""

GUIDE_PAGES: dict[str, Page] = {
    # The public site is the same for everybody, and only read.
    **{f"portal:{name}{suffix}": page(PUBLIC, methods="GET") for name in READ for suffix in ("", "-in")},
    **dict.fromkeys(("portal:helped", "portal:helped-in"), page(PUBLIC, methods="POST")),
    "portal:work-short": page(PUBLIC, methods="GET"),
    "portal:papers-api": page(PUBLIC, methods="GET"),
    # Where to go: asked by anybody; a point near oneself is sent, and nothing is kept of it.
    **{f"portal:where{suffix}": page(PUBLIC) for suffix in ("", "-in")},
    **{
        f"portal:{name}{suffix}": page(PUBLIC, methods="GET")
        for name in ("where-sheet", "where-point")
        for suffix in ("", "-in")
    },
    "portal:where-sitemap": page(PUBLIC, methods="GET"),
    "portal:unmet": page(CASE_STAFF, methods="GET"),
    "portal:posters": page(CASE_STAFF, methods="GET"),
    "portal:poster": page(CASE_STAFF, methods="GET"),
    "portal:sitemap": page(PUBLIC, methods="GET"),
    "portal:robots": page(PUBLIC, methods="GET"),
    "portal:worker": page(PUBLIC, methods="GET"),
    "portal:kiosk-leave": page(PUBLIC, methods="GET"),
    # Gateways, each with its secret.
    "portal:sms": page(PUBLIC, methods="POST"),
    "portal:ussd": page(PUBLIC, methods="POST"),
    "portal:chat": page(PUBLIC),
    # Whoever attends to people writes; whoever answers for an office publishes and withdraws. No page is of anybody.
    "portal:guides": page(CASE_STAFF, methods="GET"),
    "portal:new-guide": page(CASE_STAFF),
    "portal:links": page(CASE_STAFF, methods="GET"),
    "portal:channels": page(CASE_STAFF, methods="GET"),
    "portal:history": page(CASE_STAFF, methods="GET"),
    "portal:version": page(CASE_STAFF, methods="GET"),
    "portal:checked": page(CASE_STAFF),
    "portal:withdraw": page(SUPERVISORS),
    "portal:bring-back": page(SUPERVISORS, methods="POST"),
    "portal:start-draft": page(CASE_STAFF, methods="POST"),
    "portal:draft": page(CASE_STAFF, methods="GET"),
    "portal:write-draft": page(CASE_STAFF),
    "portal:save-draft": page(CASE_STAFF, methods="POST"),
    "portal:preview": page(CASE_STAFF, methods="GET"),
    "portal:compare-draft": page(CASE_STAFF, methods="POST"),
    "portal:submit-draft": page(CASE_STAFF, methods="POST"),
    "portal:publish-draft": page(SUPERVISORS, methods="POST"),
    "portal:return-draft": page(SUPERVISORS, methods="POST"),
    "portal:discard-draft": page(CASE_STAFF),
    # Pictures: those of drafts are for whoever writes, the others for everybody.
    "portal:picture": page(PUBLIC, methods="GET"),
    "portal:own-picture": page(CASE_STAFF, methods="GET"),
    "portal:add-picture": page(CASE_STAFF),
    "portal:change-picture": page(CASE_STAFF),
    "portal:take-picture-out": page(CASE_STAFF, methods="POST"),
}


def words_of_guides(draft_number: int, public_id: UUID, office_code: str, picture: str) -> dict[str, dict[str, Any]]:
    """The words of the addresses: of a guide in Spanish and Portuguese, of a draft, a service, an office, a picture."""
    guide = {"word": "carne", "slug": "carne", "language": "pt", "number": 1, "draft_number": draft_number,
             "public_id": public_id, "office_code": office_code, "digest": picture, "name": picture}  # fmt: skip
    names = [f"portal:{name}{suffix}" for name in ("service", "kiosk-service") for suffix in ("", "-in")]
    services = dict.fromkeys(names, guide | {"word": "documentos"})
    return dict.fromkeys(GUIDE_PAGES, guide) | services
