"""What was looked for and is nowhere: counted, and nothing else of it kept."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from ..models import Unmet


@transaction.atomic
def count_unmet(*, needs: Iterable[str], department: str, at: datetime) -> None:
    """One more for each of these needs in this department, in the month of `at`. No line of the trail: it would say
    when."""
    month = localdate(at).replace(day=1)
    for need in needs:
        row, _made = Unmet.objects.get_or_create(month=month, need=need, department=department)
        Unmet.objects.filter(pk=row.pk).update(times=F("times") + 1)
