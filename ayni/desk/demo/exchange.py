"""Referrals: sent, received, answered, late, lost, declined, completed, withdrawn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.governance.models import ConsentRule, ProtocolStep
from ayni.governance.rules import due_at
from ayni.people.models import Basis, Purpose
from ayni.referrals import rules
from ayni.referrals.models import (
    UNANSWERED,
    WAITING,
    ClockEvent,
    DeclineReason,
    LinkOpening,
    MessageKind,
    Reached,
    Result,
    Side,
    Status,
)  # fmt: skip

from . import words
from .chance import Chance, Weighted
from .crowd import Crowd, Drawn
from .reference import Reference
from .staff import Staff
from .tables import Tables
from .trail import Trail

Kind = ClockEvent.Kind
RESULTS = Weighted(
    {Result.SERVED: 78.0, Result.PARTLY: 9.0, Result.NO_SHOW: 7.0, Result.REFUSED: 3.0, Result.NOT_SERVED: 3.0}
)
DECLINES = Weighted(
    {
        DeclineReason.NO_CAPACITY: 34.0, DeclineReason.NO_SERVICE: 18.0, DeclineReason.OTHER_PLACE: 16.0,
        DeclineReason.NOT_ELIGIBLE: 14.0, DeclineReason.KNOWN_ALREADY: 10.0, DeclineReason.INCOMPLETE: 8.0,
    }
)  # fmt: skip
BASES = {
    ConsentRule.NOT_REQUIRED: Basis.LEGAL_DUTY,
    ConsentRule.CHILD_HEARD: Basis.BEST_INTERESTS,
}
"""On which ground data leave without consent, when the rule of the step allows it."""


@dataclass(frozen=True)
class Manner:
    """How an institution answers: assumed, and different for each, so that the numbers are worth looking at."""

    prompt: float
    loses: float
    declines: float


@dataclass(slots=True)
class Sent:
    """A referral on its way, and what comes of it until the world ends."""

    id: UUID
    case: UUID
    organisation: int
    sent_at: datetime
    acknowledge_by: datetime
    answer_by: datetime
    expires_at: datetime
    until: datetime
    status: str = Status.SENT
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    finished_at: datetime | None = None
    result: str = ""
    decline_reason: str = ""
    asked_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def is_unanswered(self) -> bool:
        return self.status in UNANSWERED

    @property
    def was_served(self) -> bool:
        return self.result == Result.SERVED


class Exchange:
    def __init__(
        self, reference: Reference, staff: Staff, crowd: Crowd, tables: Tables, trail: Trail, chance: Chance
    ) -> None:
        self.reference, self.staff, self.crowd = reference, staff, crowd
        self.tables, self.trail, self.chance = tables, trail, chance
        self.manners: dict[int, Manner] = {}
        self.partners = {user.organisation_id: user for user in staff.partners.values()}

    def refer(
        self,
        drawn: Drawn,
        case: UUID,
        task: UUID,
        step: ProtocolStep,
        by: User,
        sent_at: datetime,
        closing: datetime | None,
    ) -> Sent:
        """Send the step to its institution and follow it until now, or until the case closed."""
        chance, service = self.chance, self.reference.services[step.actor_id]
        sent = self._start(case, step, sent_at, until=closing or self.trail.until)
        voice = self._voice(sent)
        self._follow(sent, voice, closing)
        self._tell_history(sent, by.pk, voice.user)
        basis, consent = self._ground(drawn, step, by, sent_at)
        struck, escalated_at = self._strike(sent)
        timed = rules.Timed(sent.status, sent_at, sent.acknowledge_by, sent.answer_by)
        fields = [["name", _("Name"), drawn.name], ["nationality", _("Nationality"), self._country(drawn)]]
        self.tables.referrals.add(
            id=sent.id, number=chance.public_number("R"), case_id=case, task_id=task, service_id=service.pk,
            organisation_id=step.actor_id, reason=chance.choice(words.REASONS), urgency=step.urgency, shared=fields,
            basis=basis, consent_id=consent, grounds="" if consent else words.GROUNDS[0], status=sent.status,
            sent_by_id=by.pk, sent_at=sent_at, acknowledge_by=sent.acknowledge_by, answer_by=sent.answer_by,
            acknowledged_at=sent.acknowledged_at, answered_at=sent.answered_at, finished_at=sent.finished_at,
            result=sent.result, decline_reason=sent.decline_reason, escalated_at=escalated_at,
            asked_at=sent.asked_at, expires_at=sent.expires_at if sent.is_unanswered else None, reached=voice.reached,
            proof=f"{chance.getrandbits(96):024x}",
            next_strike_at=rules.next_strike(timed, struck=struck, after=self.trail.until),
        )  # fmt: skip
        self.trail.say(
            "referral.sent", "referrals.Referral", sent.id, by.pk, sent_at, thread=case, service=service.code,
            urgency=step.urgency, basis=basis, fields=["name", "nationality"], reached=voice.reached,
        )  # fmt: skip
        return sent

    def _start(self, case: UUID, step: ProtocolStep, at: datetime, *, until: datetime) -> Sent:
        allowance = self.reference.clock[step.urgency]
        (amount, unit), (answer_amount, answer_unit) = allowance.acknowledge, allowance.answer
        answer_by = due_at(start=at, amount=answer_amount, unit=answer_unit, holidays=self.reference.holidays)
        return Sent(
            self.chance.uuid(at), case, step.actor_id, at,
            due_at(start=at, amount=amount, unit=unit, holidays=self.reference.holidays), answer_by,
            rules.expires_at(answer_by, allowance.expire_days), until=until,
        )  # fmt: skip

    def _country(self, drawn: Drawn) -> str:
        return str(self.reference.countries[drawn.nationality].label_es)

    def _manner(self, organisation: int) -> Manner:
        if organisation not in self.manners:
            chance = self.chance.of(f"manner {self.reference.organisation_code(organisation)}")
            manner = Manner(chance.uniform(0.45, 0.95), chance.uniform(0.01, 0.12), chance.uniform(0.03, 0.14))
            self.manners[organisation] = manner
        return self.manners[organisation]

    def _ground(self, drawn: Drawn, step: ProtocolStep, by: User, at: datetime) -> tuple[str, UUID | None]:
        """The basis on which the data leave, and the consent, which is taken once for each institution."""
        without = BASES.get(ConsentRule(step.consent_rule))
        if without is not None and drawn.is_child:
            return without.value, None
        basis = Basis.REPRESENTATIVE if drawn.is_child else Basis.CONSENT
        if step.actor_id not in drawn.consents:
            drawn.consents[step.actor_id] = self.crowd.consent(drawn, Purpose.REFER, basis, by, at, step.actor_id)
        return basis.value, drawn.consents[step.actor_id]

    def _voice(self, sent: Sent) -> "Voice":
        user = self.partners.get(sent.organisation)
        point = self.staff.focal_points.get(sent.organisation)
        return Voice(self, sent, user.pk if user else None, point.pk if point else None)

    def _follow(self, sent: Sent, voice: "Voice", closing: datetime | None) -> None:
        chance, manner = self.chance, self._manner(sent.organisation)
        lost = voice.reached == Reached.NOBODY or chance.happens(manner.loses)
        if not lost:
            self._answer(sent, voice, manner)
        if sent.is_unanswered and sent.expires_at <= sent.until:
            self._expired(sent)
        if sent.is_waiting and (closing is not None or chance.happens(0.02)):
            last = max(filter(None, (sent.sent_at, sent.acknowledged_at, sent.answered_at)))
            sent.finished_at, sent.status, sent.asked_at = chance.between(last, sent.until), Status.WITHDRAWN, None
            self.withdrawn_by_sender(sent)

    def _expired(self, sent: Sent) -> None:
        """Nobody answered, and it ended of itself."""
        sent.finished_at, sent.status, sent.asked_at = sent.expires_at, Status.EXPIRED, None
        self.trail.say("referral.expired", "referrals.Referral", sent.id, "system", sent.expires_at, thread=sent.case)

    def _tell_history(self, sent: Sent, sender: int, partner: int | None) -> None:
        """A line for each thing that it became, as both sides read it."""
        theirs = Side.INSTITUTION if partner else Side.BY_LINK
        answer = Status.DECLINED if sent.status == Status.DECLINED else Status.ACCEPTED
        lines: list[tuple[Status, datetime, str, Side, int | None]] = [
            (Status.SENT, sent.sent_at, "", Side.SENDER, sender)
        ]
        if sent.acknowledged_at and sent.acknowledged_at != sent.answered_at:
            lines.append((Status.ACKNOWLEDGED, sent.acknowledged_at, "", theirs, partner))
        if sent.asked_at:
            lines.append((Status.ASKED, sent.asked_at, "", theirs, partner))
        if sent.answered_at:
            lines.append((answer, sent.answered_at, sent.decline_reason, theirs, partner))
        if sent.result and sent.finished_at:
            lines.append((Status.COMPLETED, sent.finished_at, sent.result, theirs, partner))
        if sent.closed_at:
            lines.append((Status.CLOSED, sent.closed_at, sent.result, Side.SENDER, sender))
        ends = {
            Status.WITHDRAWN: ("", Side.SENDER, None),
            Status.EXPIRED: ("", Side.CLOCK, None),
        }  # fmt: skip
        if sent.finished_at and (end := ends.get(Status(sent.status))):
            lines.append((Status(sent.status), sent.finished_at, *end))
        for status, at, detail, side, by in lines:
            self.tables.changes.add(
                referral_id=sent.id, status=status.value, at=at, detail=detail, side=side.value, by_id=by
            )

    def _answer(self, sent: Sent, voice: "Voice", manner: Manner) -> None:
        chance = self.chance
        received = self._when(sent.sent_at, sent.acknowledge_by, manner)
        last = min(sent.until, sent.expires_at)
        if received > last:
            return
        if chance.happens(0.85):
            sent.acknowledged_at, sent.status = received, Status.ACKNOWLEDGED
            voice.says(MessageKind.ACKNOWLEDGED, chance.choice(words.RECEIVED), received)
        answered = self._when(received, max(sent.answer_by, received + timedelta(hours=2)), manner)
        if answered > last:
            self._wait_for_us(sent, voice, received)
            return
        sent.acknowledged_at, sent.answered_at = sent.acknowledged_at or answered, answered
        if chance.happens(manner.declines):
            sent.status, sent.finished_at = Status.DECLINED, answered
            sent.decline_reason = DECLINES.draw(chance).value
            voice.says(MessageKind.DECLINED, chance.choice(words.DECLINED), answered)
            return
        sent.status = Status.ACCEPTED
        voice.says(MessageKind.ACCEPTED, chance.choice(words.ACCEPTED), answered)
        finished = answered + chance.hours(6, 24 * 18)
        if finished > sent.until or chance.happens(0.08):
            return
        sent.status, sent.finished_at, sent.result = Status.COMPLETED, finished, RESULTS.draw(chance).value
        voice.says(MessageKind.OUTCOME, chance.choice(words.OUTCOMES[sent.result]), finished, result=sent.result)
        self._close(sent)

    def _wait_for_us(self, sent: Sent, voice: "Voice", received: datetime) -> None:
        """Some of those that have not answered asked for something, and wait."""
        at = received + timedelta(hours=1)
        if sent.acknowledged_at is None or at > sent.until or not self.chance.happens(0.25):
            return
        sent.asked_at, sent.status = at, Status.ASKED
        voice.asks(at)

    def _close(self, sent: Sent) -> None:
        """Whoever sent it reads what came of it, and closes it a day or a few later."""
        at = (sent.finished_at or sent.until) + self.chance.hours(20, 24 * 5)
        if at > sent.until or not self.chance.happens(0.7):
            return
        sent.closed_at, sent.status = at, Status.CLOSED
        self.trail.say("referral.closed", "referrals.Referral", sent.id, "system", at, thread=sent.case)

    def _when(self, start: datetime, due: datetime, manner: Manner) -> datetime:
        """Within the time, as often as the institution is prompt; otherwise later, now and then much later."""
        span = max(due - start, timedelta(minutes=20))
        if self.chance.happens(manner.prompt):
            return start + span * self.chance.betavariate(1.6, 2.4)
        return due + span * min(self.chance.expovariate(1.1), 8)

    def withdrawn_by_sender(self, sent: Sent) -> None:
        at = sent.finished_at or sent.until
        self.tables.messages.add(
            id=self.chance.uuid(at), referral_id=sent.id, kind=MessageKind.WITHDRAWN, written_at=at,
            text=self.chance.choice(words.WITHDRAWN), signature="",
        )  # fmt: skip
        self.trail.say("referral.withdrawn", "referrals.Referral", sent.id, "system", at, thread=sent.case)

    def _strike(self, sent: Sent) -> tuple[set[str], datetime | None]:
        """What the clock struck until the referral was received, answered or ended."""
        ended, now = sent.finished_at, self.trail.until
        received = sent.acknowledged_at or ended or now
        answered = sent.answered_at or sent.asked_at or ended or now
        struck: set[str] = set()
        escalated_at = None
        for strike in rules.strikes(rules.Timed(Status.SENT, sent.sent_at, sent.acknowledge_by, sent.answer_by)):
            receipt = strike.kind in {Kind.REMINDED_TO_ACKNOWLEDGE, Kind.ESCALATED_RECEIPT}
            if strike.at > min(received if receipt else answered, now):
                continue
            struck.add(strike.kind)
            self.tables.clock_events.add(referral_id=sent.id, kind=strike.kind.value, at=strike.at)
            escalates = strike.kind in rules.ESCALATIONS
            escalated_at = escalated_at or (strike.at if escalates else None)
            verb = "referral.escalated" if escalates else "referral.reminded"
            self.trail.say(
                verb, "referrals.Referral", sent.id, "system", strike.at, thread=sent.case, kind=strike.kind.value
            )
        return struck, escalated_at


class Voice:
    """Who speaks for the institution: a user, or a focal point through links that last three days each."""

    def __init__(self, exchange: Exchange, sent: Sent, user: int | None, focal_point: int | None) -> None:
        self.exchange, self.sent, self.user, self.focal_point = exchange, sent, user, focal_point
        self.link: dict[str, Any] = {}
        if self.reached == Reached.FOCAL_POINT:
            self._make_link(sent.sent_at)

    @property
    def reached(self) -> str:
        if self.user is not None:
            return Reached.USERS.value
        return (Reached.NOBODY if self.focal_point is None else Reached.FOCAL_POINT).value

    def says(self, kind: MessageKind, text: str, at: datetime, *, result: str = "") -> None:
        chance, sent = self.exchange.chance, self.sent
        by: int | str = self.user or f"link:{self._through_link(kind, at)}"
        if kind == MessageKind.ACCEPTED and chance.happens(0.12):
            self._ask(by, at - timedelta(minutes=30))
        self._write(kind, text, at)
        verb = {"ACKNOWLEDGED": "acknowledged", "ACCEPTED": "accepted", "DECLINED": "declined", "OUTCOME": "completed"}
        self.exchange.trail.say(
            f"referral.{verb[kind.value]}", "referrals.Referral", sent.id, by, at, thread=sent.case,
            **({"result": result} if result else {}),
        )  # fmt: skip

    def asks(self, at: datetime) -> None:
        self._ask(self.user or f"link:{self._through_link(MessageKind.QUESTION, at)}", at)

    def _ask(self, by: int | str, at: datetime) -> None:
        chance, sent = self.exchange.chance, self.sent
        if at <= sent.sent_at:
            return
        self._write(MessageKind.QUESTION, chance.choice(words.QUESTIONS), at)
        self.exchange.trail.say("referral.question", "referrals.Referral", sent.id, by, at, thread=sent.case)

    def _write(self, kind: MessageKind, text: str, at: datetime) -> None:
        chance = self.exchange.chance
        self.exchange.tables.messages.add(
            id=chance.uuid(at), referral_id=self.sent.id, kind=kind.value, text=text, written_by_id=self.user,
            signature="" if self.user else chance.choice(words.SIGNATURES), written_at=at,
        )  # fmt: skip

    def _make_link(self, at: datetime) -> None:
        chance, sent = self.exchange.chance, self.sent
        self.link = self.exchange.tables.links.add(
            id=chance.uuid(at), referral_id=sent.id, focal_point_id=self.focal_point, made_at=at,
            expires_at=at + rules.LINK_LASTS, token_hash=f"{chance.getrandbits(256):064x}", codes_sent=0, wrong_codes=0,
        )  # fmt: skip

    def _through_link(self, kind: MessageKind, at: datetime) -> UUID:
        """The link through which the focal point speaks: the one that stands, or another one that was asked for."""
        if at > self.link["expires_at"]:
            self._make_link(at - timedelta(hours=1))
        link: UUID = self.link["id"]
        self.link |= {"codes_sent": self.link["codes_sent"] + 1, "code_sent_at": at}
        if kind in {MessageKind.DECLINED, MessageKind.OUTCOME}:
            self.link["used_at"] = at
        Event = LinkOpening.Event
        for event, minutes in ((Event.OPENED, 5), (Event.CODE_SENT, 4), (Event.CODE_RIGHT, 3), (Event.ANSWERED, 0)):
            moment = max(at - timedelta(minutes=minutes), self.link["made_at"])
            self.exchange.tables.openings.add(link_id=link, event=event.value, at=moment, address_digest="")
            self.exchange.trail.say(
                f"link.{event.value.lower()}", "referrals.AccessLink", link, f"link:{link}", moment,
                thread=self.sent.case, referral=str(self.sent.id),
            )  # fmt: skip
        return link
