"""What the files of the public site must look like: two lists, and the folder of guides."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ayni.codelists.listing import CODE, CONFIDENCE, LABEL, LABEL_EN, SOURCE, Listing
from ayni.codelists.tables import BrokenTables, Column, File, Problem, Row, Tables, one_of, text, whole, yes_or_no
from ayni.codelists.tables import code as a_code

from . import drawings
from .models import AcceptedPaper, Confidence, EmergencyLine, HiringRule, OutsidePage, PublishedFigure, Service, Tongue
from .rules.guides import SLUG
from .rules.pictures import MOST
from .rules.texts import LINES, ONE_LINE, ROWS

GUIDES = "guides"
"""The folder in `data/`: one for each guide, named as its address."""
FACTS = "guide.toml"


def _line(row: Row, tables: Tables) -> dict[str, Any]:
    names = ("order", "number", "label_pt", "label_fr", "label_ht", "institution", "hours_es")
    return {name: row[name] for name in names} | {"is_emergency": row["emergency"]}


def _figure(row: Row, tables: Tables) -> dict[str, Any]:
    said = {name: row[name] for name in ("value", "comparator", "unit", "reference_date")}
    # How exact a number is says the source; that it was published is sure.
    return said | {"label_es": row["indicator_es"], "population": row["population_es"], "confidence": "high"}


def _take(*names: str) -> Callable[[Row, Tables], dict[str, Any]]:
    return lambda row, tables: {name: row[name] for name in names}


def _outside(row: Row, tables: Tables) -> dict[str, Any]:
    names = ("order", "theme", "owner", "address", "label_pt", "label_fr", "label_ht")
    return {name: row[name] for name in (*names, *(f"about_{one}" for one in Tongue.values))}


ORDER = Column("order", whole(1, 999), required=True)
IN_EVERY_TONGUE = (
    LABEL, Column("label_en", text(300), required=True), Column("label_pt", text(300), required=True),
    Column("label_fr", text(300), required=True), Column("label_ht", text(300), required=True),
)  # fmt: skip
OTHER_LABELS = ("label_pt", "label_fr", "label_ht")
BASIS = Column("legal_basis", text(300))

LISTINGS = [
    Listing(
        File("emergency_lines.csv", (
            CODE, Column("order", whole(1, 999), required=True), Column("number", text(20), required=True), LABEL,
            LABEL_EN, Column("label_pt", text(120)), Column("label_fr", text(120)), Column("label_ht", text(120)),
            Column("institution", a_code()), Column("emergency", yes_or_no, required=True),
            Column("hours_es", text(120)), SOURCE, CONFIDENCE,
        )),
        EmergencyLine,
        _line,
    ),
    Listing(
        File("reference/published_figures.csv", (
            CODE, Column("value", text(40), required=True), Column("comparator", text(4)), Column("unit", text(60)),
            Column("indicator_es", text(300), required=True), Column("population_es", text(200)),
            Column("reference_date", text(40)), SOURCE,
        )),
        PublishedFigure,
        _figure,
    ),
    Listing(
        File("hiring_rules.csv", (
            CODE, ORDER, Column("kind", one_of(HiringRule.Kind.values), required=True),
            Column("percent", whole(1, 100)), Column("of", one_of(HiringRule.Of.values)), *IN_EVERY_TONGUE, BASIS,
            SOURCE, CONFIDENCE,
        )),
        HiringRule,
        _take("order", "kind", "percent", "of", "legal_basis", *OTHER_LABELS),
    ),
    Listing(
        File("accepted_papers.csv", (
            CODE, ORDER, Column("service", one_of(AcceptedPaper.For.values), required=True),
            Column("holder", one_of(AcceptedPaper.Holder.values), required=True), *IN_EVERY_TONGUE,
            Column("answer", one_of(AcceptedPaper.Answer.values), required=True), BASIS, SOURCE, CONFIDENCE,
        )),
        AcceptedPaper,
        _take("order", "service", "holder", "answer", "legal_basis", *OTHER_LABELS),
    ),
    Listing(
        File("outside_pages.csv", (
            CODE, ORDER, Column("theme", one_of(OutsidePage.Theme.values), required=True), Column("owner", a_code()),
            Column("address", text(300)), *IN_EVERY_TONGUE,
            *(Column(f"about_{one}", text(300), required=True) for one in Tongue.values), SOURCE, CONFIDENCE,
        )),
        OutsidePage,
        _outside,
    ),
]  # fmt: skip

FILES = [listing.file for listing in LISTINGS]


@dataclass(frozen=True)
class Sentence(Problem):
    """A problem that says itself what is wrong and what to do."""

    def __str__(self) -> str:
        place = _("%(file)s, line %(line)s, column “%(column)s”") if self.column else _("%(file)s, line %(line)s")
        return f"{place % {'file': self.file, 'line': self.line, 'column': self.column}}: {self.expected}"


@dataclass
class Said:
    """What the folder of one guide says."""

    slug: str
    facts: dict[str, Any]
    confidence: str
    checked_on: date
    checked_by: str
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By language."""
    meanings: dict[str, int] = field(default_factory=dict)
    """Of the Spanish text its own, of a translation that of the Spanish text that it translates."""
    sources: dict[str, str] = field(default_factory=dict)
    """By language: the file as it is written, to find a line in."""

    def line(self, language: str, written: str) -> int:
        """Where it stands in the file; 1 if it is broken over lines there."""
        before, found, _after = self.sources[language].partition(written.splitlines()[0] if written else "\0")
        return before.count("\n") + 1 if found else 1

    def file(self, language: str) -> str:
        return f"{GUIDES}/{self.slug}/{language}.toml"


def read_guides(folder: Path) -> list[Said]:
    """Every guide of `data/guides/`, in the order of its folders. Raises BrokenTables with all that is wrong."""
    problems: list[Problem] = []
    found = [_guide(path, problems) for path in sorted((folder / GUIDES).glob("*/")) if path.is_dir()]
    if problems:
        raise BrokenTables(problems)
    return [one for one in found if one]


def _guide(path: Path, problems: list[Problem]) -> Said | None:
    before = len(problems)
    facts = _toml(path / FACTS, problems)
    if not SLUG.fullmatch(path.name):
        expected = _("a folder in small letters, digits and dashes")
        problems.append(Problem(f"{GUIDES}/{path.name}", 0, "", path.name, expected))
    if facts is None:
        return None
    problems += [_problem(path / FACTS, *wrong) for wrong in _wrong_facts(facts)]
    texts: dict[str, dict[str, Any]] = {}
    for file in sorted(path.glob("*.toml")):
        if file.name != FACTS and (text := _toml(file, problems)) is not None:
            texts[file.stem] = text
            problems += [_problem(file, *wrong) for wrong in (*_wrong_text(file.stem, text), *_wrong_alts(text))]
    if Tongue.ES not in texts:
        problems.append(Problem(f"{GUIDES}/{path.name}", 0, "", _("no Spanish text"), _("a file es.toml")))
    return _said(path, facts, texts) if len(problems) == before else None


def _said(path: Path, facts: dict[str, Any], texts: dict[str, dict[str, Any]]) -> Said:
    own = {"service", "order", "first", "discreet", "procedures", "norms", "needs", "sources", "pictures"}
    return Said(
        slug=path.name,
        facts={name: value for name, value in facts.items() if name in own},
        confidence=facts["confidence"],
        checked_on=facts["checked_on"],
        checked_by=facts["checked_by"],
        meanings={
            language: text.pop("revision" if language == Tongue.ES else "based_on", 1)
            for language, text in texts.items()
        },
        texts=texts,
        sources={language: (path / f"{language}.toml").read_text() for language in texts},
    )


def _name(path: Path) -> str:
    return f"{GUIDES}/{path.parent.name}/{path.name}"


def _problem(path: Path, name: str, found: str, expected: str) -> Problem:
    """In the line where something of this name stands; in the first if nothing does."""
    lines = path.read_text(encoding="utf-8").splitlines()
    begins = re.compile(rf"\s*(\[\[)?{re.escape(name)}\b")
    line = next((place for place, said in enumerate(lines, start=1) if name and begins.match(said)), 1)
    return Problem(_name(path), line, name, found, expected)


def _toml(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(_name(path), 0, "", _("no file"), _("a file of this name in the data folder")))
    except UnicodeDecodeError:
        problems.append(Problem(_name(path), 0, "", _("bytes that are not UTF-8"), _("text in UTF-8")))
    except tomllib.TOMLDecodeError as wrong:
        place = re.search(r"line (\d+)", str(wrong))
        problems.append(
            Problem(_name(path), int(place[1]) if place else 0, "", str(wrong), _("text as TOML writes it"))
        )
    return None


Wrong = tuple[str, str, str]
"""Column, what was found, what was expected."""


def _wrong_facts(facts: dict[str, Any]) -> Iterator[Wrong]:
    kinds: dict[str, type] = {
        "service": str, "order": int, "first": bool, "discreet": bool, "procedures": list, "norms": list,
        "needs": list, "confidence": str, "checked_on": date, "checked_by": str, "sources": list,
    }  # fmt: skip
    allowed = {"service": Service.values, "confidence": Confidence.values}
    for name, kind in kinds.items():
        value = facts.get(name)
        if not isinstance(value, kind):
            yield name, str(value), _("a value of this name: %(kind)s") % {"kind": kind.__name__}
        elif name in allowed and value not in allowed[name]:
            yield name, str(value), _("one of: %(values)s") % {"values": ", ".join(allowed[name])}
    if isinstance(facts.get("procedures"), list) and not facts.get("sources"):
        yield "sources", "", _("the rows of the reference data that it is true to")
    if not _are_pictures(facts.get("pictures", [])):
        expected = _(
            "at most %(most)s rows of place and name, each in a place of its own, with the name of one of: %(names)s"
        )
        told = {"most": MOST, "names": ", ".join(drawings.sizes())}
        yield "pictures", str(facts["pictures"])[:40], expected % told
    for name in sorted(set(facts) - {*kinds, "pictures"}):
        yield name, str(facts[name]), _("no such name")


def _are_pictures(rows: Any) -> bool:
    if not _is_list_of(rows, dict) or len(rows) > MOST or any(set(row) != {"place", "name"} for row in rows):
        return False
    places = {row["place"] for row in rows if isinstance(row["place"], int) and row["place"] >= 0}
    names = {row["name"] for row in rows if row["name"] in drawings.sizes()}
    return len(places) == len(names) == len(rows)


def _wrong_alts(text: dict[str, Any]) -> Iterator[Wrong]:
    said = text.get("alts", {})
    if not isinstance(said, dict) or not _is_list_of(list(said.values()), str):
        yield "alts", str(said)[:40], _("a text for each picture")


def _wrong_text(language: str, text: dict[str, Any]) -> Iterator[Wrong]:
    if language not in Tongue.values:
        yield "", language, _("one of: %(values)s") % {"values": ", ".join(Tongue.values)}
    meaning = "revision" if language == Tongue.ES else "based_on"
    if not isinstance(text.get(meaning, 1), int):
        yield meaning, str(text[meaning]), _("a whole number")
    for name in sorted(set(text) - {*ONE_LINE, *LINES, *ROWS, "alts", meaning}):
        yield name, str(text[name])[:40], _("no such part")
    for name in ONE_LINE:
        if not isinstance(text.get(name, ""), str):
            yield name, str(text[name])[:40], _("one text")
    for name in LINES:
        if not _is_list_of(text.get(name, []), str):
            yield name, str(text[name])[:40], _("a list of texts")
    for name, columns in ROWS.items():
        rows = text.get(name, [])
        if not _is_list_of(rows, dict) or any(set(row) - set(columns) or columns[0] not in row for row in rows):
            yield name, str(rows)[:40], _("rows of: %(columns)s") % {"columns": ", ".join(columns)}


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)
