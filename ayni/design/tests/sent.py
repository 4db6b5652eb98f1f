"""What a browser would send: the controls of a page's forms, in their order, as they stand in the HTML."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

ONE_OF_MANY = frozenset({"radio", "checkbox"})
BUTTONS = frozenset({"button", "submit"})


@dataclass
class Control:
    name: str
    kind: str
    value: str = ""
    on: bool = True


@dataclass
class SentForm:
    controls: list[Control] = field(default_factory=list)

    @property
    def twice(self) -> list[str]:
        """Names that more than one control has: of those only the last would arrive."""
        counted = Counter(c.name for c in self.controls if c.kind not in ONE_OF_MANY | BUTTONS)
        return [name for name, times in counted.items() if times > 1]

    def filled(self, **typed: str) -> dict[str, list[str]]:
        """All that the form sends once somebody typed and chose that, each in the first control of its name."""
        todo = dict(typed)
        sent: dict[str, list[str]] = {}
        for control in self.controls:
            value, on = control.value, control.on
            if control.kind in ONE_OF_MANY and control.name in typed:
                on = value == typed[control.name]
                todo.pop(control.name, None) if on else None
            elif control.name in todo:
                value = todo.pop(control.name)
            if on and control.kind not in BUTTONS:
                sent.setdefault(control.name, []).append(value)
        assert not todo, f"The page has no control for {sorted(todo)}."
        return sent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self.ids: list[str] = []
        self.open: SentForm | None = None
        self.inside: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: dict[str, Any] = dict(attrs)
        if "id" in said:
            self.ids.append(said["id"])
        if tag == "form":
            self.open = SentForm()
            self.forms.append(self.open)
        elif tag == "option" and self.inside and "selected" in said:
            self.inside.value = said.get("value", "")
        elif tag in {"input", "select", "textarea", "button"} and self.open is not None and said.get("name"):
            kind = said.get("type", "submit" if tag == "button" else "text") if tag in {"input", "button"} else tag
            on = kind not in ONE_OF_MANY or "checked" in said
            control = Control(said["name"], kind, said.get("value") or ("on" if kind in ONE_OF_MANY else ""), on)
            self.open.controls.append(control)
            self.inside = control if tag in {"select", "textarea"} else None

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside.kind == "textarea":
            self.inside.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        if tag in {"select", "textarea"}:
            if self.inside and tag == "textarea":
                # As browsers do: the line break that follows the tag is none of the text.
                self.inside.value = self.inside.value.removeprefix("\n")
            self.inside = None


def forms_of(html: str) -> list[SentForm]:
    return _read(html).forms


def form_with(html: str, name: str) -> SentForm:
    """The form that has a control of this name."""
    return next(form for form in forms_of(html) if any(c.name == name for c in form.controls))


def problems(html: str) -> list[str]:
    """Names that one form has twice, and ids that the page has twice."""
    read = _read(html)
    names = [name for form in read.forms for name in form.twice]
    return names + [f"#{id_}" for id_, times in Counter(read.ids).items() if times > 1]


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader
