"""Who asks how an application stands, and what they may see of it without an account."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from ayni.lib.ids import is_uuid
from ayni.lib.together import read_together
from ayni.people.models import Sensitivity

from .. import rules
from ..models import (
    LIVE,
    AppealKind,
    AppealState,
    Application,
    Appointment,
    Card,
    Item,
    ItemState,
    Look,
    Place,
    Resolution,
    State,
)
from ..rules import looks as looking
from . import places
from .appeals import of_appeals
from .applications import received_incomplete


def asked_for(asked: dict[str, str]) -> Application | None:
    """The application of this number, if the birth that was typed is that of its person."""
    rows = Application.objects.select_related("person", "procedure").filter(number=asked.get("number", ""))
    found = rows.filter(person__erased_at__isnull=True).first()
    if found is None:
        return None
    fits = looking.birth_fits(
        known=found.person.birth_date, precision=found.person.birth_precision,
        typed=date.fromisoformat(asked["birth"]), typed_precision=asked["precision"],
    )  # fmt: skip
    return found if fits else None


def to_answer(limit: int) -> list[UUID]:
    rows = Look.objects.filter(looked_at__isnull=True).order_by("begun_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def codes_for(application: Application, since: datetime) -> int:
    return application.looks.filter(begun_at__gte=since).count()


def is_hidden(application: Application) -> bool:
    """Whether the person has a case that not everybody may know of."""
    return application.person.compartments.exclude(sensitivity=Sensitivity.ORDINARY).exists()


def look_of(key: str) -> Look | None:
    """For whoever types the code."""
    return Look.objects.filter(pk=UUID(key)).first() if is_uuid(key) else None


def open_look(key: str, at: datetime) -> Look | None:
    """The one that this browser gave the code for, while it lasts."""
    if not is_uuid(key):
        return None
    rows = Look.objects.select_related("application__procedure", "application__person", "application__office")
    found = rows.filter(pk=UUID(key), application__person__erased_at__isnull=True, opened_at__isnull=False).first()
    if found is None or not looking.is_open(opened_at=found.opened_at, ended_at=found.ended_at, at=at):
        return None
    return found


def says_all(look: Look) -> bool:
    """Asked at every page: a case may have become reserved since the code was sent. Whoever wanted messages to say
    nothing reads the same few words as whoever is hidden, so that neither can be told from the other."""
    assert look.application is not None  # noqa: S101
    return look.may_say_all and not is_hidden(look.application)


@dataclass(frozen=True)
class Asked:
    """A paper of the checklist, for its person."""

    item: Item
    may_send: bool


def status_of(look: Look, at: datetime) -> dict[str, Any]:
    """What the page says. Of whoever is to be told little: neither what for, nor which papers, nor where."""
    application = look.application
    assert application is not None  # noqa: S101
    today, state = localdate(at), application.state
    items, corrections, resolutions, appeals = read_together(
        application.items.select_related("requirement").order_by("requirement__order"),
        application.corrections.filter(ended_at__isnull=True),
        application.resolutions.filter(annulled_at__isnull=True).defer("sealed"),
        application.appeals.defer("grounds"),
    )
    says = says_all(look)
    asked = [Asked(one, says and _may_send(application, one)) for one in items if _is_asked(state, one)]
    appealing = of_appeals(application, resolutions, appeals, today)
    correction = corrections[0] if corrections else None
    received = received_incomplete(application)
    incomplete = received if received is not None and received.ended_at is None else None
    return {
        "look": look, "application": application, "says_all": says,
        "reserved": rules.RESERVED, "stand": looking.STANDS[state], "asked": asked,
        "correction": correction, "incomplete": incomplete, "today": today,
        "is_late": state in looking.CLOCK_RUNS and application.due_on is not None and application.due_on < today,
        "due_on": application.due_on if state in looking.CLOCK_RUNS else None,
        "resolutions": resolutions if says else [],
        "appeal": next((one for one in appeals if one.state == AppealState.FILED), None),
        "appeal_days": rules.FILE_WITHIN, **appealing,
        "is_reconsidered": any(
            one.kind == AppealKind.RECONSIDERATION and one.state == AppealState.DISMISSED for one in appeals
        ),
        "is_expired": application.expires_on is not None and application.expires_on < today,
        "may_hand_in": says and _may_hand_in(state, items, is_received=incomplete is not None),
        "card_ready": says and state == State.APPROVED and _card_ready(application),
        "appointment": appointment_of(application) if says else None,
        "can_book": says and application.is_open and bookable(application),
    }  # fmt: skip


def _is_asked(state: str, item: Item) -> bool:
    """What the person has to see to now."""
    if state not in rules.OPEN_TO_PAPERS or item.requirement.kind not in rules.PRESENTED_BY_THE_PERSON:
        return False
    is_asked = item.state == ItemState.OBSERVED or (item.state == ItemState.MISSING and item.requirement.mandatory)
    return is_asked or bool(item.state == ItemState.PRESENTED and item.attachment_id)


def _may_send(application: Application, item: Item) -> bool:
    return looking.may_send(
        state=application.state, item_state=item.state, kind=item.requirement.kind, applies=item.requirement.applies
    )


def _may_hand_in(state: str, items: list[Item], *, is_received: bool) -> bool:
    """Whether the button is there: everything was sent, and somebody looked at it before (what is observed, or received
    as incomplete). The verbs judge again."""
    if state == State.OBSERVED:
        return not any(item.state == ItemState.OBSERVED for item in items)
    lacks = any(
        item.state == ItemState.MISSING
        and item.requirement.mandatory
        and item.requirement.kind in rules.PRESENTED_BY_THE_PERSON
        for item in items
    )
    return state == State.GATHERING and is_received and not lacks


def item_to_send(look: Look, item_id: UUID) -> Item | None:
    """The paper that the person may send now."""
    application = look.application
    if application is None or not says_all(look):
        return None
    item = application.items.select_related("requirement").filter(pk=item_id).first()
    return item if item is not None and _may_send(application, item) else None


def resolutions_of(look: Look) -> QuerySet[Resolution]:
    """Those that the person may take with them."""
    if look.application is None or not says_all(look):
        return Resolution.objects.none()
    return look.application.resolutions.filter(annulled_at__isnull=True)


def _card_ready(application: Application) -> bool:
    return Card.objects.filter(application=application, place=Place.READY, revoked_at__isnull=True).exists()


def appointment_of(application: Application) -> Appointment | None:
    """The hour at which they are expected for this."""
    rows = Appointment.objects.filter(person=application.person_id, state__in=LIVE)
    ours = Q(application=application) | Q(procedure__code=application.procedure.code)
    return rows.filter(ours).order_by("starts_at", "pk").first()


def bookable(application: Application) -> bool:
    return places.bookable().filter(code=application.procedure.code).exists()
