"""The route finder: of what the State offers, what is possible now for somebody who answered a few questions, what they
still miss, what they need not bring, what it costs, how long it takes, and which rule says so. Plain values only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ..models import Effect, RequirementKind
from .catalogue import Facts, Window, asked_of
from .conditions import Condition, Together, all_hold
from .questions import Answers

SURE = ("stated", "high", "medium", "low", "unknown")
"""Confidences, the surest first."""
FINE, FEE = "FINE", "FEE"
TRAFFICKED = frozenset({"VP-TRATA"})
ILL = frozenset({"VP-SALUD", "VP-VIHTB", "VP-SMENTAL"})
BEATEN = frozenset({"VP-VBG"})


@dataclass(frozen=True)
class Rule:
    code: str
    procedure: str
    effect: str
    when: tuple[Condition, ...]
    says: str
    exempts: tuple[str, ...] = ()
    legal_basis: str = ""
    confidence: str = "unknown"


@dataclass(frozen=True)
class Needed:
    """A requirement of a procedure."""

    order: int
    label: str
    kind: str = RequirementKind.DOCUMENT
    applies: str = "EVERYBODY"
    serves: frozenset[str] = frozenset()
    """Documents of the list that meet it."""
    mandatory: bool = True
    confidence: str = "unknown"


@dataclass(frozen=True)
class Cost:
    amount: Decimal
    applies: str = "EVERYBODY"
    as_of: str = ""
    confidence: str = "unknown"


@dataclass(frozen=True)
class Offer:
    """A procedure, as far as the route finder must know it."""

    code: str
    label: str
    window: Window
    authority: str = ""
    leads_to: tuple[str, ...] = ()
    needs: tuple[Needed, ...] = ()
    costs: tuple[Cost, ...] = ()
    days: int = 30
    days_confirmed: bool = False
    legal_basis: str = ""
    confidence: str = "unknown"


class Verdict(StrEnum):
    POSSIBLE = "possible"
    MAYBE = "maybe"
    BLOCKED = "blocked"
    CLOSED = "closed"


@dataclass(frozen=True)
class Exemption:
    rule: Rule
    needs: tuple[Needed, ...]
    """What need not be brought. Empty: it is about the fine or the fee."""


@dataclass(frozen=True)
class Found:
    """One procedure and what the rules say of it for these answers."""

    offer: Offer
    verdict: Verdict
    rule: Rule
    unknown: tuple[str, ...] = ()
    """Questions whose answer would decide it."""
    missing: tuple[Needed, ...] = ()
    at_hand: tuple[Needed, ...] = ()
    to_do: tuple[Needed, ...] = ()
    """What is no document of the list: payments, forms, declarations, facts that are checked."""
    exempt: tuple[Exemption, ...] = ()
    costs: tuple[Cost, ...] = ()
    """Empty: nobody has confirmed what it costs."""
    instead: tuple[Offer, ...] = ()
    """Of what is closed: what is open."""

    @property
    def free_by(self) -> Rule | None:
        """The rule by which this person does not pay the fee."""
        return next((one.rule for one in self.exempt if FEE in one.rule.exempts), None)


@dataclass(frozen=True)
class Route:
    found: tuple[Found, ...]
    advice: tuple[Rule, ...]

    def of(self, verdict: Verdict) -> list[Found]:
        return [one for one in self.found if one.verdict == verdict]

    @property
    def possible(self) -> list[Found]:
        return self.of(Verdict.POSSIBLE)

    @property
    def maybe(self) -> list[Found]:
        return sorted(self.of(Verdict.MAYBE), key=lambda one: len(one.unknown))

    @property
    def blocked(self) -> list[Found]:
        return self.of(Verdict.BLOCKED)

    @property
    def closed(self) -> list[Found]:
        return self.of(Verdict.CLOSED)


def find_route(offers: Iterable[Offer], rules: Iterable[Rule], answers: Answers) -> Route:
    """What every rule says, gathered by procedure; the surest first."""
    by_code = {offer.code: offer for offer in offers}
    judged = [(rule, all_hold(rule.when, answers)) for rule in rules]
    of: dict[str, list[tuple[Rule, Together]]] = {code: [] for code in by_code}
    for rule, together in judged:
        if rule.procedure in of and together.holds is not False:
            of[rule.procedure].append((rule, together))
    found = [one for code, said in of.items() if (one := _judge(by_code[code], said, by_code, answers))]
    advice = [rule for rule, together in judged if rule.effect == Effect.ADVICE and together.holds]
    return Route(tuple(sorted(found, key=_sureness)), _said_once(advice))


def _said_once(advice: Sequence[Rule]) -> tuple[Rule, ...]:
    return tuple({rule.says: rule for rule in reversed(advice)}.values())[::-1]


def _sureness(found: Found) -> tuple[int, str]:
    return _how_sure(found.rule), found.offer.label


def _how_sure(rule: Rule) -> int:
    return SURE.index(rule.confidence) if rule.confidence in SURE else len(SURE)


def _judge(
    offer: Offer, said: Sequence[tuple[Rule, Together]], offers: Mapping[str, Offer], answers: Answers
) -> Found | None:
    """The verdict on one procedure: what is closed comes before what blocks it, and that before what allows it."""
    allowing = [(rule, together) for rule, together in said if rule.effect == Effect.POSSIBLE]
    rule, together = min(allowing, key=_likeliest, default=(None, Together(None)))
    if not offer.window.receives(answers.today):
        if rule is None or not together.holds:
            return None
        instead = tuple(offers[code] for code in offer.leads_to if _is_open(offers.get(code), answers.today))
        return Found(offer, Verdict.CLOSED, rule, instead=instead)
    holding = [rule for rule, held in said if held.holds]
    blocking = [rule for rule in holding if rule.effect == Effect.BLOCKED]
    if blocking:
        return Found(offer, Verdict.BLOCKED, min(blocking, key=_how_sure))
    if rule is None:
        return None
    verdict = Verdict.POSSIBLE if together.holds else Verdict.MAYBE
    return _what_it_takes(offer, verdict, rule, together, holding, answers)


def _likeliest(said: tuple[Rule, Together]) -> tuple[int, int]:
    return len(said[1].unknown), _how_sure(said[0])


def _is_open(offer: Offer | None, on: date) -> bool:
    return offer is not None and offer.window.receives(on)


def _what_it_takes(
    offer: Offer, verdict: Verdict, rule: Rule, together: Together, holding: Sequence[Rule], answers: Answers
) -> Found:
    facts = facts_of(answers)
    asked = asked_of(offer.needs, facts)
    exempt = [
        Exemption(one, tuple(need for need in asked if str(need.order) in one.exempts))
        for one in holding
        if one.effect == Effect.EXEMPT
    ]
    spared = {need.order for one in exempt for need in one.needs}
    listed = [need for need in asked if need.order not in spared]
    documents = [need for need in listed if need.kind == RequirementKind.DOCUMENT]
    at_hand = [need for need in documents if need.serves & answers.documents]
    return Found(
        offer, verdict, rule,
        unknown=tuple(sorted(together.unknown)),
        missing=tuple(need for need in documents if need not in at_hand),
        at_hand=tuple(at_hand),
        to_do=tuple(need for need in listed if need.kind != RequirementKind.DOCUMENT),
        exempt=tuple(one for one in exempt if one.needs or {FINE, FEE} & set(one.rule.exempts)),
        costs=tuple(asked_of(offer.costs, facts)),
    )  # fmt: skip


def facts_of(answers: Answers) -> Facts:
    return Facts(
        age=answers.age,
        is_trafficked=bool(TRAFFICKED & answers.profiles),
        has_condition=bool(ILL & answers.profiles),
        suffered_family_violence=bool(BEATEN & answers.profiles),
        lost_the_card="LOST_CARD" in answers.events,
    )
