"""E-mail for the apps below `notices`: the settings name the verb that takes it, as they name a database."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


def queue_email(*, to: str, subject: str, text: str, at: datetime, about: UUID | None = None) -> None:
    """Hand an e-mail to the outbox, inside the caller's transaction."""
    import_string(settings.QUEUE_EMAIL)(to=to, subject=subject, text=text, about=about, at=at)
