"""What may be counted of people. Where they live leaves as a district, their age as a band, and no name at all."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ayni.access.models import Office, Organisation
from ayni.codelists.models import (
    AgeBand,
    Country,
    EducationLevel,
    Language,
    MigratoryStatus,
    MobilityProfile,
    Occupation,
    RegistrySource,
    SexGender,
    Territory,
)
from ayni.facts import vectors
from ayni.facts.periods import PERU, age_band, age_on, day_of, first_of_month, month_of, month_said
from ayni.facts.registry import CodeList, Column, FactTable, Follow, Following, Kind, of_choices, of_table, register

from ..models import Characteristic, EndReason, HouseholdMember, MigratorySituation, Person, Relationship, Source
from ..models import Kind as Of
from ..models.families import has_peruvian_born_child_q
from ..rules.characteristics import COUNTING, Disability, disability_status

AGE_BANDS = of_table("age_band", AgeBand)
COUNTRIES = of_table("country", Country)
EDUCATION = of_table("education", EducationLevel)
OFFICES = of_table("office", Office, label="name")
ORGANISATIONS = of_table("organisation", Organisation, label="name")
SEX_GENDER = of_table("sex_gender", SexGender)


def _departments() -> dict[str, str]:
    rows = Territory.objects.filter(level=Territory.Level.DEPARTMENT).order_by("pk")
    return dict(rows.values_list("code", "label_es"))


def _districts() -> dict[str, str]:
    """INEI's ubigeos. Of a district the first four digits are its province, the first two its department."""
    rows = Territory.objects.filter(level=Territory.Level.DISTRICT).order_by("pk")
    return dict(rows.values_list("code", "label_es"))


def _regularities() -> dict[str, str]:
    return {code: code for code in MigratoryStatus.objects.order_by().values_list("regularity", flat=True).distinct()}


STATUSES = of_table("migratory_status", MigratoryStatus)
OCCUPATIONS = of_table("occupation", Occupation)
MOBILITY = of_table("mobility_profile", MobilityProfile)
REGISTERS = of_table("registry_source", RegistrySource)
DEPARTMENTS = CodeList("department", _departments)
DISTRICTS = CodeList("district", _districts)
REGULARITIES = CodeList("regularity", _regularities)


_SIZES: tuple[tuple[str, int], ...] = (("1", 1), ("2", 2), ("3-4", 4), ("5-6", 6), ("7+", 200))
HOUSEHOLD_SIZES = CodeList("household_size", lambda: {size: size for size, _last in _SIZES})


def household_size(people: int | None) -> str | None:
    """The band of a number of people; None where there is no household."""
    return next((size for size, last in _SIZES if people and people <= last), None)


def _at_home() -> Subquery:
    """How many live in the household of a person, whoever may see them: a number, and of a band."""
    own = HouseholdMember.objects.filter(person=OuterRef(OuterRef("pk")), until__isnull=True)
    there = HouseholdMember.objects.filter(household__in=own.values("household"), until__isnull=True)
    return Subquery(there.order_by().values("household").annotate(people=Count("pk")).values("people")[:1])


def _within(first: int, last: int) -> Callable[[date | None, datetime], bool | None]:
    """Whether the age on the day of registration is in a band of the sources."""

    def is_within(birth: date | None, moment: datetime) -> bool | None:
        return None if birth is None else first <= age_on(birth, moment.astimezone(PERU).date()) <= last

    @vectors.vector_of(is_within)
    def are_within(births: vectors.Array, moments: vectors.Array) -> vectors.Array:
        return vectors.between(vectors.age(births, moments), first, last)

    return is_within


BANDS_OF_SOURCES = {"is_child": (0, 17), "is_15_49": (15, 49), "is_18_59": (18, 59), "is_60": (60, 200)}
"""As `data/reference/age_bands.csv` has them; they overlap, so each is a flag."""


def _of_kind(kind: str) -> FilteredRelation:
    return FilteredRelation("characteristics", condition=Q(characteristics__kind=kind, characteristics__ended_at=None))


def _registered(path: str = "") -> Callable[[datetime, datetime], Q]:
    """Whoever is registered by now, and was not yet."""
    column = f"{path}registered_at"
    return lambda since, at: Q(**{f"{column}__gt": since, f"{column}__lte": at})


_OF_PERSON = (Follow("people.Person", ("id",), "person_id"),)
_OF_PEOPLE = (
    Follow("people.Characteristic", ("person",), "pk"),
    Follow("people.MigratorySituation", ("person",), "pk"),
    Follow("people.Nationality", ("person",), "pk"),
    Follow("people.Nationality", ("person",), "relationships__relative"),
    Follow("people.Relationship", ("person",), "pk"),
    Follow("people.HouseholdMember", ("person",), "pk"),
    Follow("people.HouseholdMember", ("household",), "memberships__household"),
)
"""Whose rows say something of a person in the table of people: a child's nationality, too, and who else lives there."""


def _people(at: datetime) -> Iterable[QuerySet[Any]]:
    people = Person.objects.filter(registered_at__lte=at).order_by("pk")
    first = FilteredRelation("nationalities", condition=Q(nationalities__order=1, nationalities__ended_at=None))
    entries = Characteristic.objects.filter(person=OuterRef("pk"), kind=Of.ENTRY, ended_at=None, since__isnull=False)
    now = FilteredRelation("situations", condition=Q(situations__is_current=True))
    return [
        people.annotate(
            first=first,
            now=now,
            works=_of_kind(Of.OCCUPATION),
            moves=_of_kind(Of.MOBILITY_PROFILE),
            lived=_of_kind(Of.PREVIOUS_COUNTRY),
            register=_of_kind(Of.REGISTRY_SOURCE),
            entered=Subquery(entries.order_by("-since", "-pk").values("since")[:1]),
            nationality=F("first__country__code"),
            status=F("now__status__code"),
            regularity=F("now__status__regularity"),
            has_child_born_in_peru=has_peruvian_born_child_q(),
            at_home=_at_home(),
        )
    ]


register(
    FactTable(
        name="people",
        about="One row per person who was received.",
        model="people.Person",
        rows=_people,
        following=Following(_OF_PEOPLE, _registered()),
        columns=(
            Column("row", Kind.ROW, ("pk",), "The file, sealed."),
            Column("person", Kind.PERSON, ("pk",), "The person, keyed."),
            Column("sex", Kind.CODE, ("sex__code",), "Sex as registered.", SEX_GENDER),
            Column(
                "age_band",
                Kind.CODE,
                ("birth_date", "registered_at"),
                "Band of the age on the day of registration; empty when the birth date is not known.",
                AGE_BANDS,
                derive=age_band,
            ),
            Column("nationality", Kind.CODE, ("nationality",), "The first nationality that was said.", COUNTRIES),
            Column("status", Kind.CODE, ("status",), "Migratory status now.", STATUSES),
            Column("regularity", Kind.CODE, ("regularity",), "Regular or irregular, as the status says.", REGULARITIES),
            Column("education", Kind.CODE, ("education__code",), "Level of education.", EDUCATION),
            Column(
                "language", Kind.CODE, ("language__code",), "Language of attention.", of_table("language", Language)
            ),
            Column(
                "has_peruvian_born_child",
                Kind.FLAG,
                ("has_child_born_in_peru",),
                "A standing link to a child who was born in Peru or is Peruvian.",
            ),
            Column(
                "household_size",
                Kind.CODE,
                ("at_home",),
                "How many people live in the person's household; empty where none is recorded.",
                HOUSEHOLD_SIZES,
                derive=household_size,
            ),
            Column("needs_interpreter", Kind.FLAG, ("needs_interpreter",), "An interpreter is needed."),
            Column("occupation", Kind.CODE, ("works__code",), "Group of occupation now.", OCCUPATIONS),
            Column("mobility_profile", Kind.CODE, ("moves__code",), "Mobility profile now.", MOBILITY),
            Column("previous_country", Kind.CODE, ("lived__code",), "Country of residence before Peru.", COUNTRIES),
            Column("registry_source", Kind.CODE, ("register__code",), "Where the State knows them from.", REGISTERS),
            Column(
                "entry_month",
                Kind.MONTH,
                ("entered",),
                "Month of the last entry into Peru whose day is known; the year is its first part.",
                derive=first_of_month,
            ),
            *(
                Column(
                    name,
                    Kind.FLAG,
                    ("birth_date", "registered_at"),
                    f"Aged {first} to {last} on the day of registration." if last < 200 else f"Aged {first} or more.",
                    derive=_within(first, last),
                )
                for name, (first, last) in BANDS_OF_SOURCES.items()
            ),
            Column("department", Kind.CODE, ("district__department_code",), "Department of residence.", DEPARTMENTS),
            Column("district", Kind.CODE, ("district__code",), "District of residence (INEI).", DISTRICTS),
            Column("in_transit", Kind.FLAG, ("in_transit",), "The person has no residence: in transit."),
            Column("office", Kind.CODE, ("office__code",), "Office that registered.", OFFICES),
            Column("organisation", Kind.CODE, ("office__organisation__code",), "Whose office it is.", ORGANISATIONS),
            Column("month", Kind.MONTH, ("registered_at",), "Month of registration.", derive=month_of),
            Column("registered_on", Kind.DAY, ("registered_at",), "Day of registration.", derive=day_of),
        ),
    )
)


def _people_by_gender(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Person.objects.filter(registered_at__lte=at).order_by("pk")]


register(
    FactTable(
        name="people_by_gender",
        about=(
            "Gender, for those who wished to say it. No row id, no place, no month, and people keyed apart from every "
            "other table, so that nothing joins gender to a file, an office or a case."
        ),
        model="people.Person",
        rows=_people_by_gender,
        following=Following(moved=_registered()),
        columns=(
            Column("person", Kind.PERSON, ("pk",), "The person, keyed for this table alone.", keyed_as="gender"),
            Column("gender", Kind.CODE, ("gender",), "Gender, only if the person wished to say.", SEX_GENDER),
            Column("sex", Kind.CODE, ("sex__code",), "Sex as registered.", SEX_GENDER),
            Column(
                "age_band",
                Kind.CODE,
                ("birth_date", "registered_at"),
                "Band of the age on the day of registration.",
                AGE_BANDS,
                derive=age_band,
            ),
            Column("education", Kind.CODE, ("education__code",), "Level of education.", EDUCATION),
        ),
    )
)


def _links(at: datetime) -> Iterable[QuerySet[Any]]:
    links = Relationship.objects.filter(person__registered_at__lte=at).exclude(end_reason__in=["MISTAKE", "MERGED"])
    return [links.order_by("pk")]


register(
    FactTable(
        name="family_links",
        about=(
            "One row per link of a person, from their end: a link between two files is two rows. No row id: what is "
            "counted opens no file of a family."
        ),
        model="people.Relationship",
        rows=_links,
        following=Following(_OF_PERSON, _registered("person__")),
        columns=(
            Column("person", Kind.PERSON, ("person_id",), "The person, keyed."),
            Column(
                "kind",
                Kind.CODE,
                ("kind",),
                "What the relative is to the person.",
                of_choices("family_link", Relationship.Kind),
            ),
            Column(
                "both_have_files",
                Kind.FLAG,
                ("relative_id",),
                "The relative has a file too.",
                derive=lambda relative: relative is not None,
            ),
            Column("born_in_peru", Kind.FLAG, ("born_in_peru",), "The relative was born in Peru."),
            Column("lives_together", Kind.FLAG, ("lives_together",), "They live together."),
            Column(
                "since", Kind.MONTH, ("since",), "Month since when it stands, if it was said.", derive=first_of_month
            ),
            Column("month", Kind.MONTH, ("recorded_at",), "Month in which it was recorded.", derive=month_of),
            Column("ended", Kind.FLAG, ("ended_at",), "It no longer stands.", derive=lambda ended: ended is not None),
            Column(
                "end_reason",
                Kind.CODE,
                ("end_reason",),
                "Why it no longer stands.",
                of_choices("end_of_link", EndReason),
            ),
            Column("source", Kind.CODE, ("source",), "How it is known.", of_choices("source", Source)),
        ),
    )
)


def _protections() -> dict[str, str]:
    return {code: code for code in MigratoryStatus.objects.order_by().values_list("protection", flat=True).distinct()}


def _situations(at: datetime) -> Iterable[QuerySet[Any]]:
    rows = MigratorySituation.objects.filter(is_mistake=False, person__registered_at__lte=at)
    return [rows.annotate(written=Coalesce("recorded_at", "person__registered_at")).order_by("pk")]


register(
    FactTable(
        name="situations",
        about=(
            "One row per migratory situation that a person has or had. Whoever was regular at the end of a month is "
            "whoever has a regular row that began by that month and had not ended in it."
        ),
        model="people.MigratorySituation",
        rows=_situations,
        following=Following(_OF_PERSON, _registered("person__")),
        columns=(
            Column("person", Kind.PERSON, ("person_id",), "The person, keyed."),
            Column("status", Kind.CODE, ("status__code",), "Migratory status.", STATUSES),
            Column("regularity", Kind.CODE, ("status__regularity",), "Regular or irregular.", REGULARITIES),
            Column(
                "protection",
                Kind.CODE,
                ("status__protection",),
                "Refugee or asylum seeker, where the status says so.",
                CodeList("protection", _protections),
            ),
            Column(
                "since",
                Kind.MONTH,
                ("since", "written"),
                "From which month; that in which it was written down where nobody said.",
                derive=month_said,
            ),
            Column(
                "until",
                Kind.MONTH,
                ("until", "ended_at"),
                "The month in which it was so no more; empty while it is.",
                derive=month_said,
            ),
            Column("source", Kind.CODE, ("source",), "Where it comes from.", of_choices("source", Source)),
        ),
    )
)


def _people_by_disability(at: datetime) -> Iterable[QuerySet[Any]]:
    asked = Characteristic.objects.filter(kind=Of.DISABILITY, ended_at=None, person__registered_at__lte=at)
    return [asked.order_by("pk")]


def _disability(answers: dict[str, str] | None) -> str:
    return disability_status(answers or {}, COUNTING)


register(
    FactTable(
        name="people_by_disability",
        about=(
            "Disability by the Washington Group short set, for those who answered. No row id, no place, no month, and "
            "people keyed apart from every other table, so that nothing joins it to a file, an office or a case."
        ),
        model="people.Characteristic",
        rows=_people_by_disability,
        following=Following(_OF_PERSON, _registered("person__")),
        columns=(
            Column(
                "person", Kind.PERSON, ("person_id",), "The person, keyed for this table alone.", keyed_as="disability"
            ),
            Column(
                "disability",
                Kind.CODE,
                ("sealed",),
                "At least a lot of difficulty in one of six domains.",
                of_choices("disability", Disability),
                derive=_disability,
            ),
            Column("sex", Kind.CODE, ("person__sex__code",), "Sex as registered.", SEX_GENDER),
            Column(
                "age_band",
                Kind.CODE,
                ("person__birth_date", "person__registered_at"),
                "Band of the age on the day of registration.",
                AGE_BANDS,
                derive=age_band,
            ),
        ),
    )
)
