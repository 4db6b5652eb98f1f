"""Who has the role for which page of applications: written by hand, apart from the code."""

from .page import Page, in_other_languages, page
from .whom import APPLICANTS_DESK, APPROVERS, EVALUATORS, PUBLIC, STAFF, SUPERVISORS

APPLICATIONS: dict[str, Page] = {
    # Applications: the counter, evaluators, approvers; each through what `visible_to` allows.
    "procedures:applications": page(APPLICANTS_DESK, methods="GET"),
    "procedures:expiries": page(APPLICANTS_DESK, methods="GET"),
    "procedures:begin-application": page(STAFF, "person"),
    "procedures:application": page(APPLICANTS_DESK, "application", "GET"),
    "procedures:hand-in": page(STAFF, "application", "POST"),
    "procedures:withdraw-application": page(STAFF, "application"),
    "procedures:receive-incomplete": page(STAFF, "application"),
    "procedures:incomplete-note": page(STAFF, "application", "GET"),
    "procedures:name-evaluator": page(STAFF, "application"),
    "procedures:present-item": page(STAFF, "application"),
    "procedures:item-paper": page(APPLICANTS_DESK, "application", "GET"),
    "procedures:take-next": page(EVALUATORS, methods="POST"),
    "procedures:take-application": page(EVALUATORS, "application", "POST"),
    "procedures:evaluate": page(EVALUATORS, "application"),
    "procedures:end-evaluation": page(EVALUATORS, "application", "POST"),
    "procedures:decide": page(APPROVERS, "application"),
    "procedures:file-appeal": page(STAFF, "application"),
    "procedures:decide-appeal": page(APPROVERS, "application"),
    "procedures:appeal-note": page(STAFF, "application", "GET"),
    "procedures:resolution": page(APPLICANTS_DESK, "application", "GET"),
    "procedures:hand-over-resolution": page(STAFF, "application", "POST"),
    "procedures:notify-resolution": page(STAFF, "application", "POST"),
    "procedures:sign-resolution": page(APPROVERS, "application"),
    "procedures:signed-resolution": page(APPLICANTS_DESK, "application", "GET"),
    # What a signing program is given carries its own secret.
    "procedures:signing-paper": page(PUBLIC),
    "procedures:signing-return": page(PUBLIC, methods="POST"),
    **{f"procedures:resolution-proof{suffix}": page(PUBLIC) for suffix in ("", "-in")},
    # What anybody prepares from home, with what their browser holds; then what staff make of it.
    # What is possible, for whoever asks alone: nothing is kept.
    "procedures:way": page(PUBLIC),
    "procedures:own-start": page(PUBLIC),
    "procedures:own-return": page(PUBLIC),
    "procedures:own-link": page(PUBLIC),
    "procedures:own-question": page(PUBLIC),
    "procedures:own-paper": page(PUBLIC),
    "procedures:own-check": page(PUBLIC),
    "procedures:own-sent": page(PUBLIC),
    "procedures:own-kiosk": page(PUBLIC),
    "procedures:own-waiting-room": page(PUBLIC, methods="GET"),
    "procedures:own-leave": page(PUBLIC),
    "procedures:status-ask": page(PUBLIC),
    "procedures:status-code": page(PUBLIC),
    "procedures:status": page(PUBLIC),
    "procedures:status-paper": page(PUBLIC),
    "procedures:status-resolution": page(PUBLIC),
    "procedures:status-hand-in": page(PUBLIC, methods="POST"),
    "procedures:status-appointment": page(PUBLIC, methods="POST"),
    "procedures:status-leave": page(PUBLIC, methods="POST"),
    "procedures:preregistrations": page(STAFF, methods="GET"),
    "procedures:invite": page(STAFF),
    "procedures:preregistration": page(STAFF, "preregistration"),
    "procedures:preregistration-paper": page(STAFF, "preregistration", "GET"),
    "procedures:stations": page(SUPERVISORS),
    "desk:person-applications": page(STAFF, "person", "GET"),
}
APPLICATIONS |= in_other_languages(APPLICATIONS, "procedures:own-", "procedures:status", "procedures:way")
for only_spanish in ("own-kiosk", "own-waiting-room"):
    del APPLICATIONS[f"procedures:{only_spanish}-in"]
