"""What the register of agreements on data and the feeds of the observatory are to each other: addresses, days and
words, and no import."""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.directory import queries as directory
from ayni.directory.hooks import Feed
from ayni.observatory.actions import use
from ayni.observatory.hooks import OpenAgreement
from ayni.observatory.names import is_place
from ayni.observatory.queries.following import fetched
from ayni.observatory.ways import ways

DAYS = timedelta(days=90)


def open_agreements() -> list[OpenAgreement]:
    today = localdate()
    return [
        OpenAgreement(
            row.code, row.territory.code, row.theirs.name if row.theirs else row.territory.full_name, row.purpose,
            row.given, row.taken, row.norm.label_es if row.norm else "", row.valid_from,
            min((day for day in (row.ended_on, row.valid_to) if day), default=None), row.state(today) == "IN_FORCE",
        )
        for row in directory.open_sharings()
    ]  # fmt: skip


def feeds_of(ubigeo: str) -> list[Feed]:
    """The feeds of a territory, with when they were fetched last."""
    if not is_place(ubigeo):
        return []
    use.write_down()
    counts, labels = fetched(ubigeo, localdate() - DAYS), {"csv": _("Current figures (CSV)")}
    labels |= {"atom": _("What is new (Atom)"), "json": _("What is new (JSON Feed)")}
    return [
        Feed(labels[detail], address, *counts.get(detail, (None, 0)))
        for form, address in ways(ubigeo, "es").items()
        if (detail := form.rpartition(".")[2])
    ]
