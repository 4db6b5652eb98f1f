"""What supervisors and colleagues do together in the demo world: a few of each, by the verbs that staff use."""

from datetime import timedelta

from ayni.access import actions as access
from ayni.access.models import User
from ayni.cases import actions as cases
from ayni.cases.actions.conferences import Agreed
from ayni.cases.actions.tracing import Sought
from ayni.cases.actions.transfers import Grounds
from ayni.cases.models import Case
from ayni.people import actions as people
from ayni.people.models import Basis, Sensitivity

from .making import Stage


def work(stage: Stage) -> None:
    """In a world that is whole, so that everything is found again. Whoever is missing in a small one is left out."""
    users = stage.staff.users
    _plan_of_a_child(stage, users["smp"])
    _conference_and_transfer(stage, users["rosa"])
    _away(stage, users["jz-tum.b"], users["jz-tum.a"])
    _emergency(stage, users["julio"])
    people.record_breach(
        organisation=users["marta"].organisation or stage.staff.desks["SEDE-CENTRAL"].office.organisation,
        kind="LOST", noticed_at=stage.at - timedelta(hours=20),
        what="Se perdió un portátil de una brigada. El disco está cifrado.", people=None, by=users["marta"],
        at=stage.at - timedelta(hours=19),
    )  # fmt: skip


def _open(user: User, sensitivity: str) -> list[Case]:
    rows = Case.objects.open().filter(caseworker=user, sensitivity=sensitivity)
    return list(rows.order_by("-opened_at", "-pk")[:3])


def _plan_of_a_child(stage: Stage, by: User) -> None:
    """A plan that waits for approval, and a search for a father."""
    for case in _open(by, Sensitivity.PROTECTED)[:1]:
        cases.ask_plan(case=case, by=by, at=stage.at - timedelta(minutes=50))
        sought = Sought(
            sought_as="FATHER", known={"name": "Luis Alberto", "last_seen": "Terminal de Tumbes, en marzo"},
            wish="FOUND", wish_words="Quiero hablar con mi papá.", basis=Basis.BEST_INTERESTS, consent=None,
            safety="", urgency="WITHIN_72H",
        )  # fmt: skip
        tracing = cases.begin_tracing(case=case, sought=sought, by=by, at=stage.at - timedelta(minutes=40))
        said = "Dice el apellido completo y el barrio donde vivían."
        cases.add_source(
            tracing=tracing, source="CHILD", agrees=True, said=said, by=by, at=stage.at - timedelta(minutes=30)
        )


def _conference_and_transfer(stage: Stage, by: User) -> None:
    for n, case in enumerate(_open(by, Sensitivity.ORDINARY)[:2]):
        if n == 0:
            agreed = [Agreed("Acompañar a la cita de salud", by, stage.at + timedelta(days=3))]
            cases.hold_conference(
                case=case, held_at=max(case.opened_at, stage.at - timedelta(hours=3)), participants=[by],
                guests="La persona y una trabajadora social", agreed=agreed, by=by, at=stage.at,
                minutes="Se revisó el plan. La persona prefiere atenderse cerca de su trabajo.",
            )  # fmt: skip
        else:
            cases.ask_transfer(
                case=case, to_office=stage.staff.desks["JZ-TUM"].office, grounds=Grounds(Basis.PUBLIC_FUNCTION),
                reason="Se muda a Tumbes.", summary="Necesita completar su regularización; viaja la próxima semana.",
                by=by, at=stage.at - timedelta(minutes=90),
            )  # fmt: skip


def _away(stage: Stage, user: User, substitute: User) -> None:
    access.record_absence(
        user=user, substitutes=[substitute], starts_at=stage.at - timedelta(days=1),
        ends_at=stage.at + timedelta(days=5), by=user, at=stage.at - timedelta(days=1),
    )  # fmt: skip


def _emergency(stage: Stage, by: User) -> None:
    """Somebody opened a protected case of the office for an hour; its supervisor has not reviewed it yet."""
    rows = Case.objects.open().filter(sensitivity=Sensitivity.PROTECTED, office=by.office).exclude(caseworker=by)
    for case in rows.order_by("opened_at", "pk")[:1]:
        why = "Llamó llorando y su gestora no contesta: hay que saber a qué albergue ir."
        glass = cases.break_glass(number=case.number, why=why, by=by, at=stage.at - timedelta(hours=2))
        cases.mend_glass(glass=glass, by=by, at=stage.at - timedelta(hours=1))
