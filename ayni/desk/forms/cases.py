from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation, Team, User
from ayni.cases.models import Area, Outcome, SkipReason, Stage, Status
from ayni.cases.queries import Filters
from ayni.design.fields import BaseForm, DayField
from ayni.governance.models import Urgency

LONGEST = 20_000
"""Characters of a note: about eight pages."""

ANY = ("", _("Any"))


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FilterForm(BaseForm, forms.Form):
    """What narrows the list of cases. It lives in the address, so that a list can be kept and sent."""

    marks_optional = False

    status = forms.ChoiceField(label=_("State"), choices=[ANY, *Status.choices], required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=[ANY, *Urgency.choices], required=False)
    profile = forms.ChoiceField(label=_("Profile"), required=False)
    stage = forms.ChoiceField(label=_("On the way"), choices=[ANY, *Stage.choices], required=False)
    area = forms.ChoiceField(
        label=_("Lives in"), choices=[ANY, *(one for one in Area.choices if one[0])], required=False
    )
    caseworker = forms.TypedChoiceField(label=_("Caseworker"), required=False, coerce=int, empty_value=None)
    overdue = forms.BooleanField(label=_("With something overdue"), required=False)

    def __init__(self, *args: Any, profiles: list[tuple[str, str]], caseworkers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = [(str(user.pk), user.display_name) for user in caseworkers]
        self.fields["profile"].choices = [ANY, *profiles]  # type: ignore[attr-defined]
        self.fields["caseworker"].choices = [ANY, *colleagues]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        return self.filters != Filters()

    @property
    def filters(self) -> Filters:
        """What was asked for. What makes no sense narrows nothing."""
        self.is_valid()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})


class DoneForm(BaseForm, forms.Form):
    remark = forms.CharField(label=_("Remark"), widget=_area(3), max_length=LONGEST, required=False)


class SkipForm(BaseForm, forms.Form):
    reason = forms.ChoiceField(label=_("Why is it skipped?"), choices=SkipReason.choices, widget=forms.RadioSelect)
    remark = forms.CharField(label=_("Remark"), widget=_area(3), max_length=LONGEST, required=False)


class TaskForm(BaseForm, forms.Form):
    title = forms.CharField(label=_("What has to be done?"), max_length=300)
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name", "pk"), label=_("Which institution does it?"), empty_label=_("Choose one")
    )
    due = DayField(label=_("By when?"), required=False, future=True, help_text=_("The day ends at midnight in Lima."))


class NoteForm(BaseForm, forms.Form):
    text = forms.CharField(
        label=_("New note"),
        widget=_area(5),
        max_length=LONGEST,
        help_text=_("Whoever may open this case reads it. It cannot be changed later: a correction is another note."),
    )


class CloseForm(BaseForm, forms.Form):
    outcome = forms.ChoiceField(label=_("How did the case end?"), choices=Outcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What should be known afterwards?"), widget=_area(4), max_length=LONGEST, required=False
    )


class ReopenForm(BaseForm, forms.Form):
    reason = forms.CharField(label=_("Why is the case opened again?"), widget=_area(4), max_length=LONGEST)


class ReassignForm(BaseForm, forms.Form):
    caseworker = forms.TypedChoiceField(label=_("Caseworker"), coerce=int)
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False, empty_label=_("No team"))
    note = forms.CharField(
        label=_("What whoever takes over has to know"),
        widget=_area(4),
        max_length=LONGEST,
        help_text=_("It is kept as a note of the case."),
    )

    def __init__(self, *args: Any, colleagues: list[User], teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {user.pk: user for user in colleagues}
        self.fields["caseworker"].choices = [(str(pk), user.display_name) for pk, user in self.colleagues.items()]  # type: ignore[attr-defined]
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    def clean_caseworker(self) -> User:
        return self.colleagues[self.cleaned_data["caseworker"]]
