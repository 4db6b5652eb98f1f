from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Team
from ayni.cases.models import Area, Stage
from ayni.cases.rules.cases import NEEDS_TEAM
from ayni.codelists.models import Profile
from ayni.design.fields import BaseForm
from ayni.governance.models import Urgency

from .cases import LONGEST


class DecideForm(BaseForm, forms.Form):
    """The suggestion, and what the caseworker makes of it."""

    marks_optional = False

    profiles = forms.MultipleChoiceField(label=_("Profiles"), widget=forms.CheckboxSelectMultiple, required=False)
    others = forms.MultipleChoiceField(label=_("Other profiles"), widget=forms.CheckboxSelectMultiple, required=False)
    main = forms.ChoiceField(label=_("Which is the main one?"), help_text=_("Its protocol comes first in the plan."))
    urgency = forms.ChoiceField(label=_("How soon must help begin?"), choices=Urgency.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why does your decision depart from the suggestion?"),
        help_text=_("Only if you chose other profiles or another urgency."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(
        self, *args: Any, weighed: Sequence[Profile], others: Sequence[Profile], why: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {profile.code: profile for profile in [*weighed, *others]}
        self.option_hints = {"profiles": why}  # type: ignore[misc]
        self.fields["profiles"].choices = [(p.code, p.label_es) for p in weighed]  # type: ignore[attr-defined]
        self.fields["others"].choices = [(p.code, p.label_es) for p in others]  # type: ignore[attr-defined]
        choose = ("", _("Choose one"))
        self.fields["main"].choices = [choose, *((p.code, p.label_es) for p in self.known.values())]  # type: ignore[attr-defined]

    @property
    def decision(self) -> dict[str, Any]:
        """As the verb takes it."""
        said = self.cleaned_data
        return {
            "profiles": [self.known[code] for code in [*said["profiles"], *said["others"]]],
            "main": self.known[said["main"]],
            "urgency": said["urgency"],
            "reason": said["reason"],
        }


class OpenForm(BaseForm, forms.Form):
    stage = forms.ChoiceField(
        label=_("Where is the person on the way?"), choices=Stage.choices, widget=forms.RadioSelect
    )
    area = forms.ChoiceField(label=_("What kind of place do they live in?"), choices=Area.choices, required=False)
    wishes = forms.CharField(
        label=_("What does the person want?"),
        help_text=_("In their own words. The plan is made for this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False, empty_label=_("No team"))

    def __init__(self, *args: Any, teams: Any, restricted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        if restricted:
            self._ask_for_team(self.fields["team"])

    def _ask_for_team(self, team: Any) -> None:
        """Whoever keeps a restricted case is chosen, never taken: the team's members will read it."""
        team.required, team.empty_label = True, _("Choose one")
        team.help_text = _("The case will be restricted: only this team and you will see it.")
        team.error_messages["required"] = NEEDS_TEAM


class OrientForm(BaseForm, forms.Form):
    text = forms.CharField(
        label=_("What did you tell the person?"),
        help_text=_("What they asked for, what you explained, where you sent them."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
    )
