"""What is asked of whoever receives, evaluates and decides."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.design.fields import BaseForm
from ayni.files.fields import PAPERS, PictureForm, picture_field
from ayni.files.preparing import Drawn, Kind
from ayni.files.redrawing import MOST_BYTES, Refusal
from ayni.files.rules import SENTENCES

from .. import rules
from ..models import AppealKind, Applies, Item, ItemState, Procedure
from ..speech import name_of


def words_field(label: Any, *, hint: Any = "", required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


SURE = frozenset({"stated", "high"})


class ProcedureField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        """What is not sure looks unconfirmed, here too: an option holds no mark-up."""
        name = name_of(obj)
        return name if obj.confidence in SURE else f"{name} {gettext('(to be confirmed)')}"


class BeginForm(BaseForm, forms.Form):
    procedure = ProcedureField(Procedure.objects.none(), label=_("What the person applies for"))
    circumstances = forms.MultipleChoiceField(
        label=_("Which of these holds, as the person says it"),
        help_text=_("It changes what is asked of them. Leave all of them empty if none holds."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, procedures: QuerySet[Procedure], circumstances: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].queryset = procedures  # type: ignore[attr-defined]
        self.fields["circumstances"].choices = [  # type: ignore[attr-defined]
            (one, Applies(one).label) for one in circumstances
        ]


class PaperForm(PictureForm):
    """A paper of one requirement; or that it was seen at the desk, without a copy."""

    drawing = Kind.SCAN
    needs_file = False

    picture = picture_field(
        PAPERS, _("JPEG, PNG or WebP, or a PDF of up to 20 pages; up to 10 MB. Only how it looks is kept.")
    )
    seen = forms.BooleanField(label=_("I saw it at the desk, and no copy is kept"), required=False)
    field_order = ("picture", "camera", "seen")

    def paper(self) -> Drawn | None:
        return self.drawn

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and self.drawn is None and not data.get("seen"):
            self.add_error("picture", _("Choose a file, or take a picture."))
        return data


class SignedForm(BaseForm, forms.Form):
    """A resolution that was signed elsewhere. It is not drawn anew: the signature would be gone."""

    signed_file = forms.FileField(
        label=_("The signed PDF"), allow_empty_file=True, widget=forms.FileInput({"accept": "application/pdf"})
    )
    content = b""

    def clean_signed_file(self) -> "UploadedFile[bytes]":
        upload: UploadedFile[bytes] = self.cleaned_data["signed_file"]
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(str(SENTENCES[Refusal.TOO_LARGE]))
        self.content = upload.read()
        if not self.content:
            raise forms.ValidationError(str(SENTENCES[Refusal.EMPTY]))
        return upload


class VerdictForm(BaseForm, forms.Form):
    """Of one paper."""

    verdict = forms.ChoiceField(
        label=_("What you find"),
        choices=[(one.value, one.label) for one in rules.VERDICTS],
        widget=forms.RadioSelect,
    )
    reason = words_field(_("Why, in plain words"), hint=_("The person reads it as you write it."), rows=3)
    reveals: ClassVar = {"verdict": {one.value: ("reason",) for one in sorted(rules.NEEDS_REASON)}}

    def __init__(self, *args: Any, item: Item | None = None, **kwargs: Any) -> None:
        """`item`: the line that it is about, as it is kept."""
        super().__init__(*args, **kwargs)
        self.item = item

    @property
    def stands(self) -> list[tuple[str, str]]:
        """What was found of the line meanwhile, not what the form begins with."""
        if not self.is_overwritten or self.item is None:
            return []
        said = [("verdict", str(ItemState(self.item.state).label)), ("reason", self.item.reason)]
        return [(str(self.fields[name].label), words) for name, words in said if words]


class CorrectionForm(BaseForm, forms.Form):
    days = forms.TypedChoiceField(
        label=_("Working days that the person has to correct"),
        choices=[(days, str(days)) for days in rules.CORRECTION_DAYS],
        coerce=int,
        initial=10,
    )


class DecisionForm(BaseForm, forms.Form):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("approve", _("Approve it")),
            ("reject", _("Reject it")),
            ("send_back", _("Send it back to the evaluator")),
        ],
        widget=forms.RadioSelect,
    )
    grounds = words_field(_("Grounds"), hint=_("They stand in the resolution that the person receives."))
    reveals: ClassVar = {"decision": {"approve": ("grounds",), "reject": ("grounds",)}}

    @property
    def stands(self) -> list[tuple[str, str]]:
        """Nothing: no decision was made; it is the verdicts that changed, and they are on the page."""
        return []


class NamingForm(BaseForm, forms.Form):
    """`named`: the parameter of the verb, with its label."""

    def __init__(self, *args: Any, named: str, label: str, users: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[named] = forms.ModelChoiceField(users, label=label)
        field.label_from_instance = lambda user: user.display_name  # type: ignore[method-assign,assignment]


class AppealForm(BaseForm, forms.Form):
    kind = forms.ChoiceField(label=_("Kind of appeal"), choices=AppealKind.choices, widget=forms.RadioSelect)
    grounds = words_field(_("What the person says against the decision"))


class AppealDecisionForm(BaseForm, forms.Form):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("founded", _("Founded: what was asked for is granted")), ("unfounded", _("Unfounded"))],
        widget=forms.RadioSelect,
    )
    grounds = words_field(_("Grounds"), hint=_("They stand in the resolution that the person receives."))

    def __init__(self, *args: Any, goes_on: bool, **kwargs: Any) -> None:
        """`goes_on`: it is about an abandonment, and nobody has decided yet on what was asked for."""
        super().__init__(*args, **kwargs)
        if goes_on:
            founded = _("Founded: the application goes on, and the person has again the time to correct")
            self.fields["decision"].choices = [("founded", founded), ("unfounded", _("Unfounded"))]  # type: ignore[attr-defined]
