from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.dateformat import format as write
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ayni.lib.tongues import TONGUES

from ..models import CallRequest, Category, Entry, Report, Side, Stance, State, Step
from ..parts import PARTS
from ..queries import category_words
from ..queries.participation import Outcome, Told
from ..rules import Noticed, Seems

register = template.Library()


@register.filter
def spoken_language(call: CallRequest) -> str:
    """Of whoever asked to be called."""
    return TONGUES.get(call.language) or _("Another one: have an interpreter with you")


PLAINLY: dict[str, str | Promise] = {
    State.RECEIVED: pgettext_lazy("to whoever told it", "We have it. Nobody has begun with it yet."),
    State.TAKEN: pgettext_lazy("to whoever told it", "Somebody is looking at it."),
    State.ANSWERED: pgettext_lazy("to whoever told it", "There is an answer. Read it below, and tell us whether it is good for you."),  # noqa: E501
    State.REOPENED: pgettext_lazy("to whoever told it", "You told us that the answer was not good. We look at it again."),  # noqa: E501
    State.CLOSED: pgettext_lazy("to whoever told it", "It is closed. If it is not, tell us below."),
    State.DISCARDED: pgettext_lazy("to whoever told it", "It was set aside: we could not understand it, or it came twice. Tell it anew if it matters."),  # noqa: E501
}  # fmt: skip
FOR_PERSON: dict[str, str | Promise] = {
    Step.RECEIVED: pgettext_lazy("to whoever told it", "You told us"),
    Step.TAKEN: pgettext_lazy("to whoever told it", "Somebody began to look at it"),
    Step.ANSWERED: pgettext_lazy("to whoever told it", "We answered"),
    Step.ADDED: pgettext_lazy("to whoever told it", "You added"),
    Step.SATISFIED: pgettext_lazy("to whoever told it", "You said that the answer is good"),
    Step.REOPENED: pgettext_lazy("to whoever told it", "You said that the answer is not good: it is open again"),
    Step.CLOSED: pgettext_lazy("to whoever told it", "It was closed, because nobody said anything of the answer"),
    Step.OMBUDSMAN: pgettext_lazy("to whoever told it", "You took it to the ombudsman"),
    Step.DISCARDED: pgettext_lazy("to whoever told it", "It was set aside"),
}
IN_LETTER: dict[str, str | Promise] = {
    **FOR_PERSON,
    Step.RECEIVED: pgettext_lazy("in the letter of whoever told it", "I told it"),
    Step.ANSWERED: pgettext_lazy("in the letter of whoever told it", "The unit answered"),
    Step.ADDED: pgettext_lazy("in the letter of whoever told it", "I added"),
    Step.SATISFIED: pgettext_lazy("in the letter of whoever told it", "I said that the answer is good for me"),
    Step.REOPENED: pgettext_lazy("in the letter of whoever told it", "I said that the answer is not good for me"),
    Step.OMBUDSMAN: pgettext_lazy("in the letter of whoever told it", "I take it to the ombudsman"),
}
"""The letter is theirs: in it they say «I», and «you» would be the ombudsman."""
SEEMS: dict[str, str | Promise] = {
    Seems.EMAIL: pgettext_lazy("seems", "an e-mail address"),
    Seems.PHONE: pgettext_lazy("seems", "a telephone number"),
    Seems.DOCUMENT: pgettext_lazy("seems", "the number of a document"),
    Seems.NAME: pgettext_lazy("seems", "a name"),
}


@register.filter
def category_in_words(category: Category) -> str:
    """What it is about, in the language of the page."""
    return category_words(category)


@register.filter
def plainly(report: Report) -> str:
    """Where it stands, for whoever told it."""
    return str(PLAINLY[report.state])


@register.filter
def step_for_person(entry: Entry) -> str:
    return str(FOR_PERSON.get(entry.step, ""))


@register.filter
def step_in_letter(entry: Entry) -> str:
    return str(IN_LETTER.get(entry.step, ""))


@register.filter
def seems(noticed: Noticed) -> str:
    return str(SEEMS[noticed.seems])


@register.filter
def who(entry: Entry) -> str:
    """Whoever is behind a line of the history, for whoever sees to the report."""
    if entry.by is not None:
        return entry.by.display_name
    return _("whoever told it") if entry.side == Side.PERSON else ""


@register.filter
def month_in_words(first: date) -> str:
    """noviembre de 2026, in the language of the page."""
    return write(first, "F Y")


@register.filter
def between(margin: tuple[float, float] | None) -> str:
    """entre 49 % y 94 %"""
    if margin is None:
        return ""
    low, high = (round(end * 100) for end in margin)
    return _("between %(low)s %% and %(high)s %%") % {"low": low, "high": high}


@register.filter
def share_in_words(told: Told) -> str:
    """80 % (entre 49 % y 94 %)"""
    if told.share is None:
        return _("too few said so")
    return f"{round(told.share * 100)} % ({between(told.margin)})"


@register.filter
def stances(outcome: Outcome) -> list[tuple[str, int]]:
    return [(str(Stance(code).label), outcome.stances.get(code, 0)) for code in Stance.values]


@register.inclusion_tag("feedback/parts.html", takes_context=True)
def feedback_parts(context: dict[str, Any]) -> dict[str, Any]:
    """The parts that this user works in, as a row of links."""
    request = context["request"]
    found = [(label, reverse(name)) for label, name, permission in PARTS if request.user.may(permission)]
    inside = max((href for _label, href in found if request.path.startswith(href)), key=len, default="")
    return {"parts": [{"label": label, "href": href, "current": href == inside} for label, href in found]}
