"""Who belongs to whom, as far as somebody may know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.access.models import User
from ayni.lib.names import words
from ayni.people.models import Birth, HouseholdMember, Nationality, Person, Relationship
from ayni.people.models.families import PERU
from ayni.people.rules.accompaniment import Accompaniment, Companion, Company, company
from ayni.people.rules.ages import ADULT, may_be_minor, years_between

from .files import Alert


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
    seen = Exists(Person.objects.visible_to(user).filter(pk=OuterRef("relative")))
    rows = person.relationships.select_related("relative").annotate(is_seen=seen)
    rows = rows.order_by(F("ended_at").desc(nulls_first=True), "pk")
    # Of a file that is hidden from this user not even its existence is told: the row goes if it says nothing else.
    return [Kin(row, row.relative if row.is_seen else None) for row in rows if row.is_told or row.is_seen]


def shown_relationship(person: Person, user: User, pk: int) -> Kin | None:
    """One row of `family`; None for what this user is not shown, whether it is there or not."""
    return next((kin for kin in family(person, user) if kin.relationship.pk == pk), None)


def has_peruvian_born_child(kin: Iterable[Kin]) -> bool:
    """Of these rows of `family`. A child with a file who is Peruvian counts, whoever did not tick the box."""
    children = [one for one in kin if one.stands and one.relationship.kind == Relationship.Kind.CHILD]
    if any(one.relationship.born_in_peru for one in children):
        return True
    ids = [one.file.pk for one in children if one.file]
    return bool(ids) and Nationality.objects.filter(person__in=ids, country__code=PERU, ended_at__isnull=True).exists()


def typed_for_relative(person: Person) -> dict[str, list[str]]:
    """What a registration of somebody of the same family begins with: where they live, language and nationality."""
    home = person.residences.filter(ended_at__isnull=True).order_by("-since", "-pk").first()
    nationality = person.nationalities.filter(ended_at__isnull=True).select_related("country").order_by("order").first()
    typed = {
        "where": "transit" if person.in_transit else "district" if person.district else "",
        "district": person.district.code if person.district else "",
        "address": home.address if home and person.district else "",
        "language": person.language.code if person.language else "",
        "nationality_1": nationality.country.code if nationality else "",
        "needs_interpreter": "on" if person.needs_interpreter else "",
    }
    return {name: [text] for name, text in typed.items() if text}


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


_WORDS: dict[Accompaniment, tuple[Any, str]] = {
    Accompaniment.UNACCOMPANIED: (
        gettext_lazy("Unaccompanied: with no mother, father, guardian or other grown-up relative"),
        "red",
    ),
    Accompaniment.SEPARATED: (
        gettext_lazy("Separated: with a relative or a caregiver, and with no mother, father or guardian by law"),
        "orange",
    ),
    Accompaniment.ACCOMPANIED: (gettext_lazy("Accompanied by a guardian by law"), "blue"),
    Accompaniment.UNKNOWN: (gettext_lazy("Not recorded with whom this child is: ask"), "yellow"),
}


def alerts_of_family(person: Person, user: User, on: date) -> list[Alert]:
    """What the links say that whoever opens the file must not miss, by what this user may see. `person`: of `whole`."""
    found = []
    is_child = may_be_minor(person.birth_date, person.birth_precision, on)
    with_whom = accompaniment(person, family(person, user), on) if is_child else None
    if with_whom is not None:
        text, tone = _WORDS[with_whom.state]
        said = _("Accompanied by mother or father") if with_whom.with_parent else str(text)
        found.append(Alert(said, tone))
        if with_whom.from_parent:
            found.append(Alert(_("Family to be traced: separated from mother, father or guardian"), "red"))
    if person.has_child_born_in_peru:  # type: ignore[attr-defined]
        found.append(Alert(_("With a child born in Peru: a way to regularise"), "teal"))
    return found


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
