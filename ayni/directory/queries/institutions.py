from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ayni.access.models import Organisation
from ayni.codelists.rules import fold

from ..models import InstitutionEntry, RegisterEntry, Service
from .focal_points import standing
from .texts import says


def institutions(*, text: str = "", sector: str = "", level: str = "") -> list[Organisation]:
    """The institutions that the register names, by sector and name, with what can be referred to them and who answers
    for them. `text` is sought in name, code and role, without minding accents."""
    listed = RegisterEntry.objects.current().filter(organisation=OuterRef("pk"))
    came_in = InstitutionEntry.objects.filter(organisation=OuterRef("pk"), is_imported=True)
    rows = (
        Organisation.objects.filter(Exists(listed) | Exists(came_in))
        .select_related("parent")
        .order_by("sector", "name", "pk")
    )
    rows = rows.filter(sector=sector) if sector else rows
    rows = rows.filter(level=level) if level else rows
    rows = rows.prefetch_related(
        Prefetch("services", Service.objects.filter(accepts_referrals=True), to_attr="open_services"),
        Prefetch("focal_points", standing(), to_attr="standing_focal_points"),
    )
    words = fold(text).split()
    return [row for row in rows if says(words, row.name, row.code, row.mission)]


def sectors() -> list[str]:
    return list(Organisation.objects.order_by("sector").values_list("sector", flat=True).distinct())


@dataclass(frozen=True)
class Hierarchy:
    """Where an institution stands: those above it, from the top, and the units right below."""

    above: list[Organisation]
    units: list[Organisation]


def everybody() -> list[Organisation]:
    """All organisations, by name: a page about one says where it stands among them."""
    return list(Organisation.objects.order_by("name", "pk"))


def hierarchy(organisation: Organisation, everybody: Iterable[Organisation]) -> Hierarchy:
    by_pk = {row.pk: row for row in everybody}
    above: list[Organisation] = []
    at = organisation.parent_id
    while at is not None and by_pk[at] not in above:
        above.insert(0, by_pk[at])
        at = by_pk[at].parent_id
    return Hierarchy(above, [row for row in by_pk.values() if row.parent_id == organisation.pk])


def register_of(organisation: Organisation) -> QuerySet[RegisterEntry]:
    """What the register has said of it, the newest first; former names are among it."""
    return RegisterEntry.objects.filter(organisation=organisation).order_by("-valid_from", "-version")


def is_closed(entries: Sequence[RegisterEntry]) -> bool:
    """Nothing that the register says of it is in force."""
    return bool(entries) and all(entry.valid_to is not None for entry in entries)


def former_names(entries: Iterable[RegisterEntry], now: str) -> list[RegisterEntry]:
    return [entry for entry in entries if entry.valid_to is not None and entry.label_es != now]
