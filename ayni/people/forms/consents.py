"""Consent: asked, never assumed. Nothing is ticked beforehand."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.access.models import Organisation
from ayni.design.fields import BaseForm
from ayni.lib.errors import RuleBroken
from ayni.people import queries
from ayni.people.models import Basis, ConsentText, Purpose
from ayni.people.queries import words
from ayni.people.rules import consents as rules
from ayni.people.rules.registering import NewConsent


class _BasisForm(BaseForm, forms.Form):
    """On what the use of data rests: somebody's agreement to words that were read, or the law."""

    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
        "basis": {basis: ("grounds",) for basis in Basis.values if basis not in rules.CONSENTS}
    }

    marks_optional = False

    read_in = forms.ChoiceField(
        label=gettext_lazy("In which language it was read"), widget=forms.RadioSelect, required=False
    )
    basis = forms.ChoiceField(label=gettext_lazy("What this rests on"), widget=forms.RadioSelect)
    grounds = forms.CharField(
        label=gettext_lazy("Why the law allows it here without consent"),
        help_text=gettext_lazy("What happened, and which duty or danger. It is kept encrypted."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, may_be_minor: bool, purpose: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_be_minor, self.purpose = may_be_minor, purpose
        self.fields["read_in"].choices = [  # type: ignore[attr-defined]
            (text.language, words.language(text.language)) for text in self.texts
        ]
        self.fields["basis"].choices = self._choices()  # type: ignore[attr-defined]

    def _choices(self) -> list[tuple[str, Any]]:
        without = {Basis.CONSENT} if self.may_be_minor else {Basis.BEST_INTERESTS}
        return [(value, label) for value, label in Basis.choices if value not in without]

    @cached_property
    def texts(self) -> list[ConsentText]:
        """The words to read aloud, in each language, Spanish first."""
        return queries.texts_in_force(self.purpose, localdate())

    def read_text(self, purpose: str = "") -> ConsentText | None:
        """The text of the language that was read, or the Spanish one."""
        texts = queries.texts_in_force(purpose, localdate()) if purpose else self.texts
        language = self.cleaned_data.get("read_in") or "es"
        return next((t for t in texts if t.language == language), texts[0] if texts else None)

    def clean_basis_and_grounds(self, data: dict[str, Any]) -> None:
        basis = data.get("basis")
        if not basis:
            return
        if basis in rules.CONSENTS and self.texts and not data.get("read_in"):
            self.add_error("read_in", _("Read the text aloud, and say in which language."))
        text = self.read_text() if basis in rules.CONSENTS else None
        try:
            rules.check_basis(
                basis=basis,
                may_be_minor=self.may_be_minor,
                has_text=text is not None,
                grounds=data.get("grounds") or "",
            )
        except RuleBroken as broken:
            self.add_error("basis" if basis in rules.CONSENTS else "grounds", str(broken))
        data["text"] = text


class ConfirmForm(_BasisForm):
    """The end of a registration: it is nobody we know, the numbers are right, and the person agrees to the file."""

    none_of_them = forms.BooleanField(
        label=gettext_lazy("The person is none of these"),
        error_messages={
            "required": gettext_lazy(
                "Look at who it may be. If it is none of them, say so; if it is one, open their file."
            )
        },
    )
    shape_ok = forms.BooleanField(
        label=gettext_lazy("I checked: the number is written like that"),
        error_messages={
            "required": gettext_lazy(
                "Check the number with the person and the document. If it is written like that, say so."
            )
        },
    )
    also = forms.MultipleChoiceField(
        label=gettext_lazy("Does the person also agree to this?"),
        choices=[(p.value, p.label) for p in (Purpose.CONTACT, Purpose.STATISTICS)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, somebody: bool, unusual: bool, **kwargs: Any) -> None:
        super().__init__(*args, purpose=Purpose.REGISTER, **kwargs)
        self.fields["none_of_them"].required = somebody
        self.fields["shape_ok"].required = unusual

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.clean_basis_and_grounds(data)
        if data.get("also") and data.get("basis") not in rules.CONSENTS:
            self.add_error("also", _("These need the person's consent. Take the marks away, or record consent."))
        return data

    def consents(self) -> tuple[NewConsent, ...]:
        data = self.cleaned_data
        first = NewConsent(basis=data["basis"], text=data["text"], grounds=data["grounds"])
        more = [NewConsent(basis=data["basis"], text=self.read_text(p), purpose=p) for p in data["also"]]
        return (first, *more)


class GiveForm(_BasisForm):
    """One purpose, and for sharing one institution."""

    def __init__(self, *args: Any, purpose: str, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, purpose=purpose, **kwargs)
        self.organisation = organisation

    def clean(self) -> dict[str, Any]:
        self.clean_basis_and_grounds(self.cleaned_data)
        return self.cleaned_data


class PurposeForm(BaseForm, forms.Form):
    """The first question: what for, and for whom."""

    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"purpose": {Purpose.REFER: ("organisation",)}}
    marks_optional = False

    purpose = forms.ChoiceField(label=gettext_lazy("What for"), choices=Purpose.choices, widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name", "pk"),
        label=gettext_lazy("Which institution may receive the data"),
        empty_label=gettext_lazy("Choose"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("purpose") == Purpose.REFER and not data.get("organisation"):
            self.add_error("organisation", _("Choose the institution: consent to share names it."))
        return data
