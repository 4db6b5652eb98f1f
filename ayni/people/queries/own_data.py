"""A person's own data, from every table that reaches them: for machines and, from the same, for paper.

Which tables those are follows from the foreign keys, so that a table added later is in the copy by itself. What is not
handed over says why. Staff appear as their office, other people not at all, save as the person named them. Rows of
cases that whoever makes the copy may not see are left to the team of that case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet
from django.utils.functional import Promise

from ayni.access.models import User
from ayni.codelists import queries as codelists
from ayni.people import hooks
from ayni.people.models import Characteristic, Handover, Person
from ayni.people.rules.characteristics import KINDS

FORMAT, VERSION = "ayni.own-data", 1
_DEFAULT = hooks.OwnData("", "")


@dataclass(frozen=True)
class Cell:
    """One value of a row: `value` as Python has it, `kind` for whoever writes it out."""

    name: str
    label: str
    kind: str
    """text, moment, day, yes, code or lines."""
    value: Any

    @property
    def plain(self) -> Any:
        """As JSON holds it."""
        if isinstance(self.value, datetime | date):
            return self.value.isoformat()
        return self.value if isinstance(self.value, str | int | float | bool | list | dict | None) else str(self.value)


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    withheld: str = ""

    @property
    def told(self) -> list[Cell]:
        """What stands on the paper: labelled, and with something in it."""
        return [cell for cell in self.cells if cell.label and cell.value not in (None, "", [], {})]


@dataclass(frozen=True)
class Table:
    model: str
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Withheld:
    """What is not handed over, and why. `field` is empty for a whole table."""

    model: str
    title: str
    field: str
    why: str


@dataclass(frozen=True)
class Copy:
    tables: list[Table]
    withheld: list[Withheld]


def copy_of(person: Person, user: User) -> Copy:
    """All that this user may hand over of this person."""
    tables = [table for label in labels() if (table := _table(label, person, user)).rows]
    return Copy(tables, withheld())


def labels() -> list[str]:
    """Every table of a copy, the person first, then as close as they stand to the person."""
    known = paths()
    apart = [label for label, told in hooks.OWN_DATA.items() if told.rows and label not in known]
    return in_order([label for label in [*known, *apart] if "*" not in told_of(label).withheld])


def in_order(found: Iterable[str]) -> list[str]:
    """This app first, then app by app from the lowest, as each lists its tables."""
    # `INSTALLED_APPS` goes down the map.
    apps_of = ["people", *(config.label for config in reversed(list(apps.get_app_configs())))]
    told = list(hooks.OWN_DATA)

    def place(label: str) -> tuple[int, int]:
        return apps_of.index(label.split(".")[0]), told.index(label) if label in told else len(told)

    return sorted(found, key=place)


def withheld() -> list[Withheld]:
    """What no copy has, with the reasons: the same for everybody."""
    found = []
    for label, told in hooks.OWN_DATA.items():
        for name, why in told.withheld.items():
            field = "" if name == "*" else name
            found.append(Withheld(label, str(told.title), field, str(why)))
    return found


def told_of(label: str) -> hooks.OwnData:
    return hooks.OWN_DATA.get(label, _DEFAULT)


@cache
def paths() -> dict[str, str]:
    """Label of every table that reaches a person → the shortest path of foreign keys, such as "case__person"."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("ayni.")]
    known: dict[type[Model], str] = {Person: ""}
    while True:
        found = {m: path for m in ours if m not in known and (path := _path(m, known)) is not None}
        if not found:
            return {model._meta.label: path for model, path in known.items()}
        known |= found


def _path(model: type[Model], known: dict[type[Model], str]) -> str | None:
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    # A row with two people is of the one it calls `person`: the other has a file of their own.
    keys.sort(key=lambda field: field.name != "person")
    for field in keys:
        if field.related_model in known:
            rest = known[field.related_model]
            return f"{field.name}__{rest}" if rest else field.name
    return None


def _table(label: str, person: Person, user: User) -> Table:
    model, told = apps.get_model(label), told_of(label)
    rows = told.rows(person, user) if told.rows else visible_rows(model, person, user)
    keys = [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    title = str(told.title or model._meta.verbose_name_plural)
    return Table(label, title, [_row(row, told) for row in rows.select_related(*keys).order_by("pk")])


def visible_rows(model: type[Model], person: Person, user: User) -> QuerySet[Any]:
    """The rows of a table that belong to a person, without those behind something that this user may not see."""
    path = paths()[model._meta.label]
    rows = model._base_manager.filter(**{path or "pk": person.pk})
    here: type[Model] = model
    steps: list[str] = []
    for step in [None, *filter(None, path.split("__"))]:
        if step is not None:
            here, steps = here._meta.get_field(step).related_model, [*steps, step]  # type: ignore[assignment]
        visible = getattr(here._default_manager, "visible_to", None)
        if visible is not None and here is not Person:
            rows = rows.filter(**{"__".join([*steps, "pk", "in"]): visible(user).order_by().values("pk")})
    return rows


def _row(row: Model, told: hooks.OwnData) -> Row:
    if told.withheld_if and (why := told.withheld_if(row)):
        return Row([Cell("id", "", "text", str(row.pk))], str(why))
    cells = [_cell(row, field, told) for field in row._meta.concrete_fields if field.name not in told.withheld]
    return Row([cell for cell in cells if cell is not None])


def _cell(row: Model, field: Any, told: hooks.OwnData) -> Cell | None:
    label = str(told.labels.get(field.name, ""))
    if field.name in told.told:
        return Cell(field.name, label, "lines", [list(pair) for pair in told.told[field.name](row)])
    value = getattr(row, field.name)
    if isinstance(value, Person):
        # The person themself, or somebody who has a file of their own.
        return None
    if isinstance(value, Model):
        return Cell(field.name, label, *_of_row(value))
    if isinstance(row, Characteristic) and field.name == "code" and value:
        wanted = (KINDS[row.kind].codes, value)
        return Cell(field.name, label, "code", {"code": value, "label": codelists.labels([wanted]).get(wanted, value)})
    if field.choices and value not in (None, ""):
        words = str(dict(field.flatchoices).get(value, value))
        return Cell(field.name, label, "code", {"code": value, "label": words})
    return Cell(field.name, label, _kind(value), str(value) if isinstance(value, UUID | Promise) else value)


def _of_row(value: Model) -> tuple[str, Any]:
    """What a foreign key leads to: an office for a member of staff, the words of a code list, or only its id."""
    if isinstance(value, User):
        return "text", place_of(value)
    if hasattr(value, "label_es"):
        return "code", {"code": getattr(value, "code", str(value.pk)), "label": value.label_es}
    if hasattr(value, "name") and not hasattr(value, "Privacy"):
        return "text", str(value.name)
    return "text", str(value.pk)


def place_of(user: User) -> str:
    """Where somebody of staff works: who they are is not in a copy."""
    return ", ".join(str(part) for part in (user.office, user.organisation) if part)


def _kind(value: Any) -> str:
    kinds: Iterable[tuple[type, str]] = ((bool, "yes"), (datetime, "moment"), (date, "day"), (list, "lines"))
    return next((kind for of, kind in kinds if isinstance(value, of)), "text")


def as_json(copy: Copy, made: Handover) -> dict[str, Any]:
    """The file for machines. `docs/own-data.md` says what is in it."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": made.made_at.isoformat(),
        "made_by": place_of(made.made_by),
        "recipient": made.recipient,
        "proof": made.proof,
        "person": str(made.person_id),
        "tables": [
            {
                "table": table.model,
                "title": table.title,
                "rows": [
                    {cell.name: cell.plain for cell in row.cells} | ({"withheld": row.withheld} if row.withheld else {})
                    for row in table.rows
                ],
            }
            for table in copy.tables
        ],
        "withheld": [{"table": w.model, "field": w.field or None, "why": w.why} for w in copy.withheld],
    }


def document() -> str:
    """docs/own-data.md: what a copy is made of."""
    lines = [_HEAD]
    for label in sorted(labels()):
        told = told_of(label)
        fields = [f.name for f in apps.get_model(label)._meta.concrete_fields if f.name not in told.withheld]
        lines.append(f"| `{label}` | {', '.join(f'`{name}`' for name in fields)} |")
    lines.append(_MIDDLE)
    lines += [f"| `{w.model}`{f'.`{w.field}`' if w.field else ''} | {w.why} |" for w in withheld()]
    return "\n".join(lines) + "\n"


_HEAD = """# A copy of one's own data

Written by `ayni people document`; a test holds it to the code. What the copy rests on is in
[decision 19](decisions/0019-who-saw-it-a-copy-and-an-end.md).

A UTF-8 JSON object:

| name | what it is |
|---|---|
| `format`, `version` | `ayni.own-data` and 1. A change that breaks a reader is a new version |
| `made_at`, `made_by` | when, in which office. Times are ISO 8601 with their zone |
| `recipient` | `PERSON`, `REPRESENTATIVE` or `AUTHORITY` |
| `proof` | the code behind the QR of the paper |
| `person` | the id of the file |
| `tables` | one object for each table that has rows: `table`, `title` in Spanish, `rows` |
| `withheld` | what no copy has: `table`, `field` (null: the whole table), `why` |

A row is an object of its fields. A value of a code list or of a choice is `{"code", "label"}`; a member of staff is
their office; what leads to another row of the copy is its id; forms that were answered and data that were shared are
lists of `[label, value]`. A row that is not handed over has its `id` and `withheld`, the reason. Other people are not
in it: a relative only as the person named them.

| table | fields |
|---|---|"""

_MIDDLE = """
## What is not handed over

| what | why |
|---|---|"""
