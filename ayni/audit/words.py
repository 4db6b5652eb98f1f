"""The verbs of the trail in words, for whoever reads what was done. A verb without words is shown as it is."""

from django.utils.translation import gettext_lazy as _

from .models import Event

WORDS = {
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
}


def say(event: Event) -> str:
    return str(WORDS.get(event.verb, event.verb))
