"""What may be counted of people. Where they live leaves as a department, their age as a band, and no name at all."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from ayni.access.models import Office, Organisation
from ayni.codelists.models import AgeBand, Country, EducationLevel, Language, MigratoryStatus, SexGender, Territory
from ayni.facts.periods import age_band, day_of, month_of
from ayni.facts.registry import CodeList, Column, FactTable, Kind, of_choices, of_table, register

from .models import EndReason, HouseholdMember, Person, Relationship
from .models.families import has_peruvian_born_child_q
from .models.sources import Source

AGE_BANDS = of_table("age_band", AgeBand)
COUNTRIES = of_table("country", Country)
EDUCATION = of_table("education", EducationLevel)
OFFICES = of_table("office", Office, label="name")
ORGANISATIONS = of_table("organisation", Organisation, label="name")
SEX_GENDER = of_table("sex_gender", SexGender)


def _departments() -> dict[str, str]:
    rows = Territory.objects.filter(level=Territory.Level.DEPARTMENT).order_by("pk")
    return dict(rows.values_list("code", "label_es"))


def _regularities() -> dict[str, str]:
    return {code: code for code in MigratoryStatus.objects.order_by().values_list("regularity", flat=True).distinct()}


DEPARTMENTS = CodeList("department", _departments)
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


def _people(at: datetime) -> Iterable[QuerySet[Any]]:
    people = Person.objects.filter(registered_at__lte=at).order_by("pk")
    first = FilteredRelation("nationalities", condition=Q(nationalities__order=1, nationalities__ended_at=None))
    now = FilteredRelation("situations", condition=Q(situations__is_current=True))
    return [
        people.annotate(
            first=first,
            now=now,
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
            Column(
                "status",
                Kind.CODE,
                ("status",),
                "Migratory status now.",
                of_table("migratory_status", MigratoryStatus),
            ),
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
            Column("department", Kind.CODE, ("district__department_code",), "Department of residence.", DEPARTMENTS),
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


def _month(day: date | None) -> date | None:
    return day.replace(day=1) if day else None


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
            Column("since", Kind.MONTH, ("since",), "Month since when it stands, if it was said.", derive=_month),
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
