from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from .models import AnswerSet, Instrument, ProfileForm


def in_force(series: str, on: date) -> QuerySet[Instrument]:
    """The forms of a series that were in force on a day, in their order. The questions come with them."""
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return Instrument.objects.filter(lasts, series=series, valid_from__lte=on).prefetch_related("questions")


def answer_sets(about: UUID) -> dict[str, AnswerSet]:
    """What was answered on an occasion, by the code of the form, each with the version that was answered."""
    sets = AnswerSet.objects.filter(about=about).select_related("instrument").prefetch_related("instrument__questions")
    return {answers.instrument.code: answers for answers in sets.order_by("instrument__order", "instrument__code")}


def by_profile() -> dict[str, list[ProfileForm]]:
    """Which forms the cases of each profile have, by its code; `*`: every case."""
    found: dict[str, list[ProfileForm]] = {}
    for row in ProfileForm.objects.order_by("profile", "pk"):
        found.setdefault(row.profile, []).append(row)
    return found


def versions(code: str) -> list[Instrument]:
    """All versions of a form that stands alone, the latest first, with their questions."""
    rows = Instrument.objects.filter(code=code, series="").order_by("-version")
    return list(rows.prefetch_related("questions"))
