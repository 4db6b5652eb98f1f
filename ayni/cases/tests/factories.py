"""A small world of protocols, and cases that were opened through the verb."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from ayni.access.models import Team, User
from ayni.cases import actions
from ayni.cases.actions.tracing import Sought
from ayni.cases.models import Case, Denial, Need, RiskAssessment, Stage
from ayni.codelists.models import Barrier, NeedSector, Profile, RiskLevel, ServiceCategory
from ayni.codelists.tests.factories import (
    BarrierFactory,
    NeedSectorFactory,
    ProfileFactory,
    RiskLevelFactory,
    ServiceCategoryFactory,
)
from ayni.governance.models import DeadlineKind, DeadlineUnit, Protocol, ProtocolStep, Urgency
from ayni.governance.tests.factories import OrganisationFactory, ProtocolFactory, StepFactory
from ayni.people.models import Person
from ayni.people.tests.factories import PersonFactory

NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""Noon in Lima, on a Friday."""


def profile(code: str = "VP-INDOC", **kwargs: Any) -> Profile:
    """One of the code list: made once, found again."""
    known = Profile.objects.filter(code=code).first()
    labels = {
        "VP-INDOC": ("Persona indocumentada o con documentos vencidos", "ORDINARY"),
        "VP-NNA-RD": ("NNA en riesgo de desprotección familiar", "PROTECTED"),
        "VP-TRATA": ("Víctima o presunta víctima de trata de personas", "RESTRICTED"),
    }
    label, sensitivity = labels.get(code, (f"Perfil {code}", "ORDINARY"))
    return known or ProfileFactory(**{"code": code, "label_es": label, "sensitivity": sensitivity, **kwargs})


def protocol(code: str, *profiles: str, **kwargs: Any) -> Protocol:
    """A protocol with two steps: ours within 24 hours, and one of another institution within three working days."""
    made = ProtocolFactory(code=code, name=f"Protocolo {code}", profiles=[profile(p) for p in profiles], **kwargs)
    step(made, 1, actor="UIM", amount=24, unit=DeadlineUnit.HOURS, kind=DeadlineKind.PROPOSED, action="Orientar")
    unsure = DeadlineKind.LEGAL_UNVERIFIED
    step(made, 2, actor="CEM", amount=3, unit=DeadlineUnit.WORKING_DAYS, kind=unsure, action="Atender")
    return made


def step(
    of: Protocol, order: int, *, actor: str, amount: int | None, unit: str, kind: str, action: str, **kwargs: Any
) -> ProtocolStep:
    return StepFactory(
        protocol=of,
        order=order,
        actor=OrganisationFactory(code=actor),
        action_es=f"{action} ({of.code})",
        deadline_amount=amount,
        deadline_unit=unit,
        deadline_kind=kind,
        urgency=Urgency.WITHIN_24H,
        **kwargs,
    )


def person(by: User, **kwargs: Any) -> Person:
    return PersonFactory(registered_by=by, **kwargs)


def open_case(by: User, *codes: str, at: datetime = NOON, **kwargs: Any) -> Case:
    """Opened through the verb, for somebody new, under a protocol of each profile."""
    codes = codes or ("VP-INDOC",)
    chosen = [profile(code) for code in codes]
    for one in chosen:
        if not Protocol.objects.filter(profiles=one).exists():
            protocol(f"PW-{one.code[3:]}", one.code)
    verb = {
        "person": kwargs.pop("person", None) or person(by),
        "screening": None,
        "profiles": chosen,
        "main": chosen[0],
        "urgency": Urgency.WITHIN_24H,
        "stage": Stage.STAY,
        "wishes": "Quiero trabajar y que mis hijas estudien.",
        "team": _team_for(by, chosen),
        **kwargs,
    }
    return actions.open_case(**verb, by=by, at=at)


def _team_for(by: User, chosen: list[Profile]) -> Team | None:
    """Who opens a restricted case chooses a team: here the one they are in."""
    restricted = any(one.sensitivity == "RESTRICTED" for one in chosen)
    return Team.objects.filter(pk__in=by.team_ids, office=by.office).first() if restricted else None


def sector(code: str = "HEA", label: str = "Salud") -> NeedSector:
    """One of the code list: made once, found again."""
    known = NeedSector.objects.filter(code=code).first()
    return known or NeedSectorFactory(code=code, label_es=label)


def need_in(case: Case, at: datetime = NOON, **kwargs: Any) -> Need:
    """Something that the person of a case needs, stated through the verb."""
    said = {"sector": sector(), "words": "Necesito mi insulina.", "urgency": Urgency.WITHIN_72H, **kwargs}
    return actions.state_need(case=case, **said, by=case.caseworker, at=at)


def risk_level(code: str = "RG-MEDIO", **kwargs: Any) -> RiskLevel:
    """One of the code list: made once, found again."""
    known = RiskLevel.objects.filter(code=code).first()
    places = {"RG-BAJO": (1, 90, 3, True), "RG-MEDIO": (2, 30, 3, True), "RG-ALTO": (3, 7, 3, False)}
    order, days, attempts, may_close = places[code]
    made = {"order": order, "every_days": days, "attempts": attempts, "may_close": may_close, "channel": "CALL"}
    return known or RiskLevelFactory(code=code, label_es=code[3:].capitalize(), **{**made, **kwargs})


def assess(case: Case, code: str = "RG-MEDIO", at: datetime = NOON) -> RiskAssessment:
    return actions.assess_risk(
        case=case, level=risk_level(code), reason="Duerme en la calle.", by=case.caseworker, at=at
    )


def barrier(code: str = "BAR-DENUN", **kwargs: Any) -> Barrier:
    return Barrier.objects.filter(code=code).first() or BarrierFactory(code=code, **kwargs)


def deny(case: Case, at: datetime = NOON, **kwargs: Any) -> Denial:
    """A service was denied to the person of a case: noted through the verb."""
    said = {
        "category": ServiceCategory.objects.filter(code="SV-JUS").first()
        or ServiceCategoryFactory(code="SV-JUS", label_es="Acceso a justicia y denuncia"),
        "barrier": barrier(),
        "happened_on": localdate(at),
        "words": "Me dijeron que sin carné no.",
        "place": "Comisaría Uno",
        **kwargs,
    }
    return actions.note_denial(case=case, denial=actions.NewDenial(**said), by=case.caseworker, at=at)


def later(**kwargs: Any) -> datetime:
    return NOON + timedelta(**kwargs)


def sought(**known: Any) -> Sought:
    """The father of somebody, whom they want to be looked for."""
    return Sought(
        sought_as="FATHER", known={"name": "Luis Rondón", **known}, wish="FOUND", wish_words="Quiero verlo",
        basis="BEST_INTERESTS", consent=None, safety="", urgency="ORDINARY",
    )  # fmt: skip
