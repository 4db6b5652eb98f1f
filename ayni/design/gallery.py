"""What the gallery shows: every component, its attributes read from its own file, and examples in each state."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from .charts import Row
from .fields import BaseForm, DayField, PartialDateField, SuggestField

HERE = Path(__file__).parent / "templates"

COMPONENTS = {
    "form": _("A form that is sent by POST, with its CSRF token and its `once`. `draft` keeps what is typed."),
    "errors": _("What is wrong in a form, with a link to the very control. It stands above the form."),
    "field": _("Any bound Django field: text, long text, choice, date in three boxes, file, place by name."),
    "button": _("Sends a form. One primary button a page."),
    "link-button": _("A link that starts something."),
    "buttons": _("Buttons side by side."),
    "search": _("A search box. The key / leads to it."),
    "filters": _("What a list shows. It is sent by GET, so that the address keeps it."),
    "results": _("Rows that open. The arrows walk through them, Enter opens."),
    "result": _("One row of `results`."),
    "identity": _("Who a file is about: on top of every page of a person or a case."),
    "fact": _("One fact in the identity bar."),
    "sensitivity": _("Badge of a protected or restricted file. An ordinary one has none."),
    "confidence": _("A value and how sure it is: what is not confirmed looks so."),
    "deadline": _("A deadline in words, with a sign. The exact time is in its title."),
    "tag": _("A state in a word."),
    "numbers": _("The numbers of the desk, side by side."),
    "number": _("A number that opens exactly the rows it counts."),
    "summary": _("Answers under their questions: a person's data, the check before sending."),
    "row": _("One answer of `summary`."),
    "table": _("A table that scrolls by itself on a phone, or turns each row into a card."),
    "timeline": _("What happened, newest first."),
    "event": _("One entry of `timeline`."),
    "tabs": _("Parts of a page, as links: each has its address."),
    "tab": _("One of `tabs`."),
    "pager": _("Previous and next of a list (`ayni.lib.paging`)."),
    "card": _("A part of a page with a border of its own."),
    "empty": _("Nothing here yet: what will be here, and how it gets here."),
    "message": _("The answer to an action. Django's messages are shown so on every page."),
    "warning": _("What may not be overlooked."),
    "inset": _("An explanation beside the main text."),
    "details": _("What is opened when needed."),
    "panel": _("It is done: the first thing after sending."),
    "interruption": _("A stop before what cannot be undone."),
    "progress": _("How far along a task is, in words and as a bar."),
    "chart-bars": _("Bars, stacked bars and bullets with a target, drawn once for a desk and once for a phone."),
    "back": _("The way back, above the title."),
    "crumbs": _("Where this page is."),
    "crumb": _("One step of `crumbs`; the last has no link."),
    "quick-exit": _("Leaves a public page at once: button, or Shift or Esc three times."),
}

ATTRIBUTES = {
    "action": _("where the form is sent; of a row, the word of its link"),
    "actions": _("slot: the buttons"),
    "at": _("a datetime"),
    "caption": _("what the table shows"),
    "cards": _("`yes`: rows become cards on a phone; cells carry `data-label`"),
    "clear": _("where the list is shown whole"),
    "class": _("further CSS classes"),
    "count": _("a number behind the words"),
    "current": _("whether this is the page being shown"),
    "draft": _("the name of the draft"),
    "enctype": _("`multipart/form-data` for files"),
    "facts": _("slot: `fact`s"),
    "field": _("the bound field"),
    "form": _("the form"),
    "heading": _("`yes`: the label is the title of the page"),
    "hide-caption": _("`yes`: only for screen readers"),
    "hint": _("help under the label"),
    "href": _("where it leads"),
    "id": _("the id of the control"),
    "key": _("the question"),
    "kind": _("`unconfirmed` marks a deadline as still to be confirmed"),
    "label": _("its words"),
    "label-label": _("heading of the labels' column"),
    "level": _("level of the heading, 1 to 6"),
    "max": _("the whole"),
    "method": _("`post` keeps what is searched for out of the address"),
    "most": _("end of the scale; 0 takes the longest bar"),
    "name": _("the person's name; of a search, the parameter's"),
    "note": _("small words under it"),
    "number": _("the number of the file"),
    "once": _("`no` leaves the id out"),
    "seen": _("the mark of what the page shows, so that an older window saves over nothing"),
    "open": _("whether it starts open"),
    "page": _("the `Page`"),
    "placeholder": _("an example of what to type"),
    "rows": _("(label, value), (label, [values]), (label, value, target) or `charts.Row`"),
    "sensitivity": _("`ordinary`, `protected` or `restricted`"),
    "series": _("the names of the values"),
    "side": _("slot: what stands at the right"),
    "size": _("`big` for the page's main box"),
    "summary": _("the words that open it"),
    "table": _("where the numbers stand: `details`, `open`, or `none` if the page has them already"),
    "target-label": _("what the tick means"),
    "picture": _("slot: a photo, with its words"),
    "title": _("its title"),
    "tone": _("its colour and weight; the words carry the meaning"),
    "type": _("`submit` or `button`"),
    "value": _("its value"),
    "value-label": _("heading of the values' column"),
    "who": _("whose act it was"),
    "width": _("2, 3, 4, 5, 10, 20 characters, or `full`, `one-half`…; of radios, `inline` or `small`"),
    "words": _("`no` leaves the explanation out"),
}

PARTS_OF = {
    "result": "results", "fact": "identity", "number": "numbers", "row": "summary", "event": "timeline",
    "tab": "tabs", "crumb": "crumbs", "buttons": "button", "link-button": "button", "errors": "form",
}  # fmt: skip
"""Components that are shown inside the example of another one."""


@dataclass(frozen=True)
class Attribute:
    name: str
    default: str
    meaning: Any


@dataclass(frozen=True)
class Exhibit:
    name: str
    words: Any
    attributes: list[Attribute]
    template: str
    source: str


def source_of(component: str) -> str:
    return (HERE / "cotton" / f"{component.replace('-', '_')}.html").read_text()


def attributes_of(component: str) -> list[Attribute]:
    """Read from the `<c-vars>` of the component itself, so that the page cannot say otherwise."""
    found = re.search(r"<c-vars(.*?)/>", source_of(component), re.DOTALL)
    pairs = re.findall(r':?([\w-]+)="([^"]*)"', found[1]) if found else []
    return [Attribute(name, "" if default == "None" else default, ATTRIBUTES[name]) for name, default in pairs]


def exhibits() -> list[Exhibit]:
    shown = []
    for name, words in COMPONENTS.items():
        template = "" if name in PARTS_OF else f"design/gallery/{name.replace('-', '_')}.html"
        source = (HERE / template).read_text().replace("{% load ayni %}", "").strip() if template else ""
        shown.append(Exhibit(name, words, attributes_of(name), template, source))
    return shown


PLACES = {"150122": "Miraflores, Lima, Lima", "040110": "Miraflores, Arequipa, Arequipa", "150101": "Lima, Lima, Lima"}


def places_like(text: str) -> list[tuple[str, str]]:
    return [(code, name) for code, name in PLACES.items() if text.casefold() in name.casefold()]


class SampleForm(BaseForm, forms.Form):
    """One field of each kind."""

    given_names = forms.CharField(label="Nombres", max_length=120, help_text="Como están en el documento.")
    birth_date = PartialDateField(
        label="Fecha de nacimiento", past=True, help_text="Si no sabe el día o el mes, déjelo vacío."
    )
    contact = forms.ChoiceField(
        label="¿Cómo es seguro avisarle?",
        choices=[("NONE", "No hay un medio seguro"), ("SMS", "Mensaje de texto"), ("OTHER", "Por otra persona")],
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(label="Teléfono", max_length=20)
    needs = forms.MultipleChoiceField(
        label="¿Qué necesita?",
        choices=[("HEALTH", "Salud"), ("SCHOOL", "Escuela"), ("PAPERS", "Documentos")],
        widget=forms.CheckboxSelectMultiple,
    )
    office = forms.ChoiceField(
        label="Oficina", choices=[("", "Elija una"), ("LIM", "Lima"), ("TUM", "Tumbes"), ("TAC", "Tacna")]
    )
    district = SuggestField(
        label="Distrito",
        url="/design/lugares/",
        search=places_like,
        label_of=PLACES.get,
        help_text="Escriba el nombre; puede elegir de la lista.",
    )
    seen_on = DayField(label="Fecha de la cita", future=True, required=False)
    note = forms.CharField(label="Nota", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    file = forms.FileField(label="Documento escaneado", required=False)
    read_aloud = forms.BooleanField(label="Leí el texto en voz alta y lo entendió")

    reveals: ClassVar = {"contact": {"SMS": ("phone",)}}
    option_hints: ClassVar = {"contact": {"SMS": "Sin nombres ni motivos: solo «acérquese a su cita»."}}


class FilterForm(BaseForm, forms.Form):
    """What a list shows."""

    q = forms.CharField(label="Nombre o número", required=False)
    state = forms.ChoiceField(label="Estado", choices=[("", "Todos"), ("OPEN", "Abiertos")], required=False)
    since = DayField(label="Desde", required=False)


WRONG = {
    "given_names": "", "birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "1990", "contact": "SMS",
    "phone": "", "district": "Miraflores", "office": "", "seen_on_day": "1", "seen_on_month": "enero",
    "seen_on_year": "2020",
}  # fmt: skip
FILLED = {
    "given_names": "María Elena", "contact": "SMS", "phone": "987 654 321", "needs": ["HEALTH"], "office": "TUM",
    "district": "150122", "note": "Viene con su hija.", "read_aloud": True,
}  # fmt: skip


def sample_context(now: datetime) -> dict[str, Any]:
    """All that the examples use."""
    return {
        "blank": SampleForm(prefix="blank"),
        "wrong": SampleForm({f"wrong-{name}": value for name, value in WRONG.items()}, prefix="wrong"),
        "filled": SampleForm(initial=FILLED, prefix="filled"),
        "filter_form": FilterForm(prefix="filter"),
        "times": [now + delta for delta in _DELTAS],
        "soon": now + timedelta(hours=3),
        "lately": now - timedelta(minutes=25),
        "before": now - timedelta(days=3),
        "middle_page": {"has_previous": True, "has_next": True, "previous_url": "?before=x", "next_url": "?after=x"},
        "bars": [("Interrupción voluntaria de la ruta de salud sin referencia", 1240), ("Salud", 312), ("Vivienda", 0)],
        "stacked": [("Centro de Emergencia Mujer", [62, 9, 14]), ("Defensoría del Pueblo", [20, 3, 1])],
        "stacked_names": ["A tiempo", "Tarde", "Esperando"],
        "bullets": [
            Row("Acuse de recibo", [78], shown="78 %", target=90),
            Row("Respuesta", [91], shown="91 %", target=80),
        ],
        "hostile": "<script>alert('x')</script> O'Neill & \"Ñusta\" 🙂",
    }


_DELTAS = (
    timedelta(minutes=20),
    timedelta(hours=3),
    timedelta(days=1),
    timedelta(days=6),
    -timedelta(hours=2),
    -timedelta(days=2),
)
