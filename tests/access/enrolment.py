"""The pages of enrolment. A station is seen by whoever sees the person at it; devices by their office."""

from .page import Page, page
from .whom import STAFF, SUPERVISORS

ENROLMENT: dict[str, Page] = {
    "procedures:enrolments": page(STAFF),
    "procedures:enrolment": page(STAFF, "person", "GET"),
    "procedures:enrolment-zone": page(STAFF, "person"),
    "procedures:enrolment-scan": page(STAFF, "person"),
    "procedures:enrolment-photo": page(STAFF, "person"),
    "procedures:enrolment-signature": page(STAFF, "person"),
    "procedures:enrolment-prints": page(STAFF, "person", "GET"),
    "procedures:enrolment-finger": page(STAFF, "person", "POST"),
    "procedures:enrolment-missing": page(STAFF, "person"),
    "procedures:enrolment-finish": page(STAFF, "person", "POST"),
    "procedures:enrolment-leave": page(STAFF, "person", "POST"),
    "procedures:devices": page(STAFF, methods="GET"),
    "procedures:device-new": page(SUPERVISORS),
    "procedures:device": page(STAFF, "device", "GET"),
    "procedures:device-retire": page(SUPERVISORS, "device", "POST"),
    "procedures:device-pair": page(SUPERVISORS, "device", "POST"),
}
