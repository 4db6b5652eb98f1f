from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayni.cases.models import Need
from ayni.codelists.models import LegalNorm
from ayni.design.fields import BaseForm
from ayni.governance.models import Urgency
from ayni.lib.errors import RuleBroken
from ayni.people.models import Basis, Consent, ConsentText
from ayni.people.queries import Shareable
from ayni.people.rules.consents import check_basis

from .. import rules
from ..actions import Ground
from .words import text_field

LANGUAGES = {
    "es": _("Spanish"),
    "en": _("English"),
    "pt": _("Portuguese"),
    "fr": _("French"),
    "ht": _("Haitian Creole"),
}


class _ReferFields(forms.Form):
    """The fields of `ReferForm`, of which the data and the basis depend on the person and the step."""

    reason = text_field(
        _("What you ask of the institution"),
        hint=_("Write only what it needs to know to help. Leave out names of others and what happened in detail."),
    )
    urgency = forms.ChoiceField(label=_("How soon help must begin"), choices=Urgency.choices, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        shareable: list[Shareable],
        standing: Consent | None,
        bases: frozenset[Basis],
        texts: list[ConsentText],
        may_be_minor: bool,
        needs: Sequence[Need] = (),
        agreed: rules.Agreed | None = None,
        norms: Sequence[LegalNorm] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agreed, self.norms = agreed, {norm.code: norm for norm in norms}
        self.needs = {str(need.pk): need for need in needs}
        self._add_need()
        self.shareable, self.standing, self.texts = shareable, standing, texts
        self.bases, self.may_be_minor = bases, may_be_minor
        self.groups = self._add_data(shareable)
        self.relies_on_standing = standing is not None and standing.basis in bases
        if not self.relies_on_standing:
            self._add_basis(bases, texts)

    def _add_need(self) -> None:
        if self.needs:
            choices = [(pk, f"{need.sector.label_es}: {need.words}") for pk, need in self.needs.items()]
            self.fields["need"] = forms.ChoiceField(
                label=_("Which need it is to meet"), required=False, widget=forms.RadioSelect,
                choices=[*choices, ("", _("None of them"))],
            )  # fmt: skip

    def _add_data(self, shareable: list[Shareable]) -> list[str]:
        """One group of boxes for each part of the file. Returns the names of the fields."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in shareable:
            groups.setdefault(self._heading(one), []).append((one.field, f"{one.label}: {one.value}"))
        for n, (group, choices) in enumerate(groups.items()):
            self.fields[f"data_{n}"] = forms.MultipleChoiceField(
                label=group, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        return [f"data_{n}" for n in range(len(groups))]

    def _heading(self, one: Shareable) -> str:
        """The part of the file, marked where the agreement does not name it."""
        if self.agreed is None or not self.agreed.is_in_force or one.section in self.agreed.sections:
            return one.group
        return gettext("%(part)s (outside the agreement)") % {"part": one.group}

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
        self.fields["norm"] = forms.ChoiceField(
            label=_("Norm that obliges or allows it"),
            choices=[("", _("None named")), *((code, norm.label_es) for code, norm in self.norms.items())],
            required=False,
        )
        self.fields["grounds"] = text_field(
            _("Why the law allows it here, if the person does not consent"), required=False, rows=3
        )


class ReferForm(BaseForm, _ReferFields):
    """What is asked, how soon, which data leave, and on what grounds. Nothing is ticked beforehand."""

    marks_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, bases: frozenset[Basis], **kwargs: Any) -> None:
        by_norm = {Basis.LEGAL_DUTY, Basis.PUBLIC_FUNCTION}
        asks_for: dict[str, tuple[str, ...]] = {
            basis.value: ("text",) if basis in rules.CONSENTS else ("grounds",) for basis in bases
        }
        asks_for |= {basis.value: ("norm", "grounds") for basis in bases & by_norm}
        self.reveals = {"basis": asks_for}  # type: ignore[misc]
        super().__init__(*args, bases=bases, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["fields"] = [field for name in self.groups for field in cleaned.pop(name, [])]
        for name in ("basis", "grounds"):
            cleaned.setdefault(name, "")
        cleaned["norm"] = self.norms.get(cleaned.get("norm", ""))
        if cleaned["norm"] and "grounds" not in self.errors:
            cleaned["grounds"] = cleaned["grounds"].strip() or cleaned["norm"].label_es
        cleaned["need"] = self.needs.get(cleaned.get("need", ""))
        cleaned["text"] = next((text for text in self.texts if str(text.pk) == cleaned.get("text")), None)
        if cleaned["basis"] in rules.CONSENTS and self.texts and not cleaned["text"] and "text" not in self.errors:
            self.add_error("text", gettext("Read the text aloud, and say in which language."))
        if not self.errors.keys() & {"basis", "text", "grounds"} and (cleaned["basis"] or self.relies_on_standing):
            self._check_ground(cleaned)
        return cleaned

    def asked(self) -> dict[str, Any]:
        """What the verb takes."""
        said = self.cleaned_data
        ground = Ground(basis=said["basis"], grounds=said["grounds"], text=said["text"], norm=said["norm"])
        return {name: said[name] for name in ("reason", "urgency", "fields", "need")} | {"ground": ground}

    def _check_ground(self, cleaned: dict[str, Any]) -> None:
        """What sending would refuse is said here, before the page that shows what will be sent."""
        given, grounds, text = cleaned["basis"], cleaned["grounds"], cleaned["text"]
        agrees, standing = given in rules.CONSENTS, self.standing
        if given == Basis.LEGAL_DUTY and cleaned["norm"]:
            standing = None
        basis = standing.basis if standing else given
        chosen = {str(one.section) for one in self.shareable if one.field in cleaned["fields"]}
        try:
            if standing is None and (agrees or grounds.strip()):
                check_basis(basis=given, may_be_minor=self.may_be_minor, has_text=text is not None, grounds=grounds)
            has_consent = standing is not None or agrees
            why = standing.grounds if standing else grounds
            rules.check_may_share(bases=self.bases, basis=basis, has_consent=has_consent, grounds=why)
            has_norm = cleaned["norm"] is not None or standing is not None
            rules.check_covered(basis=basis, has_consent=has_consent, has_norm=has_norm, agreed=self.agreed)
            rules.check_sections(basis=basis, chosen=chosen, agreed=self.agreed)
        except RuleBroken as broken:
            has_said = agrees or standing is not None or bool(grounds.strip())
            self.add_error(self._place(has_said=has_said), str(broken))

    def _place(self, *, has_said: bool) -> str | None:
        """Beside which field it stands."""
        if self.relies_on_standing:
            return None
        return "basis" if has_said else "grounds"
