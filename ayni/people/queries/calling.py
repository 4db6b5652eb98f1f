"""Whom to call about a file that one may not open."""

from ayni.access.models import User
from ayni.people import hooks
from ayni.people.hooks import ToCall


def whom_to_call(user: User) -> ToCall | None:
    """As an app above knows; None if nobody does."""
    return next(filter(None, (ask(user) for ask in hooks.WHOM_TO_CALL)), None)
