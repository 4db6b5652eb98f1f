"""The e-mails of accounts. Short, without links that sign anybody in, except the two that are asked for."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from ayni.lib.post import queue_email
from ayni.lib.tongues import in_spanish

from .models import User


def send(template: str, *, to: str, at: datetime, **context: object) -> None:
    """`template`: of access/email/, whose first line is the subject."""
    with in_spanish():
        context |= {"public_url": settings.PUBLIC_URL, "help_contact": settings.HELP_CONTACT, "at": at}
        subject, _, text = render_to_string(f"access/email/{template}.txt", context).strip().partition("\n")
    queue_email(to=to, subject=subject, text=text.strip() + "\n", at=at)


def tell_about_account(user: User, *, what: str, at: datetime) -> None:
    """Tell somebody that their account was changed, so that they say if it was not them."""
    send(what, to=user.email, at=at)
