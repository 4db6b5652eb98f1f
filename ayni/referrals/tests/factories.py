from typing import Any

import factory
from django.utils.timezone import now

from ayni.cases.models import Case, Task
from ayni.governance.models import ConsentRule, Urgency
from ayni.governance.tests.factories import StepFactory
from ayni.lib.ids import public_number
from ayni.people import actions as people
from ayni.people.models import Basis, Sensitivity
from ayni.people.tests.factories import ConsentTextFactory, PersonFactory
from ayni.referrals import actions
from ayni.referrals.models import Alert, Channel, Referral, SenderKind

FIELDS = ("name", "birth", "nationality")


class CaseFactory(factory.django.DjangoModelFactory):
    """An open case. Ask for `caseworker`; the person, the office and the compartment follow."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    number = factory.LazyFunction(lambda: public_number("C"))
    office = factory.SelfAttribute("caseworker.office")
    opened_by = factory.SelfAttribute("caseworker")
    person = factory.SubFactory(PersonFactory, registered_by=factory.SelfAttribute("..caseworker"))
    sensitivity = Sensitivity.ORDINARY
    urgency = Urgency.WITHIN_24H
    opened_at = factory.LazyFunction(now)

    @factory.post_generation
    def compartment(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        people.place_compartment(
            person=self.person, reason=self.pk, sensitivity=self.sensitivity, office=self.office, team=self.team,
            assignee=self.caseworker, by=self.caseworker, at=self.opened_at,
        )  # fmt: skip


def task_for(case: Case, organisation: Any, rule: str = ConsentRule.REQUIRED, **other: Any) -> Task:
    """A step of the case that this institution must do."""
    step = StepFactory(actor=organisation, consent_rule=rule, urgency=Urgency.WITHIN_24H, action_es="Atención inicial")
    return Task.objects.create(
        case=case, step=step, order=1, organisation=organisation, assignee=case.caseworker, starts_at=now(), **other
    )


def send(case: Case, service: Any, **changes: Any) -> Referral:
    """Refer through the verb; the person consents there and then."""
    given = {
        "case": case,
        "task": None,
        "service": service,
        "reason": "Necesita atención psicológica esta semana.",
        "urgency": Urgency.WITHIN_24H,
        "fields": FIELDS,
        "by": case.caseworker,
        "at": now(),
    }
    ground = {"basis": Basis.CONSENT, "grounds": "", "text": ConsentTextFactory(purpose="REFER"), "norm": None}
    ground = {name: changes.pop(name, value) for name, value in ground.items()}
    return actions.refer(**{**given, "ground": actions.Ground(**ground), **changes})


def alert_of(topic: str = "SHELTER", *, sender: Any = None, danger_now: bool = False, **told: Any) -> Alert:
    """Told through the verb: by the open page, or by the account of `sender`."""
    said = {"text": "Una familia duerme en el parque.", "who": "Yusleidy", **told}
    by = actions.Sender(
        channel=Channel.ACCOUNT if sender else Channel.WEB, kind=SenderKind.NGO, user=sender,
        organisation=sender.organisation if sender else None,
    )  # fmt: skip
    return actions.receive_alert(
        told=actions.Told(topic=topic, danger_now=danger_now, **said), sender=by, submission=None, at=now()
    )
