"""Questions about one-time codes: what a code must fit, and how many went to one place."""

from datetime import datetime

from django.conf import settings

from ayni.lib.keys import keyring

from ..models.codes import OneTimeCode


def code_digest(row: OneTimeCode, code: str) -> str:
    """Of this row alone: the code of another one does not fit it."""
    said = f"code:{row._meta.label_lower}:{row.pk}:{code}"
    return keyring(settings.AYNI_HOME).digest("links", said).hex()


def codes_to(model: type[OneTimeCode], reach: str, since: datetime) -> int:
    """How many of this kind went to this telephone or address. Each kind by itself: of a number that both share, a
    refused booking would tell a stranger whether a look was answered, and bookings would shut the page of looks."""
    return model._default_manager.filter(reach=reach, begun_at__gte=since).count()
