"""Controls that Django does not have: a date in three boxes, and a text box with suggestions from the server."""

from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy


def typed(value: Any) -> tuple[str, ...]:
    """The three texts of a value: as they were typed, or of a date."""
    if isinstance(value, tuple | list):
        return tuple(str(part) for part in value)
    if isinstance(value, date):
        return (str(value.day), str(value.month), str(value.year))
    if hasattr(value, "parts"):
        return tuple(value.parts)
    return ("", "", "")


class DateParts(forms.Widget):
    """Day, month, year in three boxes that bind to one field. Nobody needs a calendar to say when they were born."""

    names = ("day", "month", "year")
    autocomplete = "off"
    """A browser that is told “off” offers the day to nobody else, and does not bring it back either."""
    labels: Mapping[str, Any] = {
        "day": pgettext_lazy("date", "Day"),
        "month": pgettext_lazy("date", "Month"),
        "year": pgettext_lazy("date", "Year"),
    }

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...]:
        return tuple(str(data.get(f"{name}_{part}", "")).strip() for part in self.names)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in self.names)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.names[0]}"

    def parts(self, name: str, value: Any, id_: str, wrong: Set[str]) -> list[dict[str, Any]]:
        return [
            {
                "name": f"{name}_{part}",
                "id": f"{id_}_{part}",
                "label": self.labels[part],
                "value": text,
                "autocomplete": self.autocomplete,
                "width": {"day": 2, "month": 3, "year": 4}[part],
                "wrong": part in wrong,
            }
            for part, text in zip(self.names, typed(value), strict=True)
        ]

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class Suggest(forms.TextInput):
    """A text box for a long list. htmx fills its datalist; without it the server asks which was meant."""

    def __init__(self, url: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url = url
        self.label_of: Callable[[str], str | None] = lambda code: None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        return data.get(f"{name}_pick") or data.get(name)

    def format_value(self, value: Any) -> str | None:
        if value in (None, ""):
            return None
        return self.label_of(str(value)) or str(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attrs = attrs or {}
        found = f"{attrs.get('id', name)}_list"
        attrs |= {
            "list": found,
            "autocomplete": "off",
            "spellcheck": "false",
            "hx-get": str(self.url),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{found}",
            "hx-params": name,
            "hx-sync": "this:replace",
        }
        return super().get_context(name, value, attrs)
