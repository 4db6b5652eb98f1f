"""What may be counted of people. Where they live leaves as a department, their age as a band, and no name at all."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from ayni.access.models import Office, Organisation
from ayni.codelists.models import AgeBand, Country, EducationLevel, Language, MigratoryStatus, SexGender, Territory
from ayni.facts.periods import age_band, day_of, month_of
from ayni.facts.registry import CodeList, Column, FactTable, Kind, of_table, register

from .models import Person

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
