"""Forms of supervisors: what to look at, what to approve, where a case goes, who is away."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Team, User, Verdict
from ayni.cases.actions.transfers import Grounds
from ayni.cases.models import Asking, Case
from ayni.cases.queries.workload import Scope
from ayni.cases.rules.transfers import AGREED
from ayni.design.fields import BaseForm, DayField
from ayni.governance.models import Urgency
from ayni.lib.periods import end_of_day
from ayni.people.models import Basis, Consent, Sensitivity

from .cases import ANY, LONGEST


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def beginning_of(day: date) -> datetime:
    """The first moment of a day in Lima."""
    like = localtime(now())
    return datetime(day.year, day.month, day.day, tzinfo=like.tzinfo).astimezone(UTC)


def until(day: date) -> datetime:
    """A day lasts until its end, in Lima."""
    return end_of_day(day, like=localtime(now())).astimezone(UTC)


class People(forms.TypedChoiceField):
    """One of these colleagues."""

    def __init__(self, users: Iterable[User], **kwargs: Any) -> None:
        self.users = {str(user.pk): user for user in users}
        choices = [("", _("Choose one")), *((pk, user.display_name) for pk, user in self.users.items())]
        super().__init__(choices=choices, coerce=self.users.__getitem__, empty_value=None, **kwargs)


class ManyPeople(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, users: Iterable[User], **kwargs: Any) -> None:
        self.users = {str(user.pk): user for user in users}
        choices = [(pk, user.display_name) for pk, user in self.users.items()]
        super().__init__(choices=choices, coerce=self.users.__getitem__, **kwargs)


class LookForm(BaseForm, forms.Form):
    """What a supervisor looks at. It lives in the address."""

    marks_optional = False

    office = forms.TypedChoiceField(label=_("Office"), required=False, coerce=int, empty_value=None)
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, offices: Sequence[Office], teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [ANY, *((str(o.pk), o.name) for o in offices)]  # type: ignore[attr-defined]
        self.fields["team"].choices = [ANY, *((str(t.pk), t.name) for t in teams)]  # type: ignore[attr-defined]

    @property
    def scope(self) -> Scope:
        """What was asked for. What makes no sense narrows nothing."""
        self.is_valid()
        return Scope(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return self.scope != Scope()


class WorklistForm(LookForm):
    caseworker = forms.TypedChoiceField(label=_("Caseworker"), required=False, coerce=int, empty_value=None)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=[ANY, *Urgency.choices], required=False)
    overdue = forms.BooleanField(label=_("With something overdue"), required=False)

    def __init__(self, *args: Any, caseworkers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(user.pk), user.display_name) for user in caseworkers]
        self.fields["caseworker"].choices = [ANY, *known]  # type: ignore[attr-defined]


class HandOverForm(BaseForm, forms.Form):
    cases = forms.MultipleChoiceField(label=_("Which cases"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=_("What whoever takes over has to know"),
        widget=area(4),
        max_length=LONGEST,
        help_text=_("It is kept as a note of each of these cases."),
    )

    def __init__(self, *args: Any, rows: Sequence[Case], colleagues: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(case.pk): case for case in rows}
        labels = [(pk, f"{case.number} · {case.person.listed_name}") for pk, case in self.rows.items()]
        self.fields["cases"].choices = labels  # type: ignore[attr-defined]
        self.fields["to"] = People(colleagues, label=_("To whom"))
        self.order_fields(["cases", "to", "note"])

    def clean_cases(self) -> list[Case]:
        return [self.rows[pk] for pk in self.cleaned_data["cases"]]


class RemarkForm(BaseForm, forms.Form):
    answer = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    remark = forms.CharField(
        label=_("Remark"),
        widget=area(3),
        max_length=LONGEST,
        required=False,
        help_text=_("Needed when you send it back: what has to change."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [("approve", _("I approve it")), ("send_back", _("I send it back"))]  # type: ignore[attr-defined]


class NothingForm(BaseForm, forms.Form):
    """A button."""


class ApprovalRulesForm(BaseForm, forms.Form):
    marks_optional = False

    def __init__(self, *args: Any, needed: Mapping[tuple[str, str], bool] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Asking:
            chosen = [level for level in Sensitivity.values if (needed or {}).get((kind.value, level))]
            self.fields[kind.value.lower()] = forms.MultipleChoiceField(
                label=kind.label, choices=Sensitivity.choices, widget=forms.CheckboxSelectMultiple, required=False,
                initial=chosen,
            )  # fmt: skip

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(kind, level) for kind in Asking.values for level in self.cleaned_data[kind.lower()]]


class TransferForm(BaseForm, forms.Form):
    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
        "basis": dict.fromkeys(sorted(AGREED), ("consent",))
    }

    office = forms.ModelChoiceField(Office.objects.none(), label=_("Which office"), empty_label=_("Choose one"))
    basis = forms.ChoiceField(label=_("On which ground"), choices=Basis.choices, widget=forms.RadioSelect)
    consent = forms.ModelChoiceField(
        Consent.objects.none(), label=_("Which consent"), required=False, empty_label=_("Choose one")
    )
    reason = forms.CharField(
        label=_("Why should the case move?"),
        widget=area(3),
        max_length=LONGEST,
        help_text=_("The other office reads this once the case is theirs."),
    )
    summary = forms.CharField(
        label=_("What the other office has to know to decide"),
        widget=area(4),
        max_length=LONGEST,
        help_text=_("It reads this before it accepts. Do not write names or what identifies the person."),
    )

    def __init__(self, *args: Any, offices: Any, consents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["office"].label_from_instance = lambda o: f"{o.name} · {o.organisation.name}"  # type: ignore[attr-defined]
        self.fields["consent"].queryset = consents  # type: ignore[attr-defined]
        self.fields["consent"].label_from_instance = lambda c: str(c.organisation)  # type: ignore[attr-defined]

    @property
    def grounds(self) -> Grounds:
        return Grounds(self.cleaned_data["basis"], self.cleaned_data.get("consent"))


class ReceiveForm(BaseForm, forms.Form):
    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"decision": {"accept": ("caseworker", "team")}}

    decision = forms.ChoiceField(
        label=_("Does your office take this case over?"),
        choices=[("accept", _("Yes")), ("decline", _("No"))],
        widget=forms.RadioSelect,
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False, empty_label=_("No team"))
    answer = forms.CharField(
        label=_("What the sender should know"),
        widget=area(3),
        max_length=LONGEST,
        required=False,
        help_text=_("Needed when you decline."),
    )

    def __init__(self, *args: Any, caseworkers: Sequence[User], teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caseworker"] = People(caseworkers, label=_("Caseworker"))
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.order_fields(["decision", "caseworker", "team", "answer"])


class AbsenceForm(BaseForm, forms.Form):
    starts = DayField(label=_("First day away"))
    ends = DayField(label=_("Last day away"), future=True)

    def __init__(
        self, *args: Any, user: User, staff: Sequence[User], colleagues: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if len(staff) > 1:
            self.fields["who"] = People(staff, label=_("Who is away"), initial=str(user.pk))
        self.fields["substitutes"] = ManyPeople(
            colleagues,
            label=_("Who stands in"),
            help_text=_("Cases, tasks, notices and approvals reach them. What is restricted reaches only its team."),
        )
        self.order_fields(["who", "starts", "ends", "substitutes"])

    @property
    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "user": data.get("who") or self.user,
            "substitutes": data["substitutes"],
            "starts_at": beginning_of(data["starts"]),
            "ends_at": until(data["ends"]),
        }


class GlassForm(BaseForm, forms.Form):
    number = forms.CharField(
        label=_("Number of the case"),
        max_length=20,
        help_text=_("As it was given to you by the person, by the institution or by the focal point."),
    )
    why = forms.CharField(
        label=_("What happened, and why can it not wait?"),
        widget=area(4),
        max_length=LONGEST,
        help_text=_("The team of the case reads this today."),
    )


class GlassReviewForm(BaseForm, forms.Form):
    verdict = forms.ChoiceField(label=_("Was there reason for it?"), choices=Verdict.choices, widget=forms.RadioSelect)
    review = forms.CharField(label=_("Why"), widget=area(3), max_length=LONGEST)


class ConferenceForm(BaseForm, forms.Form):
    AGREEMENTS: ClassVar[int] = 4

    held_on = DayField(label=_("Day of the conference"), past=True)
    guests = forms.CharField(
        label=_("Others who were there"),
        required=False,
        max_length=1000,
        help_text=_("The person, family, other institutions."),
    )
    minutes = forms.CharField(label=_("What was said and decided"), widget=area(8), max_length=LONGEST)

    def __init__(self, *args: Any, inside: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participants"] = ManyPeople(inside, label=_("Colleagues who were there"))
        for n in range(1, self.AGREEMENTS + 1):
            self.fields[f"title_{n}"] = forms.CharField(label=_("What was agreed"), required=False, max_length=300)
            self.fields[f"owner_{n}"] = People(inside, label=_("Who sees to it"), required=False)
            self.fields[f"due_{n}"] = DayField(label=_("By when"), required=False, future=True)
        self.order_fields(["held_on", "participants", "guests", "minutes"])

    @property
    def agreements(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{n}"] for name in ("title", "owner", "due")] for n in range(1, self.AGREEMENTS + 1)]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for n in range(1, self.AGREEMENTS + 1):
            parts = {name: data.get(f"{name}_{n}") for name in ("title", "owner", "due")}
            missing = [name for name, value in parts.items() if not value]
            for name in missing if len(missing) < len(parts) else []:
                if f"{name}_{n}" not in self.errors:
                    self.add_error(f"{name}_{n}", ValidationError(_("An agreement has all three: what, who, by when.")))
        return data

    @property
    def agreed(self) -> list[tuple[str, User, datetime]]:
        data = self.cleaned_data
        return [
            (data[f"title_{n}"], data[f"owner_{n}"], until(data[f"due_{n}"]))
            for n in range(1, self.AGREEMENTS + 1)
            if data.get(f"title_{n}")
        ]

    @property
    def held_at(self) -> datetime:
        return min(beginning_of(self.cleaned_data["held_on"]), now())
