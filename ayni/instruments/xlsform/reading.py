"""A spreadsheet as a form. Whatever is outside of the subset names its sheet, row and column."""

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Set
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from ayni.lib.errors import RuleBroken

from .expressions import CannotUnderstand, Tree, columns_in, names_in, parse

MOST_BYTES, MOST_QUESTIONS, MOST_CHOICES = 5 * 1024 * 1024, 500, 5_000
DEEPEST = 2
"""Households, and the people of each: what is deeper nobody finds again on a telephone."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
ASKED = frozenset({"text", "integer", "decimal", "date", "select_one", "select_multiple"})
SAID = frozenset({"note", "calculate"})
OF_THE_DEVICE = frozenset({"start", "end", "today", "deviceid", "username"})
"""What an application on a telephone notes by itself. Here nothing of it is noted."""
SURVEY = frozenset({
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation",
    "choice_filter", "default", "appearance", "required_message",
})  # fmt: skip
TRANSLATED = frozenset({"label", "hint", "constraint_message", "required_message"})
EXPRESSIONS = ("relevant", "constraint", "calculation", "choice_filter")
_BROKEN = (InvalidFileException, KeyError, ValueError, OSError, TypeError, AttributeError, IndexError)


class CannotReadForm(RuleBroken):
    """Says where and what."""


class Place:
    """Of a cell that is refused."""

    def __init__(self, sheet: str, row: int) -> None:
        self.sheet, self.row = sheet, row

    def refuse(self, column: str, why: str) -> CannotReadForm:
        return CannotReadForm(
            _("Sheet %(sheet)s, row %(row)d, column %(column)s: %(why)s.")
            % {"sheet": self.sheet, "row": self.row, "column": column, "why": why}
        )


Cells = dict[str, str]
Definition = dict[str, Any]
"""{"title", "languages", "items": [{"kind", "name", "texts", …}], "lists": {list: [{"value", "texts", "columns"}]}}:
plain values, as they are kept. An expression is kept as it was written, and was understood."""


def read(content: bytes) -> Definition:
    """Raises CannotReadForm."""
    sheets = _sheets(content)
    if "survey" not in sheets:
        raise CannotReadForm(_("This is no XLSForm: it has no sheet “survey”."))
    lists = _lists(sheets.get("choices", []))
    settings = next(iter(sheets.get("settings", [])), (2, {}))[1]
    items = _items(sheets["survey"], lists)
    used = {item["list"] for item in items if item.get("list")}
    title = settings.get("form_title", "").strip()
    if not title:
        raise Place("settings", 2).refuse("form_title", _("a title is missing"))
    languages = sorted({code for item in items for code in item["texts"].get("label", {}) if code})
    return {
        "title": title[:200], "languages": languages, "items": items,
        "lists": {name: rows for name, rows in lists.items() if name in used},
    }  # fmt: skip


def _sheets(content: bytes) -> dict[str, list[tuple[int, Cells]]]:
    if len(content) > MOST_BYTES:
        raise CannotReadForm(_("The form is larger than 5 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return {page.title.strip().lower(): list(_rows(page)) for page in book.worksheets}
    except CannotReadForm:
        raise
    except Exception as broken:
        # A zip that lies breaks the reader in many ways, and each is the same to whoever uploaded it.
        raise CannotReadForm(_("The form cannot be read. Save it again as XLSX.")) from broken


def _rows(page: Any) -> Iterator[tuple[int, Cells]]:
    page.reset_dimensions()
    rows = page.iter_rows(values_only=True)
    names = [_cell(value).lower() for value in next(rows, ())][:120]
    for number, values in enumerate(rows, 2):
        if number > MOST_CHOICES + 2:
            raise CannotReadForm(_("A sheet of a form has at most %(most)d rows.") % {"most": MOST_CHOICES})
        cells = {name: _cell(value) for name, value in zip(names, values, strict=False) if name and _cell(value)}
        if cells:
            yield number, cells


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else " ".join(str(value).split())[:2_000]


def _texts(cells: Cells) -> dict[str, dict[str, str]]:
    """{column: {language: words}}; the empty language is the one that the form is written in."""
    found: dict[str, dict[str, str]] = {}
    for name, value in cells.items():
        column, _sign, language = name.partition("::")
        if column in TRANSLATED:
            found.setdefault(column, {})[_language(language)] = value
    return found


def _language(said: str) -> str:
    """`english (en)` → en. Spanish is what forms are written in."""
    code = re.search(r"\(([a-z]{2,3})\)\s*$", said)
    short = code[1] if code else said.strip()[:3]
    return "" if short in {"", "es", "esp", "spa"} else short


def _lists(rows: list[tuple[int, Cells]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for number, cells in rows:
        place = Place("choices", number)
        name, value = cells.get("list_name") or cells.get("list name", ""), cells.get("name", "")
        if not name or not value:
            raise place.refuse("name" if name else "list_name", _("it is empty"))
        if " " in value or len(value) > 60:
            raise place.refuse("name", _("a value has no space and at most 60 characters"))
        if any(one["value"] == value for one in found.get(name, [])):
            raise place.refuse("name", _("“%(value)s” stands twice in its list") % {"value": value})
        others = {
            c: v for c, v in cells.items() if "::" not in c and c not in {"list_name", "list name", "name", "label"}
        }
        labels = _texts(cells).get("label", {})
        if not labels:
            raise place.refuse("label", _("it is empty"))
        found.setdefault(name, []).append({"value": value, "texts": labels, "columns": others})
    return found


def _items(rows: list[tuple[int, Cells]], lists: Mapping[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    open_ones: list[tuple[str, str]] = []
    known: set[str] = set()
    for number, cells in rows:
        place = Place("survey", number)
        _check_columns(cells, place)
        kind, _space, rest = cells.get("type", "").replace("begin_", "begin ").replace("end_", "end ").partition(" ")
        if kind == "end" and rest.strip() in {"group", "repeat"}:
            if not open_ones or open_ones[-1][0] != rest.strip():
                raise place.refuse("type", _("nothing of the kind is open here"))
            open_ones.pop()
            items.append({"kind": f"end {rest.strip()}", "name": "", "texts": {}})
            continue
        if kind in OF_THE_DEVICE and not rest:
            continue
        item = _item(kind, rest.strip(), cells, place, lists)
        _check_name(item, known, place)
        _check_expressions(item, cells, known, place, lists)
        _open(item, open_ones, place)
        known.add(item["name"])
        items.append(item)
    if open_ones:
        raise Place("survey", rows[-1][0]).refuse("type", _("“%(name)s” is not closed") % {"name": open_ones[-1][1]})
    if not 0 < len(items) <= MOST_QUESTIONS:
        raise Place("survey", 2).refuse("type", _("a form has from 1 to %(most)d rows") % {"most": MOST_QUESTIONS})
    return items


def _check_columns(cells: Cells, place: Place) -> None:
    for name in cells:
        column, sign, _language = name.partition("::")
        if column not in SURVEY or (sign and column not in TRANSLATED):
            raise place.refuse(name, _("this column is not known here; empty it"))


def _item(kind: str, rest: str, cells: Cells, place: Place, lists: Mapping[str, Any]) -> dict[str, Any]:
    whole = f"{kind} {rest}".strip()
    if kind == "begin" and rest in {"group", "repeat"}:
        said = whole
    elif kind in {"select_one", "select_multiple"}:
        if rest not in lists:
            raise place.refuse("type", _("there is no list “%(name)s” in the sheet choices") % {"name": rest})
        said = kind
    elif kind in ASKED | SAID and not rest:
        said = kind
    else:
        raise place.refuse("type", _("“%(kind)s” is not known here") % {"kind": whole})
    item: dict[str, Any] = {"kind": said, "name": cells.get("name", ""), "texts": _texts(cells)}
    if said.startswith("select"):
        item["list"] = rest
    if cells.get("required", "").lower() in {"yes", "true", "true()", "1", "sí", "si"}:
        item["required"] = True
    item |= {name: cells[name] for name in (*EXPRESSIONS, "default") if cells.get(name)}
    if said in ASKED and not item["texts"].get("label"):
        raise place.refuse("label", _("a question has words"))
    if said == "calculate" and "calculation" not in item:
        raise place.refuse("calculation", _("it is empty"))
    return item


def _check_name(item: dict[str, Any], known: Set[str], place: Place) -> None:
    if not NAME.fullmatch(item["name"]):
        raise place.refuse("name", _("a name has letters, digits and _, begins with a letter, at most 40"))
    if item["name"] in known:
        raise place.refuse("name", _("“%(name)s” stands twice") % {"name": item["name"]})


def _check_expressions(
    item: dict[str, Any], cells: Cells, known: Set[str], place: Place, lists: Mapping[str, Any]
) -> None:
    for column in EXPRESSIONS:
        if not (said := cells.get(column)):
            continue
        try:
            tree = parse(said)
        except CannotUnderstand as wrong:
            raise place.refuse(column, str(wrong)) from wrong
        # Earlier ones only: a form is worked out from above to below, and nothing waits for itself.
        if later := sorted(names_in(tree) - known - ({item["name"]} if column == "constraint" else set())):
            raise place.refuse(column, _("“%(name)s” is no earlier question") % {"name": later[0]})
        _check_bare(tree, column, item, place, lists)


def _check_bare(tree: Tree, column: str, item: dict[str, Any], place: Place, lists: Mapping[str, Any]) -> None:
    bare = columns_in(tree)
    rows = lists.get(item.get("list", ""), []) if column == "choice_filter" else []
    there = {name for row in rows for name in row["columns"]} | ({"name"} if rows else set())
    if unknown := sorted(bare - there):
        raise place.refuse(column, _("“%(name)s” is not known here") % {"name": unknown[0]})


def _open(item: dict[str, Any], open_ones: list[tuple[str, str]], place: Place) -> None:
    if not item["kind"].startswith("begin"):
        return
    what = item["kind"].partition(" ")[2]
    if what == "repeat" and sum(kind == "repeat" for kind, _name in open_ones) >= DEEPEST:
        raise place.refuse("type", _("a repeat stands inside of one other repeat at most"))
    open_ones.append((what, item["name"]))
