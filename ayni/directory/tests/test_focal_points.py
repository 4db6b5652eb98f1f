"""Who answers for an institution is named, confirmed and ended; services are added, stopped and opened."""

import uuid

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from ayni.access.permissions import Role
from ayni.access.tests.factories import DepartmentFactory, OrganisationFactory, UserFactory
from ayni.audit.models import Event
from ayni.codelists.tests.factories import ServiceCategoryFactory
from ayni.directory import actions, queries, rules
from ayni.directory.models import FocalPoint, Service

from .factories import FocalPointFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cem():
    return OrganisationFactory(code="CEM", name="Centro Emergencia Mujer")


def typed(**other):
    known = {"name": "Mesa de coordinación", "email": "mesa@example.pe", "phone": "987 654 321"}
    return {**known, "once": str(uuid.uuid4()), **other}


def test_a_supervisor_names_who_answers(client, marta, cem):
    tumbes = DepartmentFactory(code="24", label_es="Tumbes")
    client.force_login(marta)
    page = client.post("/directorio/CEM/punto-focal/", typed(department=tumbes.pk), follow=True).content.decode()
    assert "El punto focal quedó nombrado" in page
    named = queries.focal_point(cem, "24")
    assert (named.phone, named.confirmed_at is None) == ("+51987654321", False)
    assert queries.focal_point(cem, "15") is None
    event = Event.objects.get(verb="focal_point.named")
    assert event.details == {"organisation": "CEM", "place": "24", "rank": "INSTITUTION"}


def test_the_same_form_twice_names_one(client, marta, cem):
    client.force_login(marta)
    form = typed()
    client.post("/directorio/CEM/punto-focal/", form)
    client.post("/directorio/CEM/punto-focal/", form)
    assert FocalPoint.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"phone": "12"}, "no es un número de teléfono"),
        ({"phone": "llámeme"}, "no es un número de teléfono"),
        ({"email": "mesa"}, "nombre@ejemplo.pe"),
        ({"email": "", "phone": ""}, "no hay otra forma de contactar"),
        ({"name": ""}, "Nombre de la función"),
        ({"department": "999999"}, "Elija"),
    ],
)
def test_what_is_wrong_is_said(client, marta, cem, wrong, says):
    client.force_login(marta)
    assert says in client.post("/directorio/CEM/punto-focal/", typed(**wrong)).content.decode()
    assert not FocalPoint.objects.exists()


def test_one_place_has_one_until_it_ends(client, marta, cem):
    national = FocalPointFactory(organisation=cem)
    client.force_login(marta)
    page = client.post("/directorio/CEM/punto-focal/", typed()).content.decode()
    assert "Ya hay un punto focal para este lugar" in page
    client.post(f"/directorio/puntos-focales/{national.pk}/terminar/", {"once": str(uuid.uuid4())})
    client.post("/directorio/CEM/punto-focal/", typed(name="Mesa nueva"))
    assert queries.focal_point(cem, "15").name == "Mesa nueva"
    assert FocalPoint.objects.count() == 2


def test_the_database_too_keeps_one_for_the_whole_country(cem):
    FocalPointFactory(organisation=cem)
    with pytest.raises(IntegrityError):
        FocalPointFactory(organisation=cem)


def test_an_ended_one_is_neither_confirmed_nor_ended_again(client, marta, cem):
    point = FocalPointFactory(organisation=cem, confirmed_at=None)
    actions.confirm_focal_point(focal_point=point, by=marta, at=now())
    actions.end_focal_point(focal_point=point, by=marta, at=now())
    point.refresh_from_db()
    assert point.confirmed_at is not None
    client.force_login(marta)
    for verb in ("confirmar", "terminar"):
        page = client.post(f"/directorio/puntos-focales/{point.pk}/{verb}/", {"once": str(uuid.uuid4())}, follow=True)
        assert "Mientras tanto alguien terminó" in page.content.decode()


def test_a_service_is_added_stopped_and_opened(client, marta, cem):
    category = ServiceCategoryFactory()
    client.force_login(marta)
    form = {"name": "Atención psicológica", "category": category.pk, "note": "", "once": str(uuid.uuid4())}
    client.post("/directorio/CEM/servicio/", form)
    service = Service.objects.get()
    assert (service.is_generic, service.accepts_referrals) == (False, True)
    for accepts in ("no", "yes"):
        answer = {"accepts": accepts, "once": str(uuid.uuid4())}
        client.post(f"/directorio/servicios/{service.pk}/derivaciones/", answer)
        assert queries.services_accepting_referrals().exists() == (accepts == "yes")
    verbs = Event.objects.filter(subject_type="directory.Service").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["service.added", "service.stopped", "service.opened"]


def test_an_administrator_elsewhere_keeps_their_own_institution_and_no_other(client, world, cem):
    unit = OrganisationFactory(code="CEM-TUM", parent=cem)
    OrganisationFactory(code="HIAS")
    client.force_login(UserFactory(username="admin-cem", organisation=cem, roles=[Role.ADMINISTRATOR]))
    assert client.get("/directorio/CEM/punto-focal/").status_code == 200
    assert client.get(f"/directorio/{unit.code}/punto-focal/").status_code == 200
    assert client.get("/directorio/HIAS/punto-focal/").status_code == 403
    assert "Nombrar un punto focal" not in client.get("/directorio/HIAS/").content.decode()


@pytest.mark.parametrize("who", ["rosa", "ines", "tomas", "lia"])
def test_others_read_and_do_not_write(client, request, cem, who):
    point, service = FocalPointFactory(organisation=cem), ServiceFactory(organisation=cem)
    client.force_login(request.getfixturevalue(who))
    addresses = [
        "/directorio/CEM/punto-focal/",
        "/directorio/CEM/servicio/",
        f"/directorio/puntos-focales/{point.pk}/terminar/",
        f"/directorio/puntos-focales/{point.pk}/confirmar/",
        f"/directorio/servicios/{service.pk}/derivaciones/",
    ]
    assert [client.post(address, typed()).status_code for address in addresses] == [403] * 5
    assert "Nombrar un punto focal" not in client.get("/directorio/CEM/").content.decode()


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [("987654321", "+51987654321"), ("+58 412 1234567", "+584121234567"), ("01 200-1000", "+5112001000"), ("  ", "")],
)
def test_a_telephone_is_kept_as_it_is_dialled(typed, dialled):
    assert rules.phone_as_dialled(typed) == dialled
