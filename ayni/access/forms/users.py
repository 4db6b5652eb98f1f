from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access import queries, rules
from ayni.access.models import Membership, Office, Organisation, Reach, Reason, Team, User
from ayni.access.permissions import Role
from ayni.access.queries import Wanted
from ayni.design.base_form import BaseForm
from ayni.design.fields import DayField


def end_of(day: Any) -> datetime:
    """A role of "until the 30th" counts on the 30th."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) - timedelta(microseconds=1)


class FilterForm(BaseForm, forms.Form):
    """What the list is narrowed to. A value that is not in the list narrows nothing."""

    STATES: ClassVar = [
        ("", pgettext_lazy("masculine", "All")),
        ("active", _("With a role today")),
        ("ending", _("A role ends within 30 days")),
        ("ended", _("No role today")),
        ("suspended", _("Suspended accounts")),
        ("unprotected", _("Without a second factor")),
    ]

    marks_optional = False

    q = forms.CharField(label=_("Name, username or e-mail"), required=False, max_length=100)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Institution"),
        required=False,
        empty_label=pgettext_lazy("feminine", "All"),
    )
    office = forms.ModelChoiceField(
        Office.objects.none(),
        label=pgettext_lazy("users", "Office"),
        required=False,
        empty_label=pgettext_lazy("feminine", "All"),
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", pgettext_lazy("masculine", "All")), *Role.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, data: Any, *, by: User) -> None:
        super().__init__(data)
        self._set("organisation", queries.organisations_for(by))
        self._set("office", queries.offices_for(queries.managed_organisations(by)))

    def _set(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        got = self.cleaned_data
        return Wanted(
            text=got.get("q") or "",
            organisation=got["organisation"].pk if got.get("organisation") else None,
            office=got["office"].pk if got.get("office") else None,
            role=got.get("role") or "",
            state=got.get("state") or "",
        )

    @property
    def is_narrowed(self) -> bool:
        return self.wanted != Wanted()


class UserForm(BaseForm, forms.Form):
    """A form about a user. `values`: what goes to the verb, besides who and when."""

    def __init__(self, *args: Any, by: User, shown: User, membership: Membership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.shown, self.membership = by, shown, membership

    @property
    def values(self) -> dict[str, Any]:
        subject = {"membership": self.membership} if self.membership else {"user": self.shown}
        return {**subject, **self.cleaned_data}


class PlainForm(UserForm):
    """Nothing to fill in: only to say yes."""


class ReasonForm(UserForm):
    reason = forms.ChoiceField(label=_("Why?"), choices=Reason.choices, widget=forms.RadioSelect)


class UntilForm(UserForm):
    ends_on = DayField(
        label=_("Until which day?"), future=True, help_text=_("Twelve months at most. That day still counts.")
    )

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        ends_at = end_of(values.pop("ends_on"))
        return {**values, "ends_at": ends_at}


class _PlaceFields(forms.Form):
    """Where somebody works. The choices are those that the administrator takes care of."""

    def place(self, by: User, organisations: frozenset[int] | None) -> None:
        """`organisations`: where the role may be. None: anywhere."""
        self._choose("organisation", queries.organisations_for(by))
        self._choose("office", queries.offices_for(organisations))
        self._choose("team", queries.teams_for(organisations))

    def offer(self, by: User, organisations: frozenset[int] | None) -> None:
        """Only the roles and reaches that the rules can accept there. The rules still look at what is sent."""
        own = queries.own_institution()
        kinds = {True, False} if organisations is None else {pk in own for pk in organisations} or {False}
        roles = rules.roles_to_offer(kinds=kinds, has_offices=queries.offices_for(organisations).exists())
        reaches = rules.reaches_to_offer(roles, by_national=queries.is_national(by))
        # What is shown, and not what is taken: a rule refuses in better words than "not in the list".
        _show(self.fields["role"], roles)
        _show(self.fields["reach"], reaches)
        if len(reaches) < 2:
            self.fields["reach"].widget = forms.HiddenInput()

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows


def _show(field: forms.Field, offered: Iterable[Role | Reach]) -> None:
    if isinstance(field.widget, forms.RadioSelect):
        field.widget.choices = [(value.value, value.label) for value in offered]


def organisation_field() -> forms.ModelChoiceField[Organisation]:
    return forms.ModelChoiceField(Organisation.objects.none(), label=_("Institution"), empty_label=_("Choose"))


def office_field() -> forms.ModelChoiceField[Office]:
    return forms.ModelChoiceField(
        Office.objects.none(),
        label=pgettext_lazy("users", "Office"),
        required=False,
        empty_label=_("No office"),
        help_text=_("Needed for reception, caseworkers and supervisors."),
    )


class TeamField(forms.ModelChoiceField[Team]):
    def label_from_instance(self, team: Team) -> str:
        return f"{team.office.name}: {team.name}"


def team_field() -> TeamField:
    return TeamField(
        Team.objects.none(),
        label=_("Team"),
        required=False,
        empty_label=pgettext_lazy("users", "No team"),
        help_text=_("Whoever is in a team sees the restricted files of that team."),
    )


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)


def reach_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How far does it reach?"),
        choices=Reach.choices,
        initial=Reach.OFFICE,
        widget=forms.RadioSelect,
        help_text=_("Beyond the own office only for supervisors and administrators."),
    )


def _as_role(values: dict[str, Any]) -> dict[str, Any]:
    ends_at = end_of(values.pop("ends_on"))
    return {**values, "role": Role(values["role"]), "reach": Reach(values["reach"]), "ends_at": ends_at}


class GrantForm(UserForm, _PlaceFields):
    role = role_field()
    office = office_field()
    team = team_field()
    reach = reach_field()
    ends_on = DayField(
        label=_("Until which day?"), future=True, help_text=_("Twelve months at most. That day still counts.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The institution is not asked for here: it is that of the user.
        theirs = queries.units_of(self.shown.organisation_id)
        self.place(self.by, theirs)
        self.offer(self.by, theirs)
        self.initial.setdefault("office", self.shown.office_id)

    @property
    def values(self) -> dict[str, Any]:
        return _as_role(super().values)


class MoveForm(UserForm, _PlaceFields):
    organisation = organisation_field()
    office = office_field()
    team = team_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place(self.by, queries.managed_organisations(self.by))
        self.initial.setdefault("organisation", self.shown.organisation_id)


class InviteForm(BaseForm, _PlaceFields):
    email = forms.EmailField(
        label=_("E-mail at work"), max_length=254, help_text=_("The link goes there. It works once, for 72 hours.")
    )
    organisation = organisation_field()
    role = role_field()
    office = office_field()
    team = team_field()
    reach = reach_field()
    ends_on = DayField(
        label=_("Until which day?"), future=True, help_text=_("Twelve months at most. That day still counts.")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = queries.managed_organisations(by)
        self.place(by, managed)
        self.offer(by, managed)

    @property
    def values(self) -> dict[str, Any]:
        return _as_role(dict(self.cleaned_data))
