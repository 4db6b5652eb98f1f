"""What whoever writes a guide fills in, and what the second reader does."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.design.fields import BaseForm, DayField

from ..actions.writing import Written
from ..models import Confidence, GuideDraft, Service, Tongue
from ..queries.where import all_needs
from ..rules import texts


def _lines(label: Any, hint: Any = "", rows: int = 4) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(required=False, max_length=6000, widget=area, label=label, help_text=hint)


def _line(label: Any, hint: Any = "", most: int = 300) -> forms.CharField:
    return forms.CharField(required=False, max_length=most, label=label, help_text=hint)


class NewGuideForm(BaseForm, forms.Form):
    title = forms.CharField(max_length=120, label=pgettext_lazy("guide", "Title"))
    slug = forms.CharField(
        max_length=60,
        label=_("Address"),
        help_text=_("Small letters, digits and dashes, such as carne-de-extranjeria. It never changes afterwards."),
    )
    service = forms.ChoiceField(
        choices=Service.choices, widget=forms.RadioSelect, label=pgettext_lazy("guide", "Service")
    )

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).strip().lower().strip("/")


class TextForm(BaseForm, forms.Form):
    """A text in any language."""

    title = _line(pgettext_lazy("guide", "Title"), most=120)
    browser_title = _line(
        _("Title in the browser"), _("Of a discreet guide: neutral words, for they stay in the history."), 120
    )
    summary = _lines(_("Summary"), _("One or two sentences."), 2)
    share = _lines(_("Text to share"), _("At most 160 characters; {url} stands for the address."), 2)
    who = _lines(_("For whom it is"), _("A line for each point."))
    need = _lines(
        pgettext_lazy("guide", "What you need"),
        _("A line for each point. {papers:PR-CODE} alone in a line lists the papers."),
    )
    cost = _lines(_("What it costs"), _("{fee:PR-CODE} says what the catalogue says."), 2)
    time = _lines(_("How long it takes"), _("{days:PR-CODE} says what the catalogue says."), 2)
    steps = _lines(_("Step by step"), _("An empty line between steps; the first line of each says what to do."), 12)
    where = _lines(pgettext_lazy("guide", "Where to go"), _("A line for each point."))
    refused = _lines(_("If they refuse"), _("A line for each point."))
    rights = _lines(_("Your rights"), _("A line for each; after an upright stroke the code of the norm: … | L30364"))
    doubts = _lines(_("What we are not sure of"), _("A line for each, said as not sure."), 3)
    reason = _line(_("Why does it change?"), _("For whoever reads it over."))
    publish_on = DayField(required=False, label=_("From which day?"), help_text=_("Empty: as soon as it is published."))

    marks_optional: ClassVar[bool] = False

    def text(self) -> dict[str, Any]:
        said = self.cleaned_data
        found: dict[str, Any] = {name: said[name].strip() for name in texts.ONE_LINE if said[name].strip()}
        found |= {name: lines for name in texts.LINES if (lines := texts.lines_of(said[name]))}
        rows = {
            "steps": texts.steps_of(said["steps"]),
            "rights": texts.rights_of(said["rights"]),
            "doubts": texts.doubts_of(said["doubts"]),
        }
        return found | {name: value for name, value in rows.items() if value}

    def written(self) -> Written:
        return Written(text=self.text(), reason=self.cleaned_data["reason"], publish_on=self.cleaned_data["publish_on"])


class SourceForm(TextForm):
    """The Spanish text, and what is the same in every language."""

    service = forms.ChoiceField(choices=Service.choices, label=pgettext_lazy("guide", "Service"))
    order = forms.IntegerField(min_value=1, max_value=999, label=_("Place within its service"))
    discreet = forms.BooleanField(
        required=False,
        label=_("Discreet: it may betray whoever reads it"),
        help_text=_("Its address is a number, the page has a quick exit, and the emergency lines come first."),
    )
    first = forms.BooleanField(
        required=False,
        label=pgettext_lazy("guide", "Among the most needed"),
        help_text=pgettext_lazy("guide", "These are translated before the others."),
    )
    needs = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=pgettext_lazy("guide", "Services that one goes to"),
        help_text=pgettext_lazy("guide", "“Where to go” of the guide leads to the list of these."),
    )
    procedures = _line(_("Procedures that it tells of"), _("Their codes, separated by commas."))
    norms = _line(_("Norms that it names"), _("Their codes, separated by commas."))
    sources = _lines(_("Sources"), _("A line for each row of the reference data, or document, that it is true to."), 3)
    confidence = forms.ChoiceField(
        required=False,
        choices=Confidence.choices,
        widget=forms.RadioSelect,
        label=_("How sure is the least sure part?"),
    )
    changes_meaning = forms.ChoiceField(
        choices=[("yes", _("Yes: the translations must follow")), ("no", _("No: only wording"))],
        widget=forms.RadioSelect,
        label=_("Does it say something else than before?"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = all_needs()
        # What a guide names and the list has no more stays, until somebody takes it out.
        kept = [code for code in (self.initial or {}).get("needs", ()) if code not in dict(choices)]
        self.fields["needs"].choices = [*choices, *((code, code) for code in kept)]  # type: ignore[attr-defined]

    def written(self) -> Written:
        said = self.cleaned_data
        facts = {name: said[name] for name in ("service", "order", "discreet", "first", "needs")}
        facts |= {name: _codes(said[name]) for name in ("procedures", "norms")}
        facts["sources"] = texts.lines_of(said["sources"])
        return Written(
            text=self.text(), facts=facts, confidence=said["confidence"], reason=said["reason"],
            changes_meaning=said["changes_meaning"] == "yes", publish_on=said["publish_on"],
        )  # fmt: skip


def _codes(typed: str) -> list[str]:
    return [code.strip().upper() for code in typed.split(",") if code.strip()]


FORMS: dict[bool, type[TextForm]] = {True: SourceForm, False: TextForm}
"""Whether it is the Spanish text → what is filled in."""


def form_of(draft: GuideDraft, data: Any = None) -> TextForm:
    return FORMS[draft.language == Tongue.ES](data, initial=_as_typed(draft))


def _as_typed(draft: GuideDraft) -> dict[str, Any]:
    text, facts = draft.text, draft.facts
    typed: dict[str, Any] = {name: text.get(name, "") for name in texts.ONE_LINE}
    typed |= {name: texts.typed_lines(text.get(name, [])) for name in texts.LINES}
    typed |= {
        "steps": texts.typed_steps(text.get("steps", [])),
        "rights": texts.typed_rights(text.get("rights", [])),
        "doubts": texts.typed_doubts(text.get("doubts", [])),
        "reason": draft.reason,
        "publish_on": draft.publish_on,
        "confidence": draft.confidence,
        "changes_meaning": "yes" if draft.changes_meaning else "no",
    }
    typed |= facts
    typed |= {
        "procedures": ", ".join(facts.get("procedures", [])),
        "norms": ", ".join(facts.get("norms", [])),
        "sources": texts.typed_lines(facts.get("sources", [])),
    }
    return typed


class ReturnForm(BaseForm, forms.Form):
    note = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}), label=_("What should change?"))


class WithdrawForm(BaseForm, forms.Form):
    reason = forms.CharField(
        max_length=300,
        label=_("Why is it withdrawn?"),
        help_text=_("Whoever comes with its address reads this sentence."),
    )


class CheckedForm(BaseForm, forms.Form):
    confidence = forms.ChoiceField(
        choices=Confidence.choices, widget=forms.RadioSelect, label=_("How sure is the least sure part?")
    )
    checked_by = forms.CharField(
        max_length=200, label=_("Who checked it?"), help_text=_("As readers see it, such as: Unidad de Integración.")
    )
