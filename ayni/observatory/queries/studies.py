"""The library, for readers and for whoever keeps it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from ayni.access.models import User
from ayni.codelists.rules import fold

from ..models import Linked, Reading, Study, StudyVersion


@dataclass(frozen=True)
class Asked:
    """How readers narrow the list. What is empty narrows nothing."""

    theme: str = ""
    year: int | None = None
    words: str = ""


def readable() -> QuerySet[StudyVersion]:
    """What anybody may read: the newest first, those without a year last."""
    rows = StudyVersion.objects.readable().select_related("study").prefetch_related("links")
    return rows.order_by(F("year").desc(nulls_last=True), "study__code")


def found(asked: Asked) -> list[StudyVersion]:
    rows = readable() if asked.year is None else readable().filter(year=asked.year)
    wanted = fold(asked.words[:100]).split()
    return [
        one for one in rows
        if (not asked.theme or asked.theme in one.themes) and _says(one, wanted)
    ]  # fmt: skip


def _says(one: StudyVersion, wanted: Sequence[str]) -> bool:
    """Each word begins a word of what is said of it, in either language."""
    said = (one.study.code, one.title_es, one.title_en, one.authors, one.summary_es, one.summary_en)
    there = fold(" ".join(said)).split()
    return all(any(word.startswith(each) for word in there) for each in wanted)


def years() -> list[int]:
    rows = StudyVersion.objects.readable().filter(year__isnull=False).order_by("-year")
    return [year for year in rows.values_list("year", flat=True).distinct() if year is not None]


def study(code: str) -> StudyVersion | None:
    return readable().filter(study__code=code).first()


def why_withdrawn(code: str) -> str:
    """Empty: it never could be read, or still can."""
    published = Q(versions__state=Reading.PUBLISHED)
    rows = Study.objects.filter(published, code=code, withdrawn_at__isnull=False)
    return rows.values_list("withdrawn_why", flat=True).first() or ""


def using(what: Linked, code: str) -> list[StudyVersion]:
    """Studies that use a figure or a table."""
    return list(readable().filter(links__what=what, links__code=code))


def by_table() -> dict[str, list[StudyVersion]]:
    """Code of a table → studies that use it."""
    by: dict[str, list[StudyVersion]] = {}
    for one in readable():
        for code in one.linked(Linked.TABLE):
            by.setdefault(code, []).append(one)
    return by


# For whoever keeps the library.


def kept() -> QuerySet[StudyVersion]:
    """Of each study what is published or was before it was withdrawn."""
    rows = StudyVersion.objects.filter(state=Reading.PUBLISHED).select_related("study")
    return rows.order_by("study__code", "pk")


def waiting() -> list[StudyVersion]:
    """What waits for a second reader, or was returned and not written anew since."""
    last = StudyVersion.objects.filter(study=OuterRef("study")).order_by("-number").values("number")[:1]
    rows = StudyVersion.objects.filter(state__in=[Reading.WAITING, Reading.RETURNED], number=Subquery(last))
    return list(rows.select_related("study", "written_by").order_by("study__code", "pk"))


def versions(of: Study) -> list[StudyVersion]:
    """All that was written of it, the newest first."""
    rows = of.versions.select_related("written_by", "read_by").prefetch_related("links")
    return list(rows.order_by("-number", "-pk"))


def newest(of: Study) -> StudyVersion | None:
    """What was written last, whatever came of it."""
    return of.versions.prefetch_related("links").order_by("-number", "-pk").first()


def authors(of: Study) -> Collection[User]:
    """Who wrote in it since it was published last."""
    rows = of.versions.select_related("written_by").order_by("-number", "-pk")
    found: list[User] = []
    for one in rows:
        if one.state in {Reading.PUBLISHED, Reading.REPLACED}:
            break
        found += [one.written_by] if one.written_by else []
    return found
