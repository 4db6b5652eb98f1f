"""Which service may be asked what, for which requirement, on what legal basis, and when a service is left alone."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import Finding, ItemState, Purpose, RequirementKind, State, StateService

FAILURES_TO_OPEN = 3
"""In a row. One may be chance, and somebody waits at the counter."""
LEFT_ALONE = timedelta(minutes=1)
"""How long a service that does not answer is not asked, until one question is let through to see."""
PROBE_LASTS = timedelta(seconds=30)
"""If whoever probes dies, another one may."""


class CannotAsk(RuleBroken):
    """A question to a service that the rules do not allow, or that makes no sense now."""


@dataclass(frozen=True)
class About:
    """Why a service may be asked."""

    purpose: Purpose
    legal_basis: str


_PROCEDURE = "DL 1246, arts. 2 y 3; TUO de la Ley 27444, arts. 48 y 87; DL 1350"
"""That the State asks the State and not the person; to be confirmed by the legal office (docs/services.md)."""

ABOUT: Mapping[StateService, About] = {
    StateService.RENIEC: About(Purpose.IDENTITY, _PROCEDURE),
    StateService.MIGRACIONES: About(Purpose.IDENTITY, _PROCEDURE),
    StateService.POLICE: About(Purpose.RECORDS, _PROCEDURE),
    StateService.JUDICIAL: About(Purpose.RECORDS, _PROCEDURE),
    StateService.PENAL: About(Purpose.RECORDS, _PROCEDURE),
    StateService.PAYMENT: About(Purpose.PAYMENT, "TUO de la Ley 27444, arts. 48 y 53; TUPA de MIGRACIONES"),
    StateService.MAILBOX: About(Purpose.NOTIFICATION, "DL 1412, art. 22; TUO de la Ley 27444, art. 20"),
    StateService.SIGNATURE: About(Purpose.SIGNATURE, "Ley 27269, art. 1; DL 1412"),
}

IDENTITY_BY: Mapping[str, StateService] = {
    "DNI": StateService.RENIEC,
    "CE": StateService.MIGRACIONES,
    "CPP": StateService.MIGRACIONES,
    "PTP": StateService.MIGRACIONES,
    "CREF": StateService.MIGRACIONES,
}
"""Type of a document → who knows it. Nobody in Peru answers for a passport of another country."""

RECORDS = (StateService.POLICE, StateService.JUDICIAL, StateService.PENAL)
_WORDS: tuple[tuple[str, tuple[StateService, ...]], ...] = (
    ("polic", (StateService.POLICE,)),
    ("judicial", (StateService.JUDICIAL,)),
    ("penal", (StateService.PENAL,)),
    ("anteced", RECORDS),
)
"""What a requirement about records speaks of, as the source writes it."""

TO_BE_LOOKED_AT = frozenset(
    {
        Finding.DIFFERENT, Finding.UNKNOWN, Finding.RECORDS, Finding.SAME_NAME, Finding.NOT_PAID,
        Finding.OTHER_AMOUNT, Finding.NO_MAILBOX,
    }
)  # fmt: skip
"""What is found and speaks against going on: it may not look like an answer that is fine."""

ASKED_IN = frozenset({State.SUBMITTED, State.EVALUATING, State.OBSERVED})
STILL_OPEN = frozenset({ItemState.MISSING, ItemState.PRESENTED, ItemState.OBSERVED})


def services_for(kind: str, label: str, document_type: str, documents: frozenset[str]) -> tuple[StateService, ...]:
    """Which services say something about a requirement, for a person with documents of these types."""
    if kind == RequirementKind.PAYMENT or (kind == RequirementKind.DOCUMENT and _is_payment(label)):
        return (StateService.PAYMENT,)
    words = plain(label)
    about_records = [services for word, services in _WORDS if word in words]
    if about_records:
        named = tuple(dict.fromkeys(service for services in about_records[:-1] for service in services))
        return named or about_records[-1]
    if document_type in IDENTITY_BY or document_type == "PAS":
        return tuple(dict.fromkeys(IDENTITY_BY[kind] for kind in sorted(documents) if kind in IDENTITY_BY))
    return ()


def _is_payment(label: str) -> bool:
    return bool(re.match(r"(pago|recibo de pago|numero de recibo)\b", plain(label)))


def plain(words: str) -> str:
    """Without accents and capitals, with single blanks: names are compared like that."""
    bare = unicodedata.normalize("NFKD", words.replace("Ñ", "N\0").replace("ñ", "n\0"))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w\0]+", " ", kept).casefold().split())


def check_is_evaluator(evaluator: int | None, by: int) -> None:
    """A purpose is somebody's: whoever evaluates the application has it, and no colleague who merely could."""
    if evaluator != by:
        raise CannotAsk(_("Only whoever evaluates this application asks about the person. Take it first."))


def check_may_ask(service: StateService, offered: tuple[StateService, ...], state: str, item_state: str) -> None:
    """A question is asked for a requirement that it answers, while the application is evaluated."""
    if State(state) not in ASKED_IN:
        raise CannotAsk(_("This application is not being evaluated: nothing is asked about the person."))
    if service not in offered:
        raise CannotAsk(_("That service says nothing about this requirement. Choose one that is offered beside it."))
    if ItemState(item_state) not in STILL_OPEN:
        raise CannotAsk(_("This requirement is settled already: there is no purpose to ask for."))


def check_may_notify(*, is_annulled: bool, is_over: bool) -> None:
    if is_annulled:
        raise CannotAsk(_("This resolution was annulled: nobody is notified of it."))
    if is_over:
        raise CannotAsk(_("The mailbox has nothing more to say about this resolution. Look what stands beside it."))


@dataclass(frozen=True)
class Named:
    """A name as registers write it: surnames apart."""

    given_names: str
    surname_1: str
    surname_2: str = ""


def is_same(asked: Named, answered: Named, *, born: date | None, answered_born: date | None) -> bool:
    """Whether a register speaks of the person of the file: the surnames and one given name, and the day of birth where
    both know it. A register has names that the file lacks, and the other way round."""
    if plain(asked.surname_1) != plain(answered.surname_1):
        return False
    if asked.surname_2 and answered.surname_2 and plain(asked.surname_2) != plain(answered.surname_2):
        return False
    if not set(plain(asked.given_names).split()) & set(plain(answered.given_names).split()):
        return False
    return born is None or answered_born is None or born == answered_born


class Way(Enum):
    """What the circuit breaker says to whoever wants to ask."""

    OPEN = "open"
    PROBE = "probe"
    SHUT = "shut"


@dataclass(frozen=True)
class Health:
    """How a service has been, as plain values."""

    failures: int = 0
    failing_since: datetime | None = None
    opened_at: datetime | None = None
    probed_at: datetime | None = None


def way(health: Health, at: datetime) -> Way:
    """Whether to ask: as ever; as the one question that finds out whether it answers again; or not at all."""
    if health.opened_at is None:
        return Way.OPEN
    if at < health.opened_at + LEFT_ALONE:
        return Way.SHUT
    if health.probed_at is not None and at < health.probed_at + PROBE_LASTS:
        return Way.SHUT
    return Way.PROBE


def after_answer(health: Health) -> Health:
    return Health()


def after_failure(health: Health, at: datetime) -> Health:
    """One more in a row. The third shuts the door; a probe that fails shuts it anew."""
    failures = min(health.failures + 1, 30_000)
    is_shut = health.opened_at is not None or failures >= FAILURES_TO_OPEN
    return Health(failures, health.failing_since or at, at if is_shut else None, None)


def check_answers(state: Way) -> None:
    if state is Way.SHUT:
        raise CannotAsk(_("The service does not answer now, and was not asked. Check this requirement by hand."))
