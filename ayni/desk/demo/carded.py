"""Cards in every place of their life, by the verbs of the counter: some that wait to be made, batches to be printed and
to be checked, boxes under way, cards that wait at the head office or were handed over, one that came back, one that was
destroyed, one that is nowhere."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ayni.access.models import Office, User
from ayni.people.models import Person, Sensitivity
from ayni.procedures.actions import boxes, card_alerts, cards, deliveries
from ayni.procedures.models import Application, Batch, Box, Card, CardSeries, Printing, Procedure, RevokeReason, State

from .chance import Chance
from .making import Stage
from .staff import HEAD_OFFICE
from .tables import Tables

TUMBES = "JZ-TUM"
MOST = 30
"""Cards: of five, three are of the head office and two of Tumbes. A small world has fewer people who may have one."""
LATER = 6
"""Are not in the first batch: two are printed, two numbered, two wait for whoever tries to make a batch."""


def work(stage: Stage, chance: Chance) -> None:
    """Nothing, where the procedures of our institution or the kinds of cards were not loaded."""
    procedure = Procedure.objects.filter(result="CE").order_by("code", "-version").first()
    series = CardSeries.objects.filter(code="CE").first()
    users = stage.staff.users
    if procedure is None or series is None or TUMBES not in stage.staff.desks:
        return
    offices = [stage.staff.desks[code].office for code in (HEAD_OFFICE, TUMBES)]
    approved = _approved(stage, chance, procedure, [offices[n % 5 in {1, 3}] for n in range(MOST)])
    if approved <= 2 * LATER:
        return
    made = _made(series, users["karin"], stage.at - timedelta(days=20), approved - LATER)
    # What ends these days is among them too: those are not handed over any more.
    good = [card for card in made if card.valid_to is None or card.valid_to > stage.at.date()]
    here = [card for card in good if card.office == offices[0]]
    there = [card for card in good if card.office == offices[1]]
    if not here or len(there) < 5:
        return
    deliveries.shelve(batch=made[0].batch, by=users["karin"], at=stage.at - timedelta(days=18))
    handing = deliveries.Handing(check_kind="DOCUMENT", signed=True)
    for card in here[:3]:
        deliveries.hand_over(card=card, handing=handing, by=users["lia"], at=stage.at - timedelta(days=2))
    _ends(here[3:5], users["karin"], users["lia"], stage.at)
    _boxes(users["karin"], users["vera"], offices[1], there, stage.at)
    _printed(series, users["karin"], stage.at - timedelta(days=1), 2)
    cards.make_batch(
        series=series, wanted=2, is_reserved=False, office=offices[0], by=users["karin"],
        at=stage.at - timedelta(hours=2),
    )  # fmt: skip
    card_alerts.watch_cards(at=stage.at)


def _approved(stage: Stage, chance: Chance, procedure: Procedure, offices: Sequence[Office]) -> int:
    hidden = [Sensitivity.PROTECTED, Sensitivity.RESTRICTED]
    people = Person.objects.exclude(compartments__sensitivity__in=hidden).order_by("registered_at", "pk")
    tables = Tables()
    rows = tables.of(Application)
    found = list(people[: len(offices)])
    for n, (person, office) in enumerate(zip(found, offices, strict=False)):
        decided = stage.at - timedelta(days=25) + timedelta(minutes=n)
        rows.add(
            id=chance.uuid(decided), number=chance.public_number("T"), procedure_id=procedure.pk, person_id=person.pk,
            office_id=office.pk, state=State.APPROVED.value, channel="COUNTER", begun_at=decided - timedelta(days=30),
            begun_by_id=stage.staff.users["lia"].pk, submitted_at=decided - timedelta(days=30), decided_at=decided,
            evaluator_id=stage.staff.users["elsa"].pk, approver_id=stage.staff.users["aldo"].pk,
            expires_on=(decided + timedelta(days=365)).date(),
        )  # fmt: skip
    tables.write()
    return len(found)


def _ends(found: Sequence[Card], karin: User, lia: User, at: datetime) -> None:
    """One had an error and was destroyed, and another one takes its place; one was given back by its holder."""
    if len(found) < 2:
        return
    wrong, back = found
    cards.replace(card=wrong, reason=RevokeReason.ERROR, by=karin, at=at - timedelta(days=10))
    card_alerts.bring_in(card=wrong, office=wrong.office, by=karin, at=at - timedelta(days=10))
    card_alerts.destroy_card(card=wrong, office=wrong.office, by=karin, at=at - timedelta(days=9))
    handing = deliveries.Handing(check_kind="DOCUMENT", signed=True)
    deliveries.hand_over(card=back, handing=handing, by=lia, at=at - timedelta(days=12))
    cards.revoke(card=back, reason=RevokeReason.DECISION, by=karin, at=at - timedelta(days=1))
    card_alerts.bring_in(card=back, office=back.office, by=karin, at=at - timedelta(days=1))


def _made(series: CardSeries, karin: User, at: datetime, wanted: int) -> list[Card]:
    batch = _printed(series, karin, at, wanted)
    cards.check_part(batch=batch, part=1, by=karin, at=at)
    return list(batch.cards.select_related("office", "batch").order_by("number"))


def _printed(series: CardSeries, karin: User, at: datetime, wanted: int) -> Batch:
    office = karin.office
    assert office is not None  # noqa: S101 - the cast has offices
    batch = cards.make_batch(series=series, wanted=wanted, is_reserved=False, office=office, by=karin, at=at)
    cards.print_part(batch=batch, part=1, reason=Printing.Reason.FIRST, by=karin, at=at)
    return batch


def _boxes(karin: User, vera: User, tumbes: Office, there: list[Card], at: datetime) -> None:
    """One arrived, but for a card; one has been on its way for too long; one is being filled."""
    arrived = _sent(karin, tumbes, there[:3], at - timedelta(days=15))
    boxes.open_box(box=arrived, counted=2, by=vera, at=at - timedelta(days=12))
    for card in there[:2]:
        boxes.receive_card(box=arrived, card=card, by=vera, at=at - timedelta(days=12))
    boxes.close_receipt(box=arrived, by=vera, at=at - timedelta(days=12))
    _sent(karin, tumbes, there[3:4], at - timedelta(days=9))
    _filled(karin, tumbes, there[4:], at - timedelta(hours=3))


def _filled(karin: User, tumbes: Office, found: list[Card], at: datetime) -> Box:
    origin = found[0].batch.office
    box = boxes.begin_box(origin=origin, destination=tumbes, is_return=False, by=karin, at=at)
    for card in found:
        boxes.pack_card(box=box, card=card, by=karin, at=at)
    return box


def _sent(karin: User, tumbes: Office, found: list[Card], at: datetime) -> Box:
    box = _filled(karin, tumbes, found, at)
    boxes.close_box(box=box, counted=len(found), by=karin, at=at)
    return boxes.send_box(box=box, by=karin, at=at)
