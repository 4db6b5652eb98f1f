"""What the files of the protocols must look like, how their free text is read by the reviewed tables, and what no table
knows yet."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ayni.codelists.listing import CONFIDENCE, CONFIDENCES, SOURCE, confidences
from ayni.codelists.reference import INSTITUTIONS, NORMS, PROFILES, PROFILES_EXTRA, STATUSES, STATUSES_EXTRA, URGENCIES
from ayni.codelists.spanish import Words
from ayni.codelists.tables import Column, File, Problem, Row, Table, Tables, one_of, text, whole
from ayni.codelists.tables import code as a_code
from ayni.codelists.tables import day as a_day

from .models import ConsentRule, DeadlineKind, DeadlineUnit

PATHWAYS, GENERAL, NAMES = "reference/referral_pathways.csv", "protocol_general.csv", "protocol_names.csv"
PLAIN = "plain_steps.csv"
DEADLINES, BASES, CONSENTS = "map_deadlines.csv", "map_legal_basis.csv", "map_consent_rules.csv"


def rows_of_one_protocol_agree(table: Table) -> list[Problem]:
    first: dict[str, Row] = {}
    found = []
    for row in table:
        same = first.setdefault(row["pathway_code"], row)
        if row["profile_codes"] != same["profile_codes"]:
            expected = _("the same profiles as line %(line)s, which is of the same protocol") % {"line": same.line}
            found.append(table.problem(row, "profile_codes", expected))
    return found


def amounts_have_a_unit(table: Table) -> list[Problem]:
    expected = _("an amount and a unit, or neither")
    return [table.problem(row, "unit", expected) for row in table if (row["amount"] is None) != (row["unit"] == "")]


def _steps(name: str) -> File:
    return File(
        name,
        (
            Column("code", a_code(), required=True),
            Column("pathway_code", a_code(), required=True),
            Column("profile_codes", a_code(), required=True, refers=PROFILES, many=True),
            Column("step", whole(1, 200), required=True),
            Column("actor_code", a_code(20), required=True, refers=INSTITUTIONS),
            Column("action_es", text(300), required=True),
            Column("action_en", text(300)),
            Column("deadline_text_es", text(120)),
            Column("deadline_hours", whole(0, 32767)),
            Column("deadline_kind", one_of(DeadlineKind.values)),
            Column("urgency", text(60), required=True),
            Column("legal_basis", text(300)),
            Column("consent_rule", text(200)),
            CONFIDENCE,
        ),
        checks=(rows_of_one_protocol_agree,),
    )


FILES = [
    _steps(PATHWAYS),
    _steps(GENERAL),
    File(
        NAMES,
        (
            Column("pathway_code", a_code(), required=True),
            Column("name_es", text(200), required=True),
            Column("in_force_since", a_day, required=True),
            SOURCE,
            CONFIDENCE,
        ),
    ),
    File(PLAIN, (Column("code", a_code(), required=True), Column("plain_es", text(300), required=True))),
    File(
        DEADLINES,
        (
            Column("deadline_text_es", text(120), required=True),
            Column("deadline_hours", whole(0, 32767)),
            Column("actor_code", a_code(20), refers=INSTITUTIONS),
            Column("amount", whole(1, 32767)),
            Column("unit", one_of(DeadlineUnit.values)),
            Column("reason", text(2000), required=True),
        ),
        key=("deadline_text_es", "deadline_hours", "actor_code"),
        checks=(amounts_have_a_unit,),
    ),
    File(
        BASES,
        (
            Column("fragment", text(300), required=True),
            Column("norm_codes", a_code(), refers=NORMS, many=True),
            Column("kind", one_of(["norm", "source", "practice", "none"]), required=True),
        ),
    ),
    File(
        CONSENTS,
        (
            Column("text", text(200), required=True),
            Column("consent_rule", one_of(ConsentRule.values), required=True),
        ),
    ),
]


@dataclass(frozen=True)
class Step:
    fields: dict[str, Any]
    actor: str
    norms: list[str]
    plain: str = ""
    """As the person is told of it. Other words make no other version: what is done stays the same."""


@dataclass(frozen=True)
class Draft:
    """What the data says of one protocol."""

    code: str
    name: str
    since: date
    is_general: bool
    profiles: list[str]
    approaches: str
    steps: list[Step] = field(default_factory=list)

    def said(self) -> dict[str, Any]:
        """All that makes a version: what differs here is another version."""
        steps = [{**step.fields, "actor": step.actor, "norms": step.norms} for step in self.steps]
        return {
            "name": self.name,
            "is_general": self.is_general,
            "profiles": self.profiles,
            "approaches": self.approaches,
            "steps": steps,
        }


class Reading:
    """The reviewed tables, ready to be asked. What they do not know is counted in `unmatched`."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.deadlines = {
            (row["deadline_text_es"], row["deadline_hours"], row["actor_code"]): (row["amount"], row["unit"])
            for row in tables[DEADLINES]
        }
        self.bases = {row["fragment"]: row["norm_codes"] for row in tables[BASES]}
        self.consents: dict[str, str] = {row["text"]: row["consent_rule"] for row in tables[CONSENTS]}
        self.urgencies: dict[tuple[str, str], str] = {
            (row["file"], row["text"]): row["urgency"] for row in tables[URGENCIES]
        }
        self.confidences = confidences(tables)
        self.in_spanish = Words(tables)
        self.plain: dict[str, str] = {row["code"]: row["plain_es"] for row in tables[PLAIN]}
        self.unmatched: Counter[tuple[str, str, str]] = Counter()

    def deadline(self, file: str, row: Row) -> tuple[int | None, str]:
        """Amount and unit. Text that the table does not know is held to its hours, if the source gives them."""
        said, hours = row["deadline_text_es"], row["deadline_hours"]
        for actor in (row["actor_code"], ""):
            if (said, hours, actor) in self.deadlines:
                return self.deadlines[said, hours, actor]
        if said:
            self.unmatched[file, "deadline_text_es", said] += 1
        return (hours, DeadlineUnit.HOURS.value) if hours else (None, "")

    def norms(self, file: str, row: Row) -> list[str]:
        found: list[str] = []
        for part in row["legal_basis"].split(";"):
            fragment = part.strip()
            if fragment and fragment not in self.bases:
                self.unmatched[file, "legal_basis", fragment] += 1
            found += [norm for norm in self.bases.get(fragment, []) if norm not in found]
        return found

    def consent(self, file: str, row: Row) -> str:
        said = row["consent_rule"] or "-"
        if said not in self.consents:
            self.unmatched[file, "consent_rule", said] += 1
        return self.consents.get(said, ConsentRule.UNKNOWN.value)

    def urgency(self, file: str, said: str, column: str) -> str:
        source = "referral_pathways.csv" if file in {PATHWAYS, GENERAL} else "vulnerability_profiles.csv"
        if (source, said) not in self.urgencies:
            self.unmatched[file, column, said] += 1
        return self.urgencies.get((source, said), "ORDINARY")


def drafts(reading: Reading) -> list[Draft]:
    """The protocols that the data describes, with their steps in order."""
    names = {row["pathway_code"]: row for row in reading.tables[NAMES]}
    approaches = {row["code"]: row["approaches"] for row in reading.tables[PROFILES_EXTRA]}
    found: dict[str, Draft] = {}
    for file in (PATHWAYS, GENERAL):
        for row in sorted(reading.tables[file], key=lambda row: (row["pathway_code"], row["step"])):
            code = row["pathway_code"]
            if code not in found:
                found[code] = _draft(row, names.get(code), approaches, is_general=file == GENERAL)
                if code not in names:
                    reading.unmatched[file, "pathway_code", code] += 1
            found[code].steps.append(_step(reading, file, row))
    return list(found.values())


def _draft(row: Row, named: Row | None, approaches: dict[str, list[str]], *, is_general: bool) -> Draft:
    mine = {approach for profile in row["profile_codes"] for approach in approaches.get(profile, [])}
    return Draft(
        code=row["pathway_code"],
        name=named["name_es"] if named else row["pathway_code"],
        since=named["in_force_since"] if named else date(2022, 1, 1),
        is_general=is_general,
        profiles=row["profile_codes"],
        approaches="|".join(sorted(mine)),
    )


def _step(reading: Reading, file: str, row: Row) -> Step:
    amount, unit = reading.deadline(file, row)
    fields = {
        "code": row["code"],
        "order": row["step"],
        "action_es": row["action_es"],
        "action_en": row["action_en"],
        "deadline_text": row["deadline_text_es"],
        "deadline_amount": amount,
        "deadline_unit": unit,
        "deadline_kind": row["deadline_kind"] or DeadlineKind.NONE.value,
        "urgency": reading.urgency(file, row["urgency"], "urgency"),
        "urgency_text": reading.in_spanish(row["urgency"]),
        "consent_rule": reading.consent(file, row),
        "consent_text": row["consent_rule"],
        "legal_basis": reading.in_spanish(row["legal_basis"]),
        "confidence": reading.confidences.get(row["confidence"], row["confidence"]),
    }
    return Step(fields, row["actor_code"], reading.norms(file, row), reading.plain.get(row["code"], ""))


def rest_unmatched(reading: Reading) -> None:
    """Count what no table knows outside the protocols: confidences, priorities, and rows that have none beside them."""
    for name, table in reading.tables.items():
        if name != CONFIDENCES:
            for row in table:
                if row.cells.get("confidence", "") not in reading.confidences:
                    reading.unmatched[name, "confidence", row["confidence"]] += 1
    for row in reading.tables[PROFILES]:
        reading.urgency(PROFILES, row["default_priority"], "default_priority")
    for file, extra in _beside(reading.tables):
        reading.unmatched[file, "code", extra] += 1


def _beside(tables: Tables) -> Iterator[tuple[str, str]]:
    pairs = [
        (PROFILES, PROFILES_EXTRA, "code"),
        (STATUSES, STATUSES_EXTRA, "code"),
        (INSTITUTIONS, "map_institution_category.csv", "institution_code"),
    ]
    for file, extra, column in pairs:
        for code in sorted(tables[file].column("code") - tables[extra].column(column)):
            yield file, code
