"""What lets data of a case go to a service, and the very rows that go."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ayni.access.models import User
from ayni.cases.models import Case, CaseProfile
from ayni.codelists import queries as codelists
from ayni.codelists.models import LegalNorm
from ayni.directory import queries as directory
from ayni.directory.models import Agreement, Service
from ayni.people import queries as people
from ayni.people.queries import Shareable

from ..rules import Agreed


def agreement_for(
    case: Case, service: Service, on: date, *, profiles: Collection[CaseProfile] | None = None
) -> Agreement | None:
    """The agreement that a referral of this case to this service falls under: one in force, else the one that ended
    last. None of those to come counts. `profiles`: those of the case, where they were read already."""
    of_whom = [row.profile_id for row in (case.profiles.order_by("pk") if profiles is None else profiles)]
    rows = [row for row in directory.covering(service, of_whom, ours=case.office.organisation) if row.valid_from <= on]
    return next((row for row in rows if agreed(row, on).is_in_force), rows[0] if rows else None)


def agreed(row: Agreement, on: date) -> Agreed:
    ended = row.ended_on if row.ended_on is not None else row.valid_to
    return Agreed(row.code, row.state(on), frozenset(row.sections), ended)


@dataclass(frozen=True)
class Released:
    """What the other side will see of the file: what is shown before sending and what is kept are these very rows."""

    rows: list[Shareable]

    @property
    def sections(self) -> set[str]:
        return {str(row.section) for row in self.rows}

    def as_kept(self) -> list[list[str]]:
        return [[row.field, str(row.label), str(row.value)] for row in self.rows]


def release(case: Case, fields: Collection[str], user: User, *, shareable: list[Shareable] | None = None) -> Released:
    """Of the chosen fields, those that are in the file now, in its own order."""
    rows = people.shareable(case.person, user) if shareable is None else shareable
    return Released([row for row in rows if row.field in fields])


def norms() -> QuerySet[LegalNorm]:
    """What may oblige to notify: norms in force, by their number."""
    return codelists.current(LegalNorm).order_by("label_es", "code")


def notifications_of(rows: Iterable[CaseProfile]) -> list[str]:
    """What the profiles of a case say must be notified by law, in words: “Trata de personas: sí”."""
    said = [(row.profile.label_es, row.profile.mandatory_notification) for row in rows]
    return [f"{label}: {text}" for label, text in said if text and not text.startswith("no")]


def is_notified(case: Case) -> bool:
    """Whether the law obliges to notify what this case is about."""
    return bool(notifications_of(case.profiles.select_related("profile").order_by("pk")))
