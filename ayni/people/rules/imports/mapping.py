"""How the columns of a list are to be understood: chosen once, kept under a name."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.lib.names import plain

from .codes import sex_of_m
from .fields import FIELDS, OF_A_NAME, OF_MATCH
from .guessing import guess_all
from .tables import Form
from .values import DAY_FIRST, ORDERS, order_of_dates

INEI, RENIEC = "INEI", "RENIEC"


class CannotMap(RuleBroken):
    pass


@dataclass(frozen=True)
class Plan:
    """`columns`: header → field. `values`: field → what stands in the list → code, for words nobody could know."""

    columns: dict[str, str] = field(default_factory=dict)
    dates: str = DAY_FIRST
    ubigeo: str = ""
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def fields(self) -> set[str]:
        return {name for name in self.columns.values() if name}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(raw: Any) -> Plan:
    """Raises CannotMap with a sentence for what is none."""
    if not isinstance(raw, dict) or not isinstance(raw.get("columns"), dict):
        raise CannotMap(_("A mapping is a JSON object with “columns”: header → field."))
    columns = {str(header): str(name or "") for header, name in raw["columns"].items()}
    if unknown := sorted({name for name in columns.values() if name and name not in FIELDS}):
        raise CannotMap(
            _("The mapping names fields that do not exist: %(names)s. Those that exist: %(known)s.")
            % {"names": ", ".join(unknown), "known": ", ".join(FIELDS)}
        )
    values = {str(f): {str(k): str(v) for k, v in m.items()} for f, m in (raw.get("values") or {}).items()}
    plan = Plan(columns, str(raw.get("dates") or DAY_FIRST), str(raw.get("ubigeo") or ""), values)
    if plan.dates not in ORDERS:
        raise CannotMap(_("“dates” is one of: %(orders)s.") % {"orders": ", ".join(ORDERS)})
    return plan


def is_of_match(headers: Collection[str]) -> bool:
    """Whether the headers are those of `match`, so that no mapping is needed."""
    return set(OF_MATCH) - {"external_id"} <= set(headers) and bool({"external_id", "query_id"} & set(headers))


def propose(headers: Iterable[str], labels: Mapping[str, str], samples: Mapping[str, list[str]]) -> Plan:
    """What the headers and the first values suggest."""
    columns = guess_all(headers, labels)
    days = [text for header, name in columns.items() if name == "birth_date" for text in samples.get(header, [])]
    return Plan(columns, order_of_dates(days) or DAY_FIRST)


def with_words(plan: Plan, samples: Mapping[str, list[str]], form: Form) -> Plan:
    """The plan with what the list tells of its words: the labels behind the codes of a form, and what M means."""
    values = {name: dict(words) for name, words in plan.values.items()}
    for header, name in plan.columns.items():
        question = header.replace("/", "-").rpartition("-")[2]
        labels = {plain(code): label for code, label in form.choices.get(question, {}).items() if label}
        if name and labels:
            values[name] = labels | values.get(name, {})
        if name == "sex" and not labels and (code := sex_of_m(samples.get(header, ()))):
            values["sex"] = {"m": code} | values.get("sex", {})
    return replace(plan, values=values)


def dates_are_ambiguous(texts: Iterable[str]) -> bool:
    """Whether the list itself does not say if the day or the month comes first: somebody has to."""
    return order_of_dates(texts) == ""


def check_plan(plan: Plan, headers: Collection[str]) -> None:
    if not plan.fields & OF_A_NAME:
        raise CannotMap(_("Say which column holds the name: without one nobody can be found or registered."))
    names = [name for name in plan.columns.values() if name]
    if twice := sorted({str(FIELDS[name].label) for name in names if names.count(name) > 1}):
        raise CannotMap(
            _("Two columns cannot be the same: %(names)s. Choose one of them.") % {"names": ", ".join(twice)}
        )
    if missing := [header for header, name in plan.columns.items() if name and header not in headers]:
        raise CannotMap(
            _("This list has no column “%(names)s”. The mapping is of another list.") % {"names": "”, “".join(missing)}
        )
    if "district" in plan.fields and plan.ubigeo != INEI:
        raise CannotMap(
            _("Say whose codes the districts have. Only INEI's can be read: RENIEC uses the same digits for other "
              "places. Ask for the list with INEI's codes or names, or leave the column out.")
        )  # fmt: skip
