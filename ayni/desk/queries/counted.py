"""The rows behind the numbers of regularisation and of the counter, in the order of their sealed ids, as far as this
user may see them: each with what a list says of it and, for whoever works there, its address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.design import words
from ayni.facts.rows import unseal
from ayni.procedures.models import Application, Appointment, Card, Item, Ticket


@dataclass(frozen=True)
class Row:
    title: str
    href: str
    cells: list[tuple[str | Promise, str]]
    """Each with the word of its column."""


@dataclass(frozen=True)
class Listing:
    columns: list[str | Promise]
    rows: list[Row]


@dataclass(frozen=True)
class Kind:
    """How the rows of a table of facts are listed."""

    name: str | Promise
    columns: tuple[str | Promise, ...]
    visible: Callable[[User], QuerySet[Any]]
    title: Callable[[Any], str]
    cells: Callable[[Any], Sequence[str]]
    permission: Permission
    """Of the page that a row leads to."""
    address: Callable[[Any], str]


def _items(user: User) -> QuerySet[Item]:
    seen = Application.objects.visible_to(user).order_by().values("pk")
    return Item.objects.filter(application__in=seen).select_related("application__procedure", "requirement")


def _moment(at: Any) -> str:
    return words.moment(at) if at else "\N{EN DASH}"


_STATE = _("State")
KINDS: Mapping[str, Kind] = {
    "checklist": Kind(
        _("Application"),
        (pgettext_lazy("rows", "Procedure"), _("Requirement now"), pgettext_lazy("rows", "Submitted")),
        _items,
        lambda item: item.application.number,
        lambda item: (
            item.application.procedure.label_es,
            item.get_state_display(),
            _moment(item.application.submitted_at),
        ),
        Permission.APPLICATION_VIEW,
        lambda item: reverse("procedures:application", args=[item.application_id]),
    ),
    "appointments": Kind(
        _("Appointment"),
        (pgettext_lazy("rows", "Procedure"), _("When"), _STATE),
        lambda user: Appointment.objects.nameable_by(user).select_related("procedure"),
        lambda one: one.number,
        lambda one: (one.procedure.label_es, _moment(one.starts_at), one.get_state_display()),
        Permission.APPOINTMENT_BOOK,
        lambda one: reverse("procedures:appointment", args=[one.pk]),
    ),
    "tickets": Kind(
        _("Ticket"),
        (_("Arrived"), _("First called"), _("Minutes of attention"), _STATE),
        lambda user: Ticket.objects.visible_to(user).select_related("series"),
        lambda one: one.code,
        lambda one: (
            _moment(one.arrived_at),
            _moment(one.first_called_at),
            "\N{EN DASH}" if one.attention_seconds is None else str((one.attention_seconds + 30) // 60),
            one.get_state_display(),
        ),
        Permission.QUEUE_WORK,
        lambda one: reverse("procedures:queue-ticket", args=[one.pk]),
    ),
    "cards": Kind(
        _("Card"),
        (_("Where it is"), _("Since")),
        lambda user: Card.objects.visible_to(user),
        lambda one: one.number,
        lambda one: (one.get_place_display(), _moment(one.since)),
        Permission.CARD_CARRY,
        lambda one: reverse("procedures:card", args=[one.pk]),
    ),
}


def listing(user: User, table: str, rows: Sequence[tuple[str, str]], kinds: Mapping[str, Kind] = KINDS) -> Listing:
    """What the user may not see, or no longer may, is left out."""
    kind = kinds[table]
    ids = [pk for sealed, _nothing in rows if (pk := unseal(sealed, table=table))]
    found = kind.visible(user).filter(pk__in=ids).order_by().in_bulk()
    opens = user.may(kind.permission)
    return Listing(
        [kind.name, *kind.columns],
        [
            Row(
                kind.title(found[pk]),
                kind.address(found[pk]) if opens else "",
                list(zip(kind.columns, kind.cells(found[pk]), strict=True)),
            )
            for pk in ids
            if pk in found
        ],
    )
