"""What the pages of an import show: never somebody whom the user may not see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.people.models import BatchState, ImportBatch, Person, RowState, StagedRow
from ayni.people.rules.imports.fields import FIELDS
from ayni.people.rules.imports.judging import FAULTS
from ayni.people.rules.imports.states import AT_ONCE

from .built import CASE, CHANGED, EDIT, NOTE, REFERRAL, STEP
from .search import Hit, search_for

LOOKED_AT = ("full_name", "given_names", "surname_1", "surnames", "surname_2", "birth_date", "document_number")
ENOUGH, MOST_REASONS = 1000, 5
TONES = {RowState.DOUBTFUL: "warn", RowState.HELD: "warn", RowState.BROKEN: "warn"}


@dataclass(frozen=True)
class Number:
    state: RowState
    count: int
    tone: str

    @property
    def slug(self) -> str:
        return self.state.lower()


@dataclass(frozen=True)
class Line:
    row: StagedRow
    words: str
    """Who it is, as the list says."""
    told: str
    """What is wrong, or who it may be; nothing about somebody whom the user may not see."""


def numbers(batch: ImportBatch) -> list[Number]:
    return [Number(state, batch.count(state), TONES.get(state, "")) for state in RowState if batch.count(state)]


def offers(batch: ImportBatch) -> dict[str, bool | int]:
    """What can be done with it now."""
    staged = batch.state == BatchState.STAGED
    return {
        "accept": staged and bool(batch.count(*AT_ONCE)),
        "reject": batch.state in {BatchState.RECEIVED, BatchState.STAGED, BatchState.STAGING},
        "undo": batch.state in {BatchState.STAGED, BatchState.ACCEPTED} and bool(batch.count("ACCEPTED", "LINKED")),
        "new": batch.count(RowState.NEW),
        "known": batch.count(RowState.KNOWN),
    }


def lines(rows: Iterable[StagedRow], user: User) -> list[Line]:
    rows = list(rows)
    ids = {pk for row in rows for pk in (row.match_id, row.person_id) if pk}
    seen = {person.pk: person for person in Person.objects.visible_to(user).filter(pk__in=ids).order_by("pk")}
    return [Line(row, words_of(row), _told(row, seen)) for row in rows]


def words_of(row: StagedRow) -> str:
    told = [str(row.typed[name]) for name in LOOKED_AT if row.typed.get(name)]
    return " · ".join(filter(None, [" ".join(told[:2]), *told[2:]])) or _("Nothing that is a name")


def _told(row: StagedRow, seen: dict[UUID, Person]) -> str:
    if row.faults:
        return " ".join(text for _field, text in faults(row))
    if row.state == RowState.HELD:
        return _("There may be a file that you cannot open. Call the focal point of the unit before going on.")
    whom = row.person_id or row.match_id
    if not whom and (like := like_an_earlier_row(row)):
        return like
    person = seen.get(whom) if whom else None
    return person.listed_name if person else ""


def like_an_earlier_row(row: StagedRow) -> str:
    if not row.like_row:
        return ""
    if row.state == RowState.REPEATED:
        return _("Like row %(number)s of this list") % {"number": row.like_row}
    return _("Perhaps the same person as row %(number)s") % {"number": row.like_row}


def faults(row: StagedRow) -> list[tuple[str, str]]:
    """Field and sentence of each thing that is wrong."""
    return [
        (field, f"{FIELDS[field].label}: {FAULTS[code]}" if field in FIELDS else str(FAULTS[code]))
        for field, code in row.faults
    ]


def why_broken(batch: ImportBatch) -> list[tuple[str, int]]:
    """What is wrong with the rows of a list that have an error, the commonest first, and with how many. Counted in the
    first thousand: a list that is wrong everywhere says so there."""
    rows = batch.staged.filter(state=RowState.BROKEN).only("faults").order_by("number")[:ENOUGH]
    return Counter(text for row in rows for _field, text in faults(row)).most_common(MOST_REASONS)


def whom_it_may_be(row: StagedRow, sought: object, user: User) -> tuple[list[Hit], bool]:
    """Those whom the user may see, the best first, and whether there is somebody else."""
    found = search_for(sought, user)  # type: ignore[arg-type]
    hits = list(found.hits)
    visible = {hit.person.pk for hit in hits}
    if row.match_id and row.match_id not in visible:
        extra = Person.objects.visible_to(user).filter(pk=row.match_id).first()
        if extra:
            hits.insert(0, Hit(extra, row.score or 0.0, True, tuple(row.reasons)))
    return hits, found.somebody_hidden


def in_the_way(kinds: dict[str, int]) -> list[str]:
    """In sentences: what was built since, and on how many people."""
    sentences = {
        CASE: _("%(people)s with a case, a conversation or a referral"),
        "CONSENT": _("%(people)s with a consent given or withdrawn since"),
        "MERGE": _("%(people)s merged with another file"),
        EDIT: _("%(people)s whose file was changed since"),
        STEP: _("%(people)s in whose case a step of the plan was added, done or changed"),
        NOTE: _("%(people)s about whose case a note was written"),
        REFERRAL: _("%(people)s who were referred because of their case"),
        CHANGED: _("%(people)s whose case was handed over, closed or changed"),
    }
    return [sentences[kind] % {"people": number} for kind, number in kinds.items()]
