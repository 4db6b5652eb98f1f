"""Moving a case to a newer version of a protocol, and saying that something shows a gap."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.design.fields import BaseForm, DayField
from ayni.governance.models import Gap, GapKind
from ayni.governance.rules.gaps import GapFields

from .cases import LONGEST


class MoveForm(BaseForm, forms.Form):
    reason = forms.CharField(
        label=_("Why does this case move?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST
    )
    starts_on = DayField(
        label=_("From which day do the deadlines of the new steps count?"),
        help_text=_("A day on which the new version was in force, and at most a month ahead."),
    )


class GapField(forms.ModelChoiceField[Gap]):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Gap.objects.none(), to_field_name="code", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} · {obj.title}"


class WhichGapForm(BaseForm, forms.Form):
    """A gap that is open, or a new one."""

    EXISTING, NEW = "existing", "new"

    which = forms.ChoiceField(
        label=_("Which gap does it show?"),
        choices=[(EXISTING, _("One that is registered")), (NEW, _("A new one"))],
        widget=forms.RadioSelect,
    )
    gap = GapField(label=_("Registered gap"), empty_label=_("Choose one"))
    title = forms.CharField(label=_("The gap in one line"), max_length=160)
    kind = forms.ChoiceField(label=_("What fails"), choices=GapKind.choices)
    what_fails = forms.CharField(
        label=_("What is not done, and should be"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("About the rule or the service. All staff read it: nothing by which a person could be recognised."),
    )

    reveals: ClassVar = {"which": {EXISTING: ("gap",), NEW: ("title", "kind", "what_fails")}}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Gap.objects.visible_to(user).open().order_by("-opened_at", "-pk")
        self.fields["gap"].queryset = rows  # type: ignore[attr-defined]

    @property
    def new_gap(self) -> GapFields | None:
        """What was written of a new gap, if it is to be one. Whom it hits and where is said in the register, not here:
        from a hidden file it would tell of the file."""
        said = self.cleaned_data
        if said["which"] != self.NEW:
            return None
        return GapFields(title=said["title"], kind=said["kind"], what_fails=said["what_fails"])


class ShownGapForm(WhichGapForm):
    """The same beside a denial or an unmet need, where it may also turn out to be none."""

    NONE = "none"

    def __init__(self, *args: Any, user: User, shown: Gap | None, **kwargs: Any) -> None:
        initial = {"which": self.EXISTING, "gap": shown.code} if shown else {}
        super().__init__(*args, user=user, initial=initial, **kwargs)
        if shown:
            self.fields["which"].choices += [(self.NONE, _("None"))]  # type: ignore[attr-defined]


class FieldNoteForm(BaseForm, forms.Form):
    text = forms.CharField(
        label=_("What did you see?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
        help_text=_("Colleagues who work with cases read it. Without names, numbers or anything of one person."),
    )
    department = forms.ChoiceField(label=_("Where?"), required=False)
    gap = GapField(label=_("Gap that it shows"), required=False, empty_label=_("Not known yet"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = codelists.kept_departments()
        self.fields["department"].choices = [("", _("In no place in particular")), *places]  # type: ignore[attr-defined]
        self.fields["gap"].queryset = Gap.objects.visible_to(user).open().order_by("-opened_at", "-pk")  # type: ignore[attr-defined]

    def clean_department(self) -> Territory | None:
        return codelists.departments().filter(code=self.cleaned_data["department"]).first()
