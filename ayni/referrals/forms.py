from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm
from ayni.governance.models import DeadlineUnit, Urgency
from ayni.lib.errors import RuleBroken
from ayni.people.models import Basis, Consent, ConsentText
from ayni.people.queries import Shareable
from ayni.people.rules.consents import check_basis

from . import rules
from .models import MessageKind, Result

LONGEST = 4000
LANGUAGES = {
    "es": _("Spanish"),
    "en": _("English"),
    "pt": _("Portuguese"),
    "fr": _("French"),
    "ht": _("Haitian Creole"),
}


def _text(label: Any, *, required: bool = True, rows: int = 5, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class _ReferFields(forms.Form):
    """The fields of `ReferForm`, of which the data and the basis depend on the person and the step."""

    reason = _text(
        _("What you ask of the institution"),
        hint=_("Write only what it needs to know to help. Leave out names of others and what happened in detail."),
    )
    urgency = forms.ChoiceField(label=_("How soon help must begin"), choices=Urgency.choices, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        shareable: list[Shareable],
        standing: Consent | None,
        rule: str,
        texts: list[ConsentText],
        may_be_minor: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shareable, self.standing, self.texts = shareable, standing, texts
        self.rule, self.may_be_minor = rule, may_be_minor
        bases = rules.BASES[rule]
        self.groups = self._add_data(shareable)
        self.relies_on_standing = standing is not None and standing.basis in bases
        if not self.relies_on_standing:
            self._add_basis(bases, texts)

    def _add_data(self, shareable: list[Shareable]) -> list[str]:
        """One group of boxes for each part of the file. Returns the names of the fields."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in shareable:
            groups.setdefault(one.group, []).append((one.field, f"{one.label}: {one.value}"))
        for n, (group, choices) in enumerate(groups.items()):
            self.fields[f"data_{n}"] = forms.MultipleChoiceField(
                label=group, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        return [f"data_{n}" for n in range(len(groups))]

    def _add_basis(self, bases: frozenset[Basis], texts: list[ConsentText]) -> None:
        self.fields["basis"] = forms.ChoiceField(
            label=_("Why the data may be shared with this institution"),
            choices=[(basis.value, basis.label) for basis in Basis if basis in bases],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose why the data may be shared. Without it nothing can be sent.")},
        )
        self.fields["text"] = forms.ChoiceField(
            label=_("Language in which the text was read, if the person consents"),
            choices=[(str(text.pk), LANGUAGES.get(text.language, text.language)) for text in texts],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields["grounds"] = _text(
            _("Why the law allows it here, if the person does not consent"), required=False, rows=3
        )


class ReferForm(BaseForm, _ReferFields):
    """What is asked, how soon, which data leave, and on what grounds. Nothing is ticked beforehand."""

    marks_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, rule: str, **kwargs: Any) -> None:
        bases = rules.BASES[rule]
        asks_for = {basis.value: ("text",) if basis in rules.CONSENTS else ("grounds",) for basis in bases}
        self.reveals = {"basis": asks_for}  # type: ignore[misc]
        super().__init__(*args, rule=rule, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["fields"] = [field for name in self.groups for field in cleaned.pop(name, [])]
        for name in ("basis", "grounds"):
            cleaned.setdefault(name, "")
        cleaned["text"] = next((text for text in self.texts if str(text.pk) == cleaned.get("text")), None)
        if cleaned["basis"] in rules.CONSENTS and self.texts and not cleaned["text"] and "text" not in self.errors:
            self.add_error("text", gettext("Read the text aloud, and say in which language."))
        if cleaned["basis"] and not self.errors.keys() & {"basis", "text", "grounds"}:
            self._check_ground(cleaned)
        return cleaned

    def _check_ground(self, cleaned: dict[str, Any]) -> None:
        """What sending would refuse is said here, before the page that shows what will be sent."""
        basis, grounds, text = cleaned["basis"], cleaned["grounds"], cleaned["text"]
        agreed, standing = basis in rules.CONSENTS, self.standing
        try:
            if standing is None and (agreed or grounds.strip()):
                check_basis(basis=basis, may_be_minor=self.may_be_minor, has_text=text is not None, grounds=grounds)
            rules.check_may_share(
                rule=self.rule,
                basis=standing.basis if standing else basis,
                has_consent=standing is not None or agreed,
                grounds=standing.grounds if standing else grounds,
                fields=cleaned["fields"],
            )
        except RuleBroken as broken:
            self.add_error("basis" if agreed or standing or grounds.strip() else "grounds", str(broken))


class _SayFields(forms.Form):
    labels: ClassVar[dict[str, Any]] = {
        MessageKind.ACKNOWLEDGED: _("Note for whoever sent it"),
        MessageKind.ACCEPTED: _("Note: when and where the person can come, whom to ask for"),
        MessageKind.DECLINED: _("Why you decline"),
        MessageKind.QUESTION: _("What you need to know or to receive"),
        MessageKind.REPLY: _("Your reply"),
        MessageKind.OUTCOME: _("Note about the outcome"),
        MessageKind.WITHDRAWN: _("Why you withdraw it"),
    }
    titles: ClassVar[dict[str, Any]] = {
        MessageKind.ACKNOWLEDGED: _("Confirm that it arrived"),
        MessageKind.ACCEPTED: _("Accept"),
        MessageKind.DECLINED: _("Decline"),
        MessageKind.QUESTION: _("Ask for something"),
        MessageKind.OUTCOME: _("Report the outcome"),
    }
    must_say: ClassVar = {MessageKind.DECLINED, MessageKind.QUESTION, MessageKind.REPLY, MessageKind.WITHDRAWN}

    def __init__(self, kind: str, data: QueryDict | None = None, *, signed: bool = False) -> None:
        super().__init__(data, prefix=kind.lower())
        self.kind = kind
        self.title = self.titles.get(kind, "")
        self.draft = "" if signed else kind.lower()
        """A tab keeps what a user types; behind a link nothing is kept, because nobody is signed in there."""
        self.tone = "secondary" if kind == MessageKind.QUESTION else "primary"
        if kind == MessageKind.OUTCOME:
            self.fields["result"] = forms.ChoiceField(
                label=_("What came of it"), choices=Result.choices, widget=forms.RadioSelect
            )
        self.fields["text"] = _text(self.labels[kind], required=kind in self.must_say, rows=4)
        if signed:
            self.fields["signature"] = forms.CharField(label=_("Your name and position"), max_length=120)


class SayForm(BaseForm, _SayFields):
    """One thing that one side says to the other. Each kind is a form of its own on the page."""


class ByPhoneForm(BaseForm, forms.Form):
    """What the institution said by another way, written down by the sender."""

    kind = forms.ChoiceField(
        label=_("What the institution said"),
        choices=[
            (MessageKind.ACKNOWLEDGED, _("It received the referral")),
            (MessageKind.ACCEPTED, _("It accepts")),
            (MessageKind.DECLINED, _("It declines")),
            (MessageKind.OUTCOME, _("What came of it")),
        ],
        widget=forms.RadioSelect,
    )
    result = forms.ChoiceField(label=_("What came of it"), choices=Result.choices, required=False)
    text = _text(_("Who said it, when and how"), rows=3)

    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"kind": {MessageKind.OUTCOME: ("result",)}}


class CodeForm(BaseForm, forms.Form):
    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ClockForm(BaseForm, forms.Form):
    """The times of one urgency."""

    acknowledge_amount = forms.IntegerField(label=_("Confirm receipt within"), min_value=1, max_value=999)
    acknowledge_unit = forms.ChoiceField(label=_("Unit of receipt"), choices=DeadlineUnit.choices)
    answer_amount = forms.IntegerField(label=_("Answer within"), min_value=1, max_value=999)
    answer_unit = forms.ChoiceField(label=_("Unit of the answer"), choices=DeadlineUnit.choices)

    def __init__(self, urgency: str, allowance: rules.Allowance, data: QueryDict | None = None) -> None:
        self.urgency = Urgency(urgency)
        (acknowledge, acknowledge_unit), (answer, answer_unit) = allowance.acknowledge, allowance.answer
        initial = {
            "acknowledge_amount": acknowledge,
            "acknowledge_unit": acknowledge_unit,
            "answer_amount": answer,
            "answer_unit": answer_unit,
        }
        super().__init__(data, prefix=urgency.lower(), initial=initial)

    def allowance(self) -> rules.Allowance:
        data = self.cleaned_data
        return rules.Allowance(
            (data["acknowledge_amount"], data["acknowledge_unit"]), (data["answer_amount"], data["answer_unit"])
        )
