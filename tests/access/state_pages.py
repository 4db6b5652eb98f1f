"""The services of the State, regularisation in numbers, and signing in with an account of the State."""

from .page import Page, page
from .whom import EVALUATORS, KEEPERS, NUMBERS, PUBLIC, SUPERVISORS

STATE_PAGES: dict[str, Page] = {
    "procedures:state-questions": page(EVALUATORS, "asked"),
    "procedures:check-payment": page(EVALUATORS, "asked"),
    "procedures:service-log": page(KEEPERS, methods="GET"),
    "results:flow": page(NUMBERS, methods="GET"),
    "results:attended": page(NUMBERS, methods="GET"),
    "results:attention": page(NUMBERS, methods="GET"),
    "desk:application-rows": page(SUPERVISORS, methods="GET"),
    "desk:counted-rows": page(SUPERVISORS, methods="GET"),
    # What they carry decides, and for an installation that is not configured there is nothing.
    "openid_connect_login": page(PUBLIC),
    "openid_connect_callback": page(PUBLIC),
    "socialaccount_login_cancelled": page(PUBLIC),
}
