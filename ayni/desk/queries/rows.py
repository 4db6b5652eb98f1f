"""The rows that a number was counted from, as far as this user may open them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ayni.access.models import User
from ayni.cases.models import Case, Task
from ayni.facts.rows import unseal
from ayni.procedures.models import Application

SEALED = ("own_title", "remark", "case__wishes", "case__closing_note")
"""Encrypted, and not shown in a list."""


@dataclass(frozen=True)
class CountedStep:
    """A task, as the step that was counted: one task may stand for steps of several protocols."""

    task: Task
    code: str
    title: str


def counted_steps(user: User, rows: Sequence[tuple[str, str]], *, title: Callable[[str], str]) -> list[CountedStep]:
    """In the order of the sealed ids. What the user may not open, or no longer may, is left out."""
    ids = {sealed: unseal(sealed, table="steps") for sealed, _step in rows}
    visible = Case.objects.visible_to(user)
    tasks = Task.objects.filter(pk__in=[pk for pk in ids.values() if pk], case__in=visible)
    found = tasks.select_related("case__caseworker", "organisation").defer(*SEALED).order_by().in_bulk()
    return [CountedStep(found[pk], step, title(step)) for row, step in rows if (pk := ids[row]) and pk in found]


def counted_applications(user: User, rows: Sequence[tuple[str, str]]) -> list[Application]:
    """In the order of the sealed ids. What the user may not see, or no longer may, is left out."""
    ids = [pk for sealed, _nothing in rows if (pk := unseal(sealed, table="applications"))]
    visible = Application.objects.visible_to(user).filter(pk__in=ids).select_related("procedure").order_by().in_bulk()
    return [visible[pk] for pk in ids if pk in visible]


@dataclass(frozen=True)
class Neighbours:
    """The addresses of the page before and the page after; empty where there is none."""

    previous_url: str
    next_url: str

    @property
    def has_previous(self) -> bool:
        return bool(self.previous_url)

    @property
    def has_next(self) -> bool:
        return bool(self.next_url)
