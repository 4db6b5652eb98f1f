"""Who belongs to whom, as far as somebody may know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ayni.access.models import User
from ayni.access.scope import scope_of
from ayni.lib.names import words
from ayni.people.models import Birth, HouseholdMember, Nationality, Person, Relationship
from ayni.people.rules.accompaniment import Companion, Company, company
from ayni.people.rules.ages import ADULT, may_be_minor, years_between

PERU = "PER"


@dataclass(frozen=True)
class Kin:
    """A relative as this user may know them: the file of somebody hidden is not linked, nor named by it."""

    relationship: Relationship
    file: Person | None

    @property
    def stands(self) -> bool:
        return self.relationship.ended_at is None


def family(person: Person, user: User) -> list[Kin]:
    """Those that stand first, in the order in which they were told."""
    rows = list(person.relationships.order_by(F("ended_at").desc(nulls_first=True), "pk"))
    ids = {row.relative_id for row in rows if row.relative_id}
    seen = Person.objects.visible_to(user).select_related("sex", "office").in_bulk(ids) if ids else {}
    # Of a file that is hidden from this user not even its existence is told: the row goes if it says nothing else.
    return [
        Kin(row, seen.get(row.relative_id) if row.relative_id else None)
        for row in rows
        if row.is_told or row.relative_id in seen
    ]


def shown_relationship(person: Person, user: User, pk: int) -> Kin | None:
    """One row of `family`; None for what this user is not shown, whether it is there or not."""
    return next((kin for kin in family(person, user) if kin.relationship.pk == pk), None)


def has_peruvian_born_child(kin: Iterable[Kin]) -> bool:
    """Of these rows of `family`. A child with a file who is Peruvian counts, whoever did not tick the box."""
    children = [one for one in kin if one.stands and one.relationship.kind == Relationship.Kind.CHILD]
    if any(one.relationship.born_in_peru for one in children):
        return True
    ids = [one.file.pk for one in children if one.file]
    return bool(ids) and Nationality.objects.filter(person__in=ids, country__code=PERU).exists()


def has_peruvian_born_child_q(visible: QuerySet[Person] | None = None) -> Exists:
    """The same as a condition on people: over all links, for statistics; or as whoever sees those people is shown."""
    peruvian = Exists(Nationality.objects.filter(person=OuterRef("relative"), country__code=PERU))
    links = Relationship.objects.filter(person=OuterRef("pk"), kind=Relationship.Kind.CHILD, ended_at__isnull=True)
    born_here = Q(born_in_peru=True)
    if visible is None:
        return Exists(links.filter(born_here | peruvian))
    seen = Exists(visible.filter(pk=OuterRef("relative")))
    return Exists(links.filter((born_here & (Q(is_told=True) | seen)) | (seen & peruvian)))


def mothers_of_peruvian_born_children(user: User) -> QuerySet[Person]:
    """Women whose file this user may open, with a standing link that this user is shown to a child born in Peru."""
    visible = Person.objects.within(scope_of(user))
    return visible.filter(has_peruvian_born_child_q(visible), sex__code="SEX-F").order_by("-registered_at", "-pk")


def accompaniment(person: Person, kin: Iterable[Kin], on: date) -> Company | None:
    """With whom a child is on that day, by what this user may see (`kin`: the rows of `family`); None for somebody who
    is not under 18. Definitions: `rules.accompaniment`."""
    if not may_be_minor(person.birth_date, person.birth_precision, on):
        return None
    standing = [one for one in kin if _stood(one.relationship, on)]
    at_home = _at_home(person, {one.file.pk for one in standing if one.file}, on)
    return company(
        Companion(
            kind=one.relationship.kind,
            who=_who(one),
            lives_together=one.relationship.lives_together or (one.file is not None and one.file.pk in at_home),
            may_be_minor=not _is_grown_up(one, on),
        )
        for one in standing
    )


def _stood(row: Relationship, on: date) -> bool:
    if row.since and row.since > on:
        return False
    if row.ended_at is None:
        return True
    return row.until is not None and row.until > on and row.end_reason not in {"MISTAKE", "MERGED"}


def _who(kin: Kin) -> UUID | str:
    """One relative who is linked in several ways is one: by the file, else by the name that was told."""
    row = kin.relationship
    return kin.file.pk if kin.file else " ".join(words(row.name)) or f"row {row.pk}"


def _at_home(person: Person, relatives: set[UUID], on: date) -> set[UUID]:
    """Those of the relatives who lived in the person's household that day."""
    if not relatives:
        return set()
    that_day = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    own = HouseholdMember.objects.filter(that_day, person=person).values("household")
    return set(
        HouseholdMember.objects.filter(that_day, household__in=own, person__in=relatives)
        .order_by("pk")
        .values_list("person", flat=True)
    )


_GROWN_UP = frozenset({"GRANDPARENT", "AUNT_UNCLE", "CAREGIVER", "GUARDIAN", "MOTHER", "FATHER", "PARENT"})
"""Kinds that speak for a grown-up where no birth is known."""


def _is_grown_up(kin: Kin, on: date) -> bool:
    born = (kin.file.birth_date, kin.file.birth_precision) if kin.file else (_of_year(kin.relationship), Birth.YEAR)
    if born[0] is None:
        return kin.relationship.kind in _GROWN_UP
    return not may_be_minor(born[0], born[1], on) and years_between(born[0], on) >= ADULT


def _of_year(row: Relationship) -> date | None:
    return date(row.birth_year, 1, 1) if row.birth_year else None
