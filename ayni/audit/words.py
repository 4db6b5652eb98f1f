"""The verbs of the trail in words, for whoever reads what was done. `desk` adds those of files in its ready()."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Event

WORDS: dict[str, str | Promise] = {
    "user.signed_in": _("Signed in"),
    "user.signed_out": _("Signed out"),
    "user.session_over": _("Session ended by itself"),
    "user.sessions_ended": _("Sessions ended"),
    "user.locked_out": _("Locked after too many attempts"),
    "user.password_changed": _("Password changed"),
    "user.second_factor_set": _("Second factor set up"),
    "user.second_factor_reset": _("Second factor reset"),
    "user.recovery_codes_made": _("Recovery codes made"),
    "user.suspended": _("Account suspended"),
    "user.reactivated": _("Account reactivated"),
    "user.moved": _("Moved to another office"),
    "role.granted": _("Role given"),
    "role.extended": _("Role extended"),
    "role.ended": _("Role ended"),
    "invitation.sent": _("Invitation sent"),
    "invitation.revoked": _("Invitation withdrawn"),
    "invitation.accepted": _("Invitation accepted"),
    "screening.answered": _("Kept the answers of a screening"),
    "screening.decided": _("Decided on a screening"),
    "clock.changed": _("Changed the times to answer a referral"),
    "compliance.viewed": _("Looked at the numbers of compliance"),
    "compliance.rows_opened": _("Opened the rows behind a number"),
    "profile.written": _("Wrote a version of a profile"),
    "profile.closed": _("Closed a profile"),
    "protocol.version_made": _("Made a version of a protocol"),
    "protocol.closed": _("Closed a protocol"),
    "service.added": _("Added a service"),
    "service.opened": _("A service takes referrals again"),
    "service.stopped": _("A service takes no more referrals"),
    "focal_point.named": _("Named a focal point"),
    "focal_point.confirmed": _("Confirmed a focal point"),
    "focal_point.ended": _("Ended a focal point"),
    "household.formed": _("Recorded a household"),
    "household.dissolved": _("Recorded that a household is no more"),
    "retention.run": _("Ended what was kept long enough"),
    "duplicate.noted": _("Two files may be of one person"),
    "duplicate.reopened": _("Two files are to be compared again"),
    "duplicate.different": _("Decided that two files are of two people"),
    "duplicate.unsure": _("Noted who finds out about two files"),
    "duplicates.swept": _("Reviewed what was registered or changed for duplicates"),
    "duplicates.sweep_decided": _("Decided about a review that had stopped"),
    "people.index_rebuilt": _("Made the search index anew"),
    "people.list_matched": _("Looked up a list of people in the register"),
    "reference.loaded": _("Loaded the reference data"),
    "keys.rotated": _("Rotated the keys"),
    "keys.forgotten": _("Forgot old keys"),
}


def say(event: Event) -> str:
    return str(WORDS.get(event.verb, event.verb))
