"""Whether a guide was of use: a number by month, of nobody."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from ..models import Guide, GuideHelp


@transaction.atomic
def count_help(*, guide: Guide, language: str, helped: bool, at: datetime) -> None:
    """One more. The database adds, so that two at once are two."""
    row, _made = GuideHelp.objects.get_or_create(guide=guide, language=language, month=localdate(at).replace(day=1))
    column = "helped" if helped else "did_not"
    GuideHelp.objects.filter(pk=row.pk).update(**{column: F(column) + 1})
