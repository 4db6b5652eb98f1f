"""`ayni invite`: the way to the first administrator of an installation, who invites everybody else in the pages."""

from typing import Annotated

import typer
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation

from ayni.access import actions
from ayni.config.updating import waiting_migrations
from ayni.lib.errors import RuleBroken

from .out import say, stop

Email = Annotated[
    str, typer.Argument(metavar="EMAIL", help="Where the invitation goes; the name to sign in with, too.")
]


def invite(email: Email) -> None:
    """Invite a national administrator of MIGRACIONES, who manages the users of every institution."""
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        stop(f"{email or 'Nothing'} is not an e-mail address. Type one such as:  ayni invite nombre@ejemplo.pe")
    if waiting_migrations():
        stop("The database is not ready. Type:  ayni setup")
    # Rules are worded in Spanish for the pages; here like every other command.
    with translation.override("en"):
        try:
            invitation, link = actions.invite_administrator(email=email, at=timezone.now())
        except RuleBroken as broken:
            stop(str(broken))
    until, ends = timezone.localtime(invitation.expires_at), timezone.localtime(invitation.role_ends_at)
    say(f"{invitation.email} is invited as a national administrator, until {ends:%Y-%m-%d}.")
    say(f"The link works once, for 72 hours (until {until:%Y-%m-%d %H:%M}):\n\n  {link}\n")
    say(
        "It is sent by e-mail too, as soon as the worker runs. Whoever has it gets the account: show it to nobody else."
    )
