"""Applications in every state at the head office, by the verbs of its counter: whoever signs in as Lía, Elsa or Aldo
finds something to do."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from ayni.access.models import Office, User
from ayni.files.preparing import Drawn
from ayni.lib.errors import RuleBroken
from ayni.people.models import Person, Sensitivity
from ayni.procedures import actions, queries
from ayni.procedures.models import Application, ItemState, Procedure, RequirementKind
from ayni.procedures.models import Preregistration as Prepared

from .making import Stage
from .staff import HEAD_OFFICE

GROUNDS = "Presentó lo que pide el procedimiento y se comprobó con los originales."
UNREADABLE = "La copia está borrosa: no se lee la fecha de vencimiento. Traiga otra, tomada con luz."
MISSING = "Falta la hoja con el sello de ingreso."
PAPERS = frozenset({RequirementKind.DOCUMENT, RequirementKind.PAYMENT})
OK = ItemState.ACCEPTED


@dataclass
class Counter:
    lia: User
    elsa: User
    aldo: User
    office: Office
    procedures: list[Procedure]
    at: datetime
    paper: Drawn

    def begun(self, person: Person, days: int, n: int) -> Application:
        """Begun so many days ago, with its papers."""
        at = self.at - timedelta(days=days)
        asked = actions.Asked(procedure=self.procedures[n % len(self.procedures)], office=self.office)
        application = actions.begin(person=person, asked=asked, by=self.lia, at=at)
        for place, item in enumerate(queries.items_of(application)):
            drawn = self.paper if place < 2 and item.requirement.kind in PAPERS else None
            actions.present(item=item, drawn=drawn, by=self.lia, at=at)
        return application

    def submitted(self, person: Person, days: int, n: int) -> Application:
        begun = self.begun(person, days, n)
        return actions.submit(application=begun, by=self.lia, at=self.at - timedelta(days=days))

    def taken(self, person: Person, days: int, n: int, *, last: ItemState = OK, upto: int = 99) -> Application:
        """In Elsa's hands, judged as far as `upto`; the last paper with this verdict."""
        taken = actions.take(application=self.submitted(person, days, n), by=self.elsa, at=self._ago(days - 1))
        items = list(queries.items_of(taken))[:upto]
        for item in items:
            verdict = last if item is items[-1] else OK
            reason = {ItemState.OBSERVED: UNREADABLE, ItemState.REJECTED: MISSING}.get(verdict, "")
            actions.look_at(item=item, verdict=verdict, reason=reason, by=self.elsa, at=self._ago(days - 1))
        return taken

    def observed(self, person: Person, days: int, n: int) -> None:
        taken = self.taken(person, days, n, last=ItemState.OBSERVED)
        actions.ask_for_correction(application=taken, days=10, by=self.elsa, at=self._ago(days - 1))

    def evaluated(self, person: Person, days: int, n: int, *, last: ItemState = OK) -> Application:
        taken = self.taken(person, days, n, last=last)
        return actions.finish_evaluation(application=taken, by=self.elsa, at=self._ago(days - 2))

    def approved(self, person: Person, days: int, n: int) -> None:
        evaluated = self.evaluated(person, days, n)
        made = actions.approve(application=evaluated, grounds=GROUNDS, by=self.aldo, at=self._ago(days - 3))
        actions.hand_over(resolution=made, by=self.lia, at=self._ago(days - 4))

    def appealed(self, person: Person, days: int, n: int) -> None:
        evaluated = self.evaluated(person, days, n, last=ItemState.REJECTED)
        made = actions.reject(application=evaluated, grounds=MISSING, by=self.aldo, at=self._ago(days - 3))
        actions.hand_over(resolution=made, by=self.lia, at=self._ago(days - 4))
        grounds = "Encontré la hoja con el sello y la traigo."
        actions.file_appeal(
            application=made.application, kind="RECONSIDERATION", grounds=grounds, by=self.lia, at=self._ago(days - 5)
        )

    def abandoned(self, person: Person, days: int, n: int) -> None:
        """The clock declared it: what was asked for did not come in ten working days, nor in the time after them."""
        self.observed(person, days, n)
        actions.abandon_due(at=self._ago(days - 60))

    def withdrawn(self, person: Person, days: int, n: int) -> None:
        actions.withdraw(application=self.submitted(person, days, n), by=self.lia, at=self._ago(days - 1))

    def _ago(self, days: int) -> datetime:
        return self.at - timedelta(days=max(days, 0))

    def lives(self) -> Iterator[Callable[[Person, int], object]]:
        """One of each kind, so many days old; late ones among those that wait."""
        yield from (lambda person, n, days=days: self.begun(person, days, n) for days in (0, 3))
        yield from (lambda person, n, days=days: self.submitted(person, days, n) for days in (60, 44, 20, 9, 2, 1))
        yield lambda person, n: self.taken(person, 12, n, upto=1)
        yield lambda person, n: self.taken(person, 30, n)
        yield from (lambda person, n, days=days: self.observed(person, days, n) for days in (6, 15))
        yield from (lambda person, n, days=days: self.evaluated(person, days, n) for days in (25, 18))
        yield from (lambda person, n, days=days: self.approved(person, days, n) for days in (40, 300, 340))
        yield lambda person, n: self.appealed(person, 21, n)
        yield lambda person, n: self.withdrawn(person, 10, n)
        yield lambda person, n: self.abandoned(person, 75, n)


def work(stage: Stage, paper: Drawn) -> None:
    """Nothing, where the procedures of our institution were not loaded."""
    users, office = stage.staff.users, stage.staff.desks[HEAD_OFFICE].office
    open_now = [one for one in queries.received_by_us(stage.at.date()) if one.requirements.exists()]
    if not open_now:
        return
    counter = Counter(users["lia"], users["elsa"], users["aldo"], office, open_now, stage.at, paper)
    people = iter(_people(counter.lia))
    for n, live in enumerate(counter.lives()):
        for person in people:
            # Whoever took their consent back, or has such an application: the next one.
            with suppress(RuleBroken), transaction.atomic():
                live(person, n)
                break
    _prepared(counter)


def _people(lia: User) -> list[Person]:
    seen = Person.objects.visible_to(lia).exclude(
        compartments__sensitivity__in=[Sensitivity.PROTECTED, Sensitivity.RESTRICTED]
    )
    return list(seen.order_by("-registered_at", "-pk")[:80])


def _prepared(counter: Counter) -> None:
    """Somebody wrote from home yesterday."""
    at = counter.at - timedelta(hours=20)
    made, _code, _secret = actions.start(station=None, at=at)
    said = {
        "given_name_1": ["Yorman"], "surname_1": ["Piñango"], "birth_day": ["4"], "birth_month": ["9"],
        "birth_year": ["1994"], "sex": ["SEX-M"], "nationality_1": ["VEN"], "has_documents": ["yes"],
        "type_1": ["PAS"], "number_1": ["152004881"], "kind_1": ["SMS"], "value_1": ["+51 900 000 004"],
        "is_safe_1": ["on"], "procedure": [str(counter.procedures[0].pk)], "office": [str(counter.office.pk)],
    }  # fmt: skip
    chosen: dict[str, Procedure | Office] = {"procedure": counter.procedures[0], "office": counter.office}
    found: Prepared = actions.answer(found=made, said=said, chosen=chosen, at=at)
    actions.send(found=found, left=[], at=at)
