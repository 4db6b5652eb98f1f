"""What happened, in words. A test sees to it that every verb which is recorded with a thread has its sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.audit.models import Event
from ayni.cases.models import Outcome, SkipReason

VERBS: dict[str, str | Promise] = {
    "case.opened": gettext_lazy("Read the file of the case"),
    "case.started": gettext_lazy("Opened the case"),
    "case.closed": gettext_lazy("Closed the case"),
    "case.reopened": gettext_lazy("Opened the case again"),
    "case.reassigned": gettext_lazy("Handed the case on"),
    "task.added": gettext_lazy("Added a task"),
    "task.done": gettext_lazy("Finished a task"),
    "task.skipped": gettext_lazy("Skipped a task"),
    "task.taken_back": gettext_lazy("Took a finished task back"),
    "task.referred": gettext_lazy("Referred a task"),
    "task.returned": gettext_lazy("A referral ended without result: the task is to be done again"),
    "note.written": gettext_lazy("Wrote a note"),
    "screening.started": gettext_lazy("Began a screening"),
    "screening.oriented": gettext_lazy("Ended a screening with an orientation"),
    "screening.opened": gettext_lazy("Read the answers of the screening"),
}

LABELS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "case.closed": lambda details: str(Outcome(details["outcome"]).label),
    "task.skipped": lambda details: str(SkipReason(details["reason"]).label),
}
"""What a code in the details says about the event."""

ATTENTION = frozenset({"case.closed", "case.reopened", "case.reassigned", "task.taken_back", "task.returned"})


def sentence(event: Event, title: str = "") -> str:
    """What was done, and to which task. A verb that nobody gave words is shown as it is, never hidden."""
    what = str(VERBS.get(event.verb, event.verb))
    more = [title] if title else []
    if event.verb in LABELS:
        more.append(LABELS[event.verb](event.details))
    return f"{what}: {' · '.join(more)}" if more else what


def somebody(by: str) -> str:
    """Who did it, when it was no user."""
    if by.startswith("link:"):
        return _("Through the link of an institution")
    return _("Ayni") if by == "system" else _("A former user")


def tone(verb: str) -> str:
    return "attention" if verb in ATTENTION else ""
