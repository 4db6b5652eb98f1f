"""Applications that were brought, by the verbs, as far as a test needs them."""

from datetime import datetime
from typing import Any

from ayni.access.models import User
from ayni.people.models import Person
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.models import Application, Item, ItemState, Procedure
from ayni.procedures.tests.factories import NOON, ProcedureFactory, RequirementFactory

GROUNDS = "Cumple con todos los requisitos."


def procedure(world: Any, *, asks: int = 2, **fields: Any) -> Procedure:
    """Ours, with so many papers to bring."""
    world.migraciones  # noqa: B018  who decides
    made: Procedure = ProcedureFactory(**fields)
    for order in range(1, asks + 1):
        RequirementFactory(procedure=made, order=order)
    return made


def submitted(
    by: User, procedure: Procedure, *, person: Person | None = None, at: datetime = NOON, **asked: Any
) -> Application:
    assert by.office is not None
    person = person or PersonFactory(registered_by=by)
    asked = actions.Asked(procedure=procedure, office=by.office, **asked)
    application = actions.begin(person=person, asked=asked, by=by, at=at)
    for item in application.items.all():
        actions.present(item=item, drawn=None, by=by, at=at)
    return actions.submit(application=application, by=by, at=at)


def judge(application: Application, evaluator: User, *verdicts: str, at: datetime = NOON) -> list[Item]:
    """A verdict on each requirement, in its order."""
    items = list(application.items.order_by("requirement__order"))
    for item, verdict in zip(items, verdicts, strict=True):
        reason = "" if verdict == ItemState.ACCEPTED else "No se lee la fecha."
        actions.look_at(item=item, verdict=verdict, reason=reason, by=evaluator, at=at)
    return items


def evaluated(application: Application, evaluator: User, *verdicts: str, at: datetime = NOON) -> Application:
    application = actions.take(application=application, by=evaluator, at=at)
    judge(application, evaluator, *(verdicts or [ItemState.ACCEPTED] * application.items.count()), at=at)
    return actions.finish_evaluation(application=application, by=evaluator, at=at)
