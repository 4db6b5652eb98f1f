"""The steps of looking for a relative: each one question, one form, one verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.cases import actions
from ayni.cases.models import Match, Tracing
from ayni.cases.queries import tracing as queries
from ayni.cases.rules import seen as marks
from ayni.desk.forms.supervision import NothingForm
from ayni.desk.forms.tracing import ConfirmMatchForm, OutcomeForm, RiskForm, SourceForm, WishForm


@dataclass(frozen=True)
class Step:
    title: str | Promise
    lead: str | Promise
    form: Callable[[Tracing, User, Any], forms.Form]
    verb: Callable[[Tracing, Mapping[str, Any], User, datetime], object]
    mark: Callable[[Tracing], str] | None = None
    """Of what the page shows, where another window may change it; the verb then takes it as `seen`."""


def _confirm_form(tracing: Tracing, user: User, data: Any) -> forms.Form:
    shown = queries.matches(tracing, user)
    names = [(one.match.pk, one.person.full_name) for one in shown if one.person and one.match.verdict != "RULED_OUT"]
    return ConfirmMatchForm(data, matches=names)


def _verify(tracing: Tracing, said: Mapping[str, Any], by: User, at: datetime) -> object:
    match = Match.objects.filter(tracing=tracing, pk=said["match"]).first() if said["match"] else None
    return actions.verify(tracing=tracing, match=match, by=by, at=at)


STEPS: dict[str, Step] = {
    "wish": Step(
        _("What does the person want?"),
        _("Ask alone, without whoever came with the child, in their language."),
        lambda tracing, user, data: WishForm(data, initial={"wish": tracing.wish, "words": tracing.wish_words}),
        lambda tracing, said, by, at: actions.hear_wish(tracing=tracing, by=by, at=at, **said),
        marks.of_wish,
    ),
    "found": Step(
        _("Somebody was found who has no file here"),
        _("From now on sources are gathered: two different ones have to agree."),
        lambda tracing, user, data: NothingForm(data),
        lambda tracing, said, by, at: actions.found_elsewhere(tracing=tracing, by=by, at=at),
    ),
    "source": Step(
        _("What a source says"),
        _("Two different sources have to agree before it counts as verified."),
        lambda tracing, user, data: SourceForm(data),
        lambda tracing, said, by, at: actions.add_source(tracing=tracing, by=by, at=at, **said),
    ),
    "verify": Step(
        _("They are family: it is verified"),
        _("Say which file they have, if they have one that you may open."),
        _confirm_form,
        _verify,
    ),
    "risk": Step(
        _("The risk of bringing them together"),
        _("Violence, exploitation, who is in the household, what the child says, who accompanies afterwards."),
        lambda tracing, user, data: RiskForm(data, initial={"risk": tracing.risk, "words": tracing.risk_words}),
        lambda tracing, said, by, at: actions.weigh_risk(tracing=tracing, by=by, at=at, **said),
        marks.of_weighing,
    ),
    "end": Step(
        _("How did it end?"),
        _("A search that has ended stays in the file. If there is news, another one begins."),
        lambda tracing, user, data: OutcomeForm(data),
        lambda tracing, said, by, at: actions.end_tracing(tracing=tracing, by=by, at=at, **said),
    ),
}
