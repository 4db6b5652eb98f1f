"""The history of a file on its page, and documents that expire."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from ayni.codelists.models import Occupation
from ayni.people import actions
from ayni.people.models import Confidence, Kind, Source
from ayni.people.rules.characteristics import NewCharacteristic
from ayni.people.rules.sources import Provenance, Told
from ayni.people.tests.factories import DocumentTypeFactory, PersonFactory, StatusFactory

from .test_people import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(rosa):
    return PersonFactory(registered_by=rosa, registered_at=now() - timedelta(days=400))


@pytest.fixture
def desk(client, rosa):
    for order, code in enumerate(("OCU-EST", "OCU-SER"), 1):
        since = localdate() - timedelta(days=3000)
        Occupation.objects.create(code=code, label_es=f"Palabra {code}", order=order, valid_from=since)
    client.force_login(rosa)
    return client


def occupied(person, rosa, code, days, told=Told()):  # noqa: B008 - frozen
    new = NewCharacteristic(Kind.OCCUPATION, code, since=localdate() - timedelta(days=days))
    return actions.record_characteristic(person=person, new=new, told=told, by=rosa, at=now())


def asked(desk, person, day):
    parts = {"dia_day": day.day, "dia_month": day.month, "dia_year": day.year}
    return text_of(desk.get(f"/people/{person.pk}/history/", parts))


def test_the_page_answers_what_was_true_and_what_was_known(desk, person, rosa):
    occupied(person, rosa, "OCU-EST", 300)
    occupied(person, rosa, "OCU-SER", 100)
    text = asked(desk, person, localdate() - timedelta(days=200))
    answer, rest = text.split("Qué era cierto el", 1)[1].split("Qué se sabía el", 1)
    assert "Palabra OCU-EST" in answer
    assert "Palabra OCU-SER" not in answer
    assert "Palabra" not in rest.split("Toda la historia")[0], "nobody had told us yet"
    assert "Palabra OCU-SER" in rest.split("Toda la historia", 1)[1]


def test_before_everything_the_page_says_so(desk, person):
    text = asked(desk, person, localdate().replace(year=1900, month=3, day=1))
    assert "El expediente no dice nada de ese día." in text


def test_a_day_that_is_no_day_is_explained_and_kept(desk, person):
    page = desk.get(f"/people/{person.pk}/history/", {"dia_day": "31", "dia_month": "2", "dia_year": "2024"})
    assert "Ese día no existe" in text_of(page)
    assert 'value="31"' in page.content.decode()


def test_what_is_estimated_looks_unconfirmed(desk, person, rosa):
    occupied(person, rosa, "OCU-EST", 30, Told(Provenance(Source.ESTIMATED, Confidence.LOW)))
    for address in ("", "history/"):
        assert "sin confirmar" in text_of(desk.get(f"/people/{person.pk}/{address}"))


def test_a_weaker_source_is_confirmed_on_the_form_and_nothing_typed_is_lost(desk, person, rosa):
    occupied(person, rosa, "OCU-EST", 30)
    typed = {"code": "OCU-SER", "source": "ESTIMATED", "confidence": "HIGH"}
    page = desk.post(f"/people/{person.pk}/characteristics/occupation/", typed)
    assert "fuente más sólida" in text_of(page)
    assert '<option value="OCU-SER" selected' in page.content.decode()
    assert person.characteristics.get(ended_at=None).code == "OCU-EST"
    desk.post(f"/people/{person.pk}/characteristics/occupation/", {**typed, "confirmed": "on"})
    assert person.characteristics.get(ended_at=None).code == "OCU-SER"


def test_a_nationality_is_added_and_ended_with_its_days(desk, person, rosa):
    only = person.nationalities.get()
    page = desk.post(f"/people/{person.pk}/nationalities/{only.pk}/end/", {"how": "over"})
    assert "única nacionalidad" in text_of(page)


def test_the_situation_cannot_be_weakened_without_saying_so(person, rosa):
    first, second = StatusFactory(), StatusFactory(code="S-REGT", label_es="Regular", regularity="regular")
    strong, weak = (Told(Provenance(source)) for source in (Source.REGISTER, Source.RELATIVE))
    common = {"person": person, "status_since": None, "by": rosa, "at": now()}
    actions.record_situation(status=first, told=strong, **common)
    with pytest.raises(Exception, match="fuente más sólida"):
        actions.record_situation(status=second, told=weak, **common)
    assert person.situations.get().status == first


def test_the_history_takes_as_many_statements_however_long_it_is(desk, person, rosa, at_most):
    for days in (300, 200, 100):
        occupied(person, rosa, "OCU-EST" if days == 200 else "OCU-SER", days)
    desk.get(f"/people/{person.pk}/history/")
    with at_most(12):
        desk.get(f"/people/{person.pk}/history/")


@pytest.mark.parametrize(
    ("days", "words", "is_counted"),
    [
        (-1, "venció hace 1 día", False), (0, "vence hoy", True), (1, "vence en 1 día", True),
        (30, "vence en 30 días", True), (31, "vence en 31 días", True), (60, "vence en 60 días", True),
        (90, "vence en 90 días", True), (91, "", False),
    ],
)  # fmt: skip
def test_a_document_that_expires_says_so_and_is_counted(desk, person, rosa, days, words, is_counted):
    person.documents.create(
        type=DocumentTypeFactory(), number="X1", office=rosa.office,
        expires_on=localdate() + timedelta(days=days),
    )  # fmt: skip
    text = text_of(desk.get(f"/people/{person.pk}/"))
    assert (words in text) if words else ("vence en" not in text)
    listed = text_of(desk.get("/desk/documentos-vencen/"))
    assert (person.surname_1 in listed) == is_counted


def test_another_office_does_not_learn_what_expires_here(client, vera, person, rosa):
    person.documents.create(type=DocumentTypeFactory(), office=vera.office, expires_on=localdate())
    client.force_login(vera)
    assert person.surname_1 not in text_of(client.get("/desk/documentos-vencen/"))
