"""Two files with anything in them, made by what a property test draws; and everything that the database holds."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from hypothesis import strategies as st

from ayni.access.tests.factories import MembershipFactory
from ayni.cases import actions as cases
from ayni.cases.tests.factories import open_case
from ayni.directory.tests.factories import ServiceFactory
from ayni.lib.errors import RuleBroken
from ayni.outreach.models import Attendance, Session
from ayni.outreach.tests.factories import held_session
from ayni.people import actions as people
from ayni.people.actions.indexing import reindex
from ayni.people.models import Basis, Draft, Person, Relationship
from ayni.people.queries.matching import Match
from ayni.people.rules.characteristics import NewCharacteristic
from ayni.people.rules.registering import NewRelative
from ayni.people.rules.sources import Provenance, Told
from ayni.people.tests.factories import (
    NOON,
    ConsentTextFactory,
    CountryFactory,
    DistrictFactory,
    DocumentTypeFactory,
    EducationFactory,
    NoDocumentFactory,
    PersonFactory,
    StatusFactory,
    place,
)
from ayni.referrals.models import Alert
from ayni.referrals.tests.factories import alert_of, send
from tests.graphs_counter import COUNTER

NOT_COMPARED = {"audit", "sessions", "contenttypes", "auth"}


class Graph:
    """Kept, absorbed, a third and a fourth person, and what hangs on the first two."""

    def __init__(self, world: Any, kept: dict[str, Any], absorbed: dict[str, Any]) -> None:
        self.world, self.rosa = world, world.rosa
        self.service = ServiceFactory(organisation=world.cem)
        self.kept = PersonFactory(registered_by=self.rosa, **kept)
        self.absorbed = PersonFactory(registered_by=self.rosa, **absorbed)
        self.third = PersonFactory(registered_by=self.rosa, given_name_1="Tercera")
        self.fourth = PersonFactory(registered_by=self.rosa, given_name_1="Cuarta")
        MembershipFactory(user=world.marta, role="CASEWORKER", team=world.trata)
        self.marta = type(world.marta).objects.get(pk=world.marta.pk)
        self.clock = NOON

    def at(self) -> Any:
        self.clock += timedelta(minutes=1)
        return self.clock

    def do_all(self, steps: list["Step"]) -> None:
        for step in steps:
            self.do(step)
        for person in (self.kept, self.absorbed):
            reindex(person)

    def do(self, step: "Step") -> None:
        person = self.kept if step.side else self.absorbed
        other = self.absorbed if step.side else self.kept
        with suppress(RuleBroken):
            DEEDS[step.deed](self, person, other, step.number)


@dataclass(frozen=True)
class Step:
    deed: str
    side: bool
    number: int


def _nationality(graph: Graph, person: Person, other: Person, n: int) -> None:
    country = CountryFactory(code=("COL", "ECU", "XXX", "VEN")[n])
    if not person.nationalities.filter(country=country, ended_at=None).exists():
        person.nationalities.create(country=country, order=person.nationalities.count() + 1)


def _document(graph: Graph, person: Person, other: Person, n: int) -> None:
    kind = NoDocumentFactory() if n == 3 else DocumentTypeFactory()
    person.documents.create(type=kind, number="" if n == 3 else f"AB12345{n}", is_verified=n == 1)


def _contact(graph: Graph, person: Person, other: Person, n: int) -> None:
    person.contacts.create(kind="PHONE", value=f"+5198765430{n}", is_safe=n > 1, since=graph.at())


def _residence(graph: Graph, person: Person, other: Person, n: int) -> None:
    where = None if n == 3 else DistrictFactory(code=f"15013{n}", parent=None)
    people.move(
        person=person, district=where, in_transit=n == 3, address="Calle 1", since=date(2026, 1, 1 + n), by=graph.rosa,
        at=graph.at(),
    )  # fmt: skip


def _situation(graph: Graph, person: Person, other: Person, n: int) -> None:
    status = StatusFactory(code=f"S-{n}")
    people.record_situation(
        person=person, status=status, status_since=date(2026, 2, 1 + person.situations.count()), by=graph.rosa,
        at=graph.at(),
    )  # fmt: skip


def _relative(graph: Graph, person: Person, other: Person, n: int) -> None:
    relative = (other, graph.third, graph.fourth, None)[n]
    kind = (Relationship.Kind.SIBLING, Relationship.Kind.CHILD, Relationship.Kind.PARTNER, Relationship.Kind.CHILD)[n]
    new = NewRelative(kind=kind, name="" if relative else "Hija", relative=relative)
    people.add_relative(person=person, relative=new, by=graph.rosa, at=graph.at())


def _consent(graph: Graph, person: Person, other: Person, n: int) -> None:
    purpose = ("CONTACT", "STATISTICS", "REFER", "REFER")[n]
    to = graph.world.cem if n == 2 else graph.world.oim if n == 3 else None
    standing = person.consents.filter(purpose=purpose, organisation=to, withdrawn_at=None, superseded_by=None).first()
    if standing:
        people.withdraw_consent(consent=standing, by=graph.rosa, at=graph.at())
        return
    people.give_consent(
        person=person, purpose=purpose, organisation=to, basis=Basis.VITAL_INTEREST, text=None, grounds="Peligro.",
        by=graph.rosa, at=graph.at(),
    )  # fmt: skip


def _case(graph: Graph, person: Person, other: Person, n: int) -> None:
    codes = ("VP-INDOC", "VP-NNA-RD", "VP-TRATA", "VP-INDOC")
    case = open_case(graph.rosa, codes[n], person=person, at=graph.at())
    cases.write_note(case=case, text="Nota", by=graph.rosa, at=graph.at())
    if n == 3:
        send(case, graph.service, at=graph.at(), text=ConsentTextFactory(purpose="REFER"))


def _screening(graph: Graph, person: Person, other: Person, n: int) -> None:
    cases.start_screening(person=person, by=graph.rosa, at=graph.at())
    alert = (alert_of("SHELTER"), alert_of("CHILD"), alert_of("TRAFFICKING"), alert_of("OTHER"))[n]
    Alert.objects.filter(pk=alert.pk).update(person=person)


def _compartment(graph: Graph, person: Person, other: Person, n: int) -> None:
    place(person, ("ORDINARY", "PROTECTED", "RESTRICTED", "ORDINARY")[n], graph.rosa, team=graph.world.trata)


def _draft(graph: Graph, person: Person, other: Person, n: int) -> None:
    if not Draft.objects.filter(person=person).exists():
        Draft.objects.create(user=graph.rosa, searched_at=NOON, saved_at=NOON, person=person)


def _pair(graph: Graph, person: Person, other: Person, n: int) -> None:
    of = (other, graph.third, graph.fourth, graph.third)[n]
    match = Match(of.pk, 0.9, True, ("mismos apellidos",))
    pairs = people.note_duplicates(person=person, matches=[match], found_by="NIGHTLY", by="system", at=graph.at())
    if pairs and n == 3:
        people.decide_different(pair=pairs[0], note="Son primas", by=graph.marta, at=graph.at())


def _merged_before(graph: Graph, person: Person, other: Person, n: int) -> None:
    once = PersonFactory(registered_by=graph.rosa, given_name_1=f"Antes{n}", document=f"ZZ{n}")
    people.merge(kept=person, absorbed=once, choose={}, by=graph.marta, at=graph.at())


def _characteristic(graph: Graph, person: Person, other: Person, n: int) -> None:
    kind = ("OCCUPATION", "MOBILITY_PROFILE", "OTHER_LANGUAGE", "OCCUPATION")[n]
    person.characteristics.filter(kind=kind, ended_at=None).exclude(kind="OTHER_LANGUAGE").update(ended_at=NOON)
    source = ("STATED", "LIST", "SEEN", "REGISTER")[n]
    person.characteristics.create(kind=kind, code=f"C{n}", source=source, recorded_at=graph.at())


def _education(graph: Graph, person: Person, other: Person, n: int) -> None:
    """As somebody gave it when they were registered, or written down since."""
    entry = EducationFactory(code=f"EDU-{n}")
    if n == 0 and not person.characteristics.filter(kind="EDUCATION").exists():
        Person.objects.filter(pk=person.pk).update(education=entry)
    else:
        told = Told(Provenance(("STATED", "LIST", "SEEN", "REGISTER")[n]), confirmed=True)
        new = NewCharacteristic("EDUCATION", entry.code, since=date(2026, 1, 1 + n))
        people.record_characteristic(person=person, new=new, told=told, by=graph.rosa, at=graph.at())


def _corrected(graph: Graph, person: Person, other: Person, n: int) -> None:
    fresh = Person.objects.get(pk=person.pk)
    countries = [row.country for row in fresh.nationalities.filter(ended_at=None).select_related("country")]
    told = Told(Provenance("SEEN" if n else "STATED"), confirmed=True)
    people.correct_identity(
        person=fresh, nationalities=countries, surname_1=f"Corregida{n}", told=told, by=graph.rosa, at=graph.at()
    )


def _attendance(graph: Graph, person: Person, other: Person, n: int) -> None:
    """Of one and the same session for everybody, or of one of their own."""
    session = Session.objects.order_by("made_at", "pk").first() if n % 2 else None
    session = session or held_session(graph.rosa)
    if not Attendance.objects.filter(session=session, person=person).exists():
        Attendance.objects.create(session=session, person=person, way="SHEET", noted_by=graph.rosa, noted_at=graph.at())


DEEDS: dict[str, Callable[[Graph, Person, Person, int], None]] = {
    "nationality": _nationality, "document": _document, "contact": _contact, "residence": _residence,
    "situation": _situation, "relative": _relative, "consent": _consent, "case": _case, "screening": _screening,
    "compartment": _compartment, "draft": _draft, "pair": _pair, "merged before": _merged_before,
    "characteristic": _characteristic, "education": _education, "corrected": _corrected,
    "attendance": _attendance, **COUNTER,
}  # fmt: skip

steps = st.lists(
    st.builds(Step, deed=st.sampled_from(sorted(DEEDS)), side=st.booleans(), number=st.integers(0, 3)), max_size=16
)
identities = st.fixed_dictionaries(
    {
        "given_name_1": st.sampled_from(["Yusleidy", "Yusleydi", "Carolina"]),
        "surname_2": st.sampled_from(["Rondón", "", "Rendón"]),
        "known_as": st.sampled_from(["", "Yuyi"]),
        "gender": st.sampled_from(["", "GEN-TW"]),
    }
)


def everything() -> dict[str, list[Any]]:
    """All rows of all tables, but the trail, the merges, the serial numbers of what is made anew, and the list of what
    the next build of facts has to count again: undoing is a change too."""
    found: dict[str, list[Any]] = {}
    for model in apps.get_models():
        label = model._meta.label
        if model._meta.app_label in NOT_COMPARED or label in {"people.Merge", "facts.Change"}:
            continue
        rows = model._base_manager.all()
        if label == "people.NameLine":
            rows = rows.filter(person__isnull=False)
        # The numbers of lines are given anew; a key stands under the number of its line.
        anew = {"people.NameLine": "id", "people.SearchKey": "line"}.get(label)
        dump = [{k: v for k, v in row.items() if k != anew} for row in rows.order_by("pk").values()]
        found[label] = sorted(map(repr, dump))
    return found
