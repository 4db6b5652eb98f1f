"""Migration governance profiles (R229): what people found in place, approved by a second colleague, and its history."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from ayni.audit.models import Event
from ayni.codelists.tests.factories import TerritoryFactory
from ayni.results import actions, profile_frame, profiles, territories
from ayni.results.actions.profiles import Answer, CannotAssess
from ayni.results.measuring import Figure
from ayni.results.models import Alignment, Aspect, Assessment, Node
from ayni.results.profiles import Dimension, Found, Measured, Profile
from ayni.results.spans import span_of

from .factories import collected, framework, indicator

pytestmark = pytest.mark.django_db
HERE = "/resultados/perfiles/"
YEAR = span_of("2026")


@pytest.fixture
def aspects() -> dict[str, Aspect]:
    rows = (("MGI-1.1", "Salud", "NATIONAL|REGIONAL|LOCAL"), ("MGI-1.2", "Seguridad social", "NATIONAL"))
    return {
        code: Aspect.objects.create(
            code=code, dimension="MGI-1", order=n, label_es=label, question=f"¿{label}?", asked_of=of
        )
        for n, (code, label, of) in enumerate(rows)
    }


@pytest.fixture
def lima():
    TerritoryFactory(code="1501", label_es="Lima", level="PROVINCE")
    TerritoryFactory(code="150135", label_es="San Martín de Porres", level="DISTRICT")
    return territories.territory("150135")


def answer(**other) -> Answer:
    plain = {"state": "WORKS", "on": date(2026, 3, 1), "found": "Un convenio", "source": "Convenio 12-2026"}
    return Answer(**plain | other)


def given(aspect, by, where=None, *, approved_by=None, **other) -> Assessment:
    place = where or territories.country()
    made = actions.assess(aspect=aspect, where=place, answer=answer(**other), by=by, at=now())
    if approved_by:
        actions.decide_assessment(assessment=made, approve=True, note="", by=approved_by, at=now())
    return made


def counts(where=None, year=YEAR) -> dict[str, str]:
    """Aspect → the state that counts; the name of one that nobody assessed is there, too."""
    answers, _waiting = profiles._answers(where or territories.country(), year.window.until)
    return {one.aspect.code: one.state for one in answers.values()}


def test_an_answer_counts_once_a_second_colleague_approved_it_and_those_before_stay(tomas, marta, aspects):
    first = given(aspects["MGI-1.1"], tomas, state="ABSENT", potential="Firmar un convenio")
    assert counts() == {}
    with pytest.raises(CannotAssess, match="Usted escribió"):
        actions.decide_assessment(assessment=first, approve=True, note="", by=tomas, at=now())
    with pytest.raises(CannotAssess, match="qué está mal"):
        actions.decide_assessment(assessment=first, approve=False, note="", by=marta, at=now())
    actions.decide_assessment(assessment=first, approve=True, note="", by=marta, at=now())
    with pytest.raises(CannotAssess, match="ya decidió"):
        actions.decide_assessment(assessment=first, approve=True, note="", by=marta, at=now())
    assert counts() == {"MGI-1.1": "ABSENT"}
    given(aspects["MGI-1.1"], tomas, on=date(2026, 10, 1), approved_by=marta)
    assert counts() == {"MGI-1.1": "WORKS"}
    assert [one.state for one in profiles.history(aspects["MGI-1.1"], territories.country())] == ["WORKS", "ABSENT"]
    assert Event.objects.filter(verb="assessment.decided").count() == 2


def test_a_year_counts_the_newest_answer_up_to_its_end_and_not_what_came_later(tomas, marta, aspects):
    given(aspects["MGI-1.1"], tomas, on=date(2024, 5, 1), approved_by=marta, state="PARTLY", potential="Ampliarlo")
    given(aspects["MGI-1.1"], tomas, on=date(2026, 5, 1), approved_by=marta)
    assert counts(year=span_of("2023")) == {}
    assert counts(year=span_of("2025")) == {"MGI-1.1": "PARTLY"}
    assert counts(year=span_of("2026")) == {"MGI-1.1": "WORKS"}


def test_what_was_sent_back_counts_nowhere(tomas, marta, aspects):
    made = given(aspects["MGI-1.1"], tomas)
    actions.decide_assessment(assessment=made, approve=False, note="Falta la fuente", by=marta, at=now())
    assert counts() == {}
    assert profiles.assessed() == {}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"state": "PARTLY"}, "qué se podría hacer"),
        ({"state": "ABSENT"}, "qué se podría hacer"),
        ({"on": date(2999, 1, 1)}, "todavía no llega"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(tomas, aspects, wrong, says):
    with pytest.raises(CannotAssess, match=says):
        given(aspects["MGI-1.1"], tomas, **wrong)


def test_one_answer_waits_at_a_time_and_places_do_not_wait_for_each_other(tomas, aspects, lima):
    given(aspects["MGI-1.1"], tomas)
    with pytest.raises(CannotAssess, match="Ya hay otra"):
        given(aspects["MGI-1.1"], tomas)
    given(aspects["MGI-1.1"], tomas, lima)
    assert Assessment.objects.count() == 2


def test_a_local_government_is_not_asked_what_is_the_country_s(tomas, aspects, lima):
    with pytest.raises(CannotAssess, match="no se pregunta a este gobierno"):
        given(aspects["MGI-1.2"], tomas, lima)
    assert profiles.asked(aspects.values(), lima) == 1
    assert profiles.asked(aspects.values(), territories.country()) == 2


def test_the_database_keeps_out_what_no_verb_would_write(tomas, marta, aspects):
    plain = {"aspect": aspects["MGI-1.1"], "on": date(2026, 1, 1), "state": "WORKS", "found": "x", "source": "x",
             "by": tomas, "at": now()}  # fmt: skip
    decided = {"review": "APPROVED", "decided_at": now()}
    for fault in ({"state": "ABSENT"}, {"found": ""}, {"source": ""}, decided | {"decided_by": tomas}, decided):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.create(**plain | fault)
    Assessment.objects.create(**plain | decided | {"decided_by": marta})


def test_an_indicator_belongs_by_its_node_or_by_one_that_is_aligned(aspects):
    framework("MGI", nodes=(("MGI-1", "", "dimension"), ("MGI-2", "", "dimension")))
    framework("MIGOF", nodes=(("MIGOF-P1", "", "principle"),))
    framework("ZZ", nodes=(("Z1", "", "objective"), ("Z2", "", "objective")))
    Alignment.objects.bulk_create([Alignment(one="MGI-1", other="MIGOF-P1"), Alignment(one="Z1", other="MGI-1")])
    indicator("X-01", nodes=("MGI-2",))
    indicator("X-02", nodes=("Z1", "MIGOF-P1"))
    collected("X-03", nodes=("Z2",))
    on = profile_frame.frame()
    assert [node.code for node in on.dimensions] == ["MGI-1", "MGI-2"]
    assert on.beside["MGI-1"].code == "MIGOF-P1"
    assert on.aligned == {"MGI-1": {"X-02": ["MIGOF-P1", "Z1"]}, "MGI-2": {"X-01": ["MGI-2"]}}
    assert [one.code for one in on.definitions] == ["X-01", "X-02"]


def test_what_was_aligned_or_worded_anew_stands_in_the_next_profile(aspects, marta, django_capture_on_commit_callbacks):
    mgi = framework("MGI", nodes=(("MGI-1", "", "dimension"),))
    framework("ZZ", nodes=(("Z1", "", "objective"),))
    indicator("X-02", nodes=("Z1",))
    assert profile_frame.frame().aligned == {"MGI-1": {}}
    one, other = (Node.objects.get(code=code) for code in ("MGI-1", "Z1"))
    with django_capture_on_commit_callbacks(execute=True):
        actions.align(one=one, other=other, by=marta, at=now())
    assert profile_frame.frame().aligned == {"MGI-1": {"X-02": ["Z1"]}}
    with django_capture_on_commit_callbacks(execute=True):
        review = actions.Review(localdate() + timedelta(days=400), "Revisión", reworded={"MGI-1": "Con otras palabras"})
        actions.review_framework(framework=mgi, review=review, by=marta, at=now())
    assert profile_frame.frame().dimensions[0].label_es == "Con otras palabras"


def test_what_is_not_known_is_compared_with_nothing_and_not_assessed_is_no_state(aspects):
    node, said = Node(code="MGI-1", label_es="Derechos"), indicator("X-01", nodes=())

    def side(value, state) -> Profile:
        told = Assessment(state=state) if state else None
        figure = Figure(value, why="" if value is not None else "nadie lo sabe")
        lines = [Measured(said, figure, ["MGI-1"])]
        dimension = Dimension(node, None, lines, [Found(aspects["MGI-1.1"], told)])
        return Profile(territories.country(), YEAR, [dimension])

    [both] = profiles.compared(side(0.25, "WORKS"), side(0.75, "PARTLY"))
    assert both.aspects[0].differs
    assert both.indicators[0].change == "+50,0 puntos"
    [half] = profiles.compared(side(0.25, None), side(None, "PARTLY"))
    assert not half.aspects[0].differs
    assert (half.aspects[0].one, half.indicators[0].other) == ("sin evaluar", "nadie lo sabe")
    assert half.indicators[0].change == ""
    assert [number for _words, _tone, number in profiles.states(side(0.5, None))] == [0, 0, 0, 0, 1]


def typed(**other) -> dict[str, str]:
    day = localdate() - timedelta(days=3)
    plain = {"once": str(uuid4()), "state": "PARTLY", "on_day": day.day, "on_month": day.month, "on_year": day.year,
             "found": "Una mesa 🦋", "source": "Ordenanza 5", "potential": "Darle presupuesto"}  # fmt: skip
    return plain | other


def words(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_from_the_page_to_the_approval_and_back(client, tomas, marta, aspects, lima):
    client.force_login(tomas)
    there = f"{HERE}150135/MGI-1.1/"
    assert "Nadie lo evaluó" in words(client.get(there))
    refused = client.post(f"{there}evaluar/", typed(potential=""))
    assert "Una mesa 🦋" in refused.content.decode(), "nothing typed is lost"
    assert "qué se podría hacer" in words(refused)
    form = typed()
    first, second = (client.post(f"{there}evaluar/", form) for _twice in range(2))
    assert first.headers["Location"] == second.headers["Location"] == there
    one = Assessment.objects.get()
    assert "Espera a un colega" in words(client.get(there))
    assert f"{there}evaluar/" not in client.get(there).content.decode(), "one answer waits at a time"
    client.force_login(marta)
    assert "San Martín de Porres" in words(client.get("/resultados/valores/"))
    decided = client.post(f"{HERE}respuestas/{one.pk}/", {"once": str(uuid4()), "do": "approve", "note": ""})
    assert decided.status_code == 302
    page = words(client.get(there))
    assert "Una mesa 🦋" in page
    assert marta.display_name in page
    assert "1 de 1" in words(client.get(HERE))


def test_a_place_is_found_by_its_name_and_what_is_no_place_is_not_there(client, tomas, lima):
    client.force_login(tomas)
    assert "/resultados/perfiles/150135/" in client.get(HERE, {"q": "san martin porres"}).content.decode()
    assert "Ningún lugar se llama así" in words(client.get(HERE, {"q": "zzzz"}))
    for slug in ("999999", "abc", "15013"):
        assert client.get(f"{HERE}{slug}/").status_code == 404
