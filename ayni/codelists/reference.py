"""What the files of the code lists must look like, and which entry each row becomes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from . import rules
from .listing import (
    CODE,
    CONFIDENCE,
    CONFIDENCES,
    LABEL,
    LABEL_EN,
    LATITUDE,
    LONGITUDE,
    NOTES,
    SOURCE,
    Listing,
)
from .models import (
    AgeBand,
    Approach,
    Barrier,
    Country,
    DocumentType,
    EducationLevel,
    Family,
    Holiday,
    Language,
    LegalNorm,
    MigratoryStatus,
    NeedSector,
    Profile,
    ServiceCategory,
    SexGender,
)
from .rights import BARRIERS, CATEGORIES, RIGHTS
from .short_lists import SHORT_LISTS
from .spanish import WORDS, Words
from .tables import Column, File, Problem, Row, Table, Tables, digits, one_of, pattern, text, whole, yes_or_no
from .tables import code as a_code
from .tables import day as a_day

DEPARTMENTS = "reference/ubigeo_departments.csv"
PROVINCES = "reference/ubigeo_provinces.csv"
DISTRICTS = "reference/ubigeo_districts.csv"
PROFILES, PROFILES_EXTRA = "reference/vulnerability_profiles.csv", "profiles_extra.csv"
STATUSES, STATUSES_EXTRA = "reference/migratory_statuses.csv", "migratory_statuses_extra.csv"
CATEGORIES_EXTRA, BARRIERS_EXTRA = "service_categories_extra.csv", "barriers_extra.csv"
SECTORS, NORMS = "reference/needs_sectors.csv", "reference/legal_norms.csv"
INSTITUTIONS = "reference/institutions.csv"
"""Loaded by `directory`; named here because other files refer to it."""
URGENCIES = "map_urgency.csv"
URGENCY_CODES = ["IMMEDIATE", "WITHIN_24H", "WITHIN_72H", "ORDINARY"]
"""Of `governance.Urgency`, which this app cannot see."""


def codes_are_of_inei(table: Table) -> list[Problem]:
    expected = _("INEI's code of this place; this is RENIEC's code of the same name")
    return [
        table.problem(row, "ubigeo", expected)
        for row in table
        if rules.system_of(row["ubigeo"], row["name"]) == rules.System.RENIEC
    ]


def codes_begin_with(parent: str) -> Callable[[Table], list[Problem]]:
    """A place stands in the place that its code says."""

    def check(table: Table) -> list[Problem]:
        expected = _("a code that begins with that of its %(parent)s") % {"parent": parent}
        return [table.problem(row, "ubigeo", expected) for row in table if not row["ubigeo"].startswith(row[parent])]

    return check


TERRITORY = [
    File(
        DEPARTMENTS,
        (Column("ubigeo", digits(2), required=True), Column("name", required=True), LATITUDE, LONGITUDE),
        checks=(codes_are_of_inei,),
    ),
    File(
        PROVINCES,
        (
            Column("ubigeo", digits(4), required=True),
            Column("department_ubigeo", digits(2), required=True, refers=DEPARTMENTS),
            Column("name", required=True),
            LATITUDE,
            LONGITUDE,
        ),
        checks=(codes_are_of_inei, codes_begin_with("department_ubigeo")),
    ),
    File(
        DISTRICTS,
        (
            Column("ubigeo", digits(6), required=True),
            Column("province_ubigeo", digits(4), required=True, refers=PROVINCES),
            Column("name", required=True),
            LATITUDE,
            LONGITUDE,
        ),
        checks=(codes_are_of_inei, codes_begin_with("province_ubigeo")),
    ),
]

MAPS = [
    WORDS,
    File(
        CONFIDENCES,
        (
            Column("text", text(60)),
            Column("confidence", one_of(["stated", "high", "medium", "low", "unknown"]), required=True),
        ),
    ),
    File(
        URGENCIES,
        (
            Column("file", one_of(["referral_pathways.csv", "vulnerability_profiles.csv"]), required=True),
            Column("text", text(60), required=True),
            Column("urgency", one_of(URGENCY_CODES), required=True),
        ),
        key=("file", "text"),
    ),
    File(
        PROFILES_EXTRA,
        (
            Column("code", a_code(), required=True, refers=PROFILES),
            Column("family", one_of(Family.values), required=True),
            Column("sensitivity", one_of(["ORDINARY", "PROTECTED", "RESTRICTED"]), required=True),
            Column("approaches", one_of(Approach.values), many=True),
        ),
    ),
    File(
        STATUSES_EXTRA,
        (
            Column("code", a_code(), required=True, refers=STATUSES),
            Column("regularity", one_of(["regular", "irregular", "national", "unknown"]), required=True),
            Column("protection", one_of(["refugee", "applicant", "asylee"])),
        ),
    ),
    File(
        BARRIERS_EXTRA,
        (
            Column("code", a_code(), required=True, refers=BARRIERS),
            Column("norm_codes", a_code(), refers=NORMS, many=True),
            Column("guidance_es", text(2000), required=True),
            SOURCE,
            CONFIDENCE,
        ),
    ),
    File(
        CATEGORIES_EXTRA,
        (Column("code", a_code(), required=True, refers=CATEGORIES), Column("right_es", text(120), required=True)),
    ),
]


def _beside(tables: Tables, name: str, code: str) -> Row | None:
    """The row that one of our own tables holds beside a row of the source."""
    return next((row for row in tables[name] if row["code"] == code), None)


def _country(row: Row, tables: Tables) -> dict[str, Any]:
    return {"alpha2": row["alpha2"]}


def _language(row: Row, tables: Tables) -> dict[str, Any]:
    return {"order": row["order"]}


def _document_type(row: Row, tables: Tables) -> dict[str, Any]:
    return {
        "pattern": row["regex"],
        "example": Words(tables)(row["example_format"]),
        "check_rule": row["check_rule"],
        "issuer": row["issuer"],
        "expires": row["expires"],
        "identity_document": row["identity_doc_in_peru"],
        "note": row["notes"],
    }


def _status(row: Row, tables: Tables) -> dict[str, Any]:
    extra = _beside(tables, STATUSES_EXTRA, row["code"])
    return {
        "group": row["group"],
        "regularity": extra["regularity"] if extra else "unknown",
        "protection": extra["protection"] if extra else "",
        "legal_basis": row["legal_basis"],
        "note": row["notes"],
    }


def _profile(row: Row, tables: Tables) -> dict[str, Any]:
    """A profile that our own table does not know yet is protected and unplaced until somebody reads it."""
    extra = _beside(tables, PROFILES_EXTRA, row["code"])
    urgencies = {r["text"]: r["urgency"] for r in tables[URGENCIES] if r["file"] == "vulnerability_profiles.csv"}
    in_spanish = Words(tables)
    return {
        "family": extra["family"] if extra else Family.NEEDS.value,
        "default_urgency": urgencies.get(row["default_priority"], "ORDINARY"),
        "sensitivity": extra["sensitivity"] if extra else "PROTECTED",
        "mandatory_notification": in_spanish(row["mandatory_notification"]),
        "lead_institution": row["lead_institution"],
        "pathway_code": row["pathway_code"],
        "approaches": "|".join(extra["approaches"]) if extra else "",
        "note": in_spanish(row["notes"]),
    }


def _sector(row: Row, tables: Tables) -> dict[str, Any]:
    return {"parent_code": row["parent_code"]}


def _category(row: Row, tables: Tables) -> dict[str, Any]:
    extra = _beside(tables, CATEGORIES_EXTRA, row["code"])
    return {
        "parent_code": row["parent_code"],
        "need_sector": row["r4v_sector"],
        "right_es": extra["right_es"] if extra else "",
    }


def _education(row: Row, tables: Tables) -> dict[str, Any]:
    return {"order": row["order"], "isced": row["isced_2011"]}


def _sex_gender(row: Row, tables: Tables) -> dict[str, Any]:
    return {"dimension": row["dimension"], "public": row["default_public"]}


def _age_band(row: Row, tables: Tables) -> dict[str, Any]:
    return {"scheme": row["scheme"], "min_age": row["min_age"], "max_age": row["max_age"]}


def _norm(row: Row, tables: Tables) -> dict[str, Any]:
    columns = ("number", "year", "topic", "status")
    return {"kind": row["type"], "note": row["notes"]} | {name: row[name] for name in columns}


def _holiday(row: Row, tables: Tables) -> dict[str, Any]:
    return {"day": row["day"], "kind": row["kind"]}


def _barrier(row: Row, tables: Tables) -> dict[str, Any]:
    extra = _beside(tables, BARRIERS_EXTRA, row["code"])
    return {
        "category": row["category"],
        "guidance_es": extra["guidance_es"] if extra else "",
        "norms": "|".join(extra["norm_codes"]) if extra else "",
    }


GROUPS = ["temporal", "residente", "permiso", "condicion", "situacion"]
DIMENSIONS = ["sex", "gender_identity", "sexual_orientation"]
KINDS_OF_NORM = ["constitucion", "ley", "dl", "ds", "rs", "internacional", "otro"]
SHORT = text(120)

LISTINGS = [
    Listing(
        File(
            "countries.csv",
            (Column("code", a_code(3), required=True), Column("alpha2", text(2)), LABEL, LABEL_EN, SOURCE, CONFIDENCE),
        ),
        Country,
        _country,
    ),
    Listing(
        File(
            "languages.csv",
            (
                Column("code", a_code(3), required=True),
                LABEL,
                LABEL_EN,
                Column("order", whole(), required=True),
                SOURCE,
                CONFIDENCE,
            ),
        ),
        Language,
        _language,
    ),
    Listing(
        File("reference/document_types.csv", (
            CODE, LABEL, LABEL_EN, Column("issuer", SHORT), Column("regex", pattern), Column("example_format", SHORT),
            Column("check_rule", SHORT), Column("expires", one_of(["yes", "no", "unknown"])),
            Column("identity_doc_in_peru", SHORT), SOURCE, CONFIDENCE, NOTES,
        )),
        DocumentType,
        _document_type,
    ),
    Listing(
        File(STATUSES, (
            CODE, Column("group", one_of(GROUPS), required=True), LABEL, LABEL_EN, Column("legal_basis"), SOURCE,
            CONFIDENCE, NOTES,
        )),
        MigratoryStatus,
        _status,
    ),
    Listing(
        File(SECTORS, (CODE, Column("parent_code", a_code(), refers=SECTORS), LABEL, LABEL_EN, CONFIDENCE)),
        NeedSector,
        _sector,
    ),
    Listing(
        File(CATEGORIES, (
            CODE, Column("parent_code", a_code(), refers=CATEGORIES), LABEL, LABEL_EN, SOURCE,
            Column("r4v_sector", a_code(), refers=SECTORS), CONFIDENCE,
        )),
        ServiceCategory,
        _category,
    ),
    Listing(
        File("reference/education_levels.csv", (
            CODE, Column("order", whole(), required=True), LABEL, LABEL_EN, Column("isced_2011", text(4)), CONFIDENCE,
        )),
        EducationLevel,
        _education,
    ),
    Listing(
        File("reference/sex_gender.csv", (
            CODE, Column("dimension", one_of(DIMENSIONS), required=True), LABEL, LABEL_EN,
            Column("default_public", yes_or_no, required=True), CONFIDENCE,
        )),
        SexGender,
        _sex_gender,
    ),
    Listing(
        File("reference/age_bands.csv", (
            CODE, Column("scheme", text(20), required=True), LABEL, Column("min_age", whole(0, 130), required=True),
            Column("max_age", whole(0, 130)), SOURCE,
        )),
        AgeBand,
        _age_band,
    ),
    Listing(
        File(NORMS, (
            CODE, Column("type", one_of(KINDS_OF_NORM), required=True), Column("number", text(60), required=True),
            Column("title_es", required=True), Column("year", whole(1800, 2100)),
            Column("topic", text(40), required=True),
            SOURCE, Column("status", text(60), required=True), CONFIDENCE, NOTES,
        )),
        LegalNorm,
        _norm,
    ),
    Listing(
        File("holidays.csv", (
            Column("day", a_day, required=True), Column("name", SHORT, required=True),
            Column("kind", one_of(["national", "non_working"]), required=True), SOURCE, CONFIDENCE,
        )),
        Holiday,
        _holiday,
    ),
    Listing(
        File(BARRIERS, (CODE, Column("category", text(20), required=True), LABEL, LABEL_EN, SOURCE)), Barrier, _barrier
    ),
    RIGHTS,
    *SHORT_LISTS,
]  # fmt: skip

PROFILE_LISTING = Listing(
    File(
        PROFILES,
        (
            CODE,
            LABEL,
            LABEL_EN,
            SOURCE,
            Column("default_priority", text(20), required=True),
            Column("mandatory_notification", SHORT),
            Column("lead_institution", a_code(20), refers=INSTITUTIONS),
            Column("pathway_code", a_code()),
            CONFIDENCE,
            NOTES,
        ),
    ),
    Profile,
    _profile,
)

FILES = [*TERRITORY, *MAPS, *(listing.file for listing in [*LISTINGS, PROFILE_LISTING])]
