"""Entries are written, verified, given hours and places; a shelter's address stays where it may be read."""

import re
import uuid

import pytest
from django.db import connection
from django.utils.timezone import localtime, now

from ayni.access.permissions import Role
from ayni.access.tests.factories import DepartmentFactory, OrganisationFactory, UserFactory
from ayni.audit.models import Event
from ayni.codelists.tests.factories import ServiceCategoryFactory
from ayni.directory import actions, queries, rules
from ayni.directory.models import InstitutionEntry, Location, Record, Schedule, Service, ServiceAtLocation
from ayni.directory.queries import plain

from .factories import FocalPointFactory, LocationFactory, PointFactory, RecordFactory, ScheduleFactory, ServiceFactory

pytestmark = pytest.mark.django_db
STREET = "Jr. Escondido 745"


@pytest.fixture
def cem():
    return OrganisationFactory(code="CEM", name="Centro Emergencia Mujer")


@pytest.fixture
def service(cem):
    return ServiceFactory(organisation=cem, category=ServiceCategoryFactory())


@pytest.fixture
def shelter(cem):
    address = [{"id": str(uuid.uuid4()), "address_1": STREET, "postal_code": "1"}]
    return LocationFactory(
        organisation=cem, name="Casa", is_confidential=True, addresses=address, directions="Por el mercado"
    )


def once(**said):
    return {**said, "once": str(uuid.uuid4())}


def typed(service, **other):
    """The form of a service, as it stands, with something else in it."""
    said = {name: value for name, value in plain.of_service(service).items() if value not in (None, False)}
    return once(**{**said, **other})


def test_of_two_who_write_an_entry_at_once_the_second_is_told(client, marta, service):
    client.force_login(marta)
    page = f"/directorio/fichas/servicios/{service.pk}/editar/"
    seen = re.search(r'name="seen" value="(\w+)"', client.get(page).content.decode())[1]
    client.post(page, typed(service, note="Lo primero", seen=seen))
    answer = client.post(page, typed(service, note="Lo segundo", seen=seen)).content.decode()
    service.refresh_from_db()
    assert service.note == "Lo primero"
    assert "guarde una vez más" in answer
    assert "Lo segundo" in answer


def test_whoever_keeps_an_entry_changes_it_and_it_counts_as_verified(client, marta, service):
    client.force_login(marta)
    page = f"/directorio/fichas/servicios/{service.pk}/editar/"
    form = typed(service, name="Terapia", suits=["WOMEN"], not_for=["MEN"], by_appointment="on", minimum_age="18")
    answer = client.post(page, form, follow=True).content.decode()
    assert "Terapia" in answer
    assert "solo con cita" in answer
    service.refresh_from_db()
    assert (service.minimum_age, service.verified_by, service.verified_how) == (18, marta, "STAFF")
    assert {(t.code, t.suits) for t in service.terms.all()} == {("WOMEN", True), ("MEN", False)}
    client.post(page, typed(service, not_for=["WOMEN"], suits=[]))
    assert {(t.code, t.suits) for t in service.terms.all()} == {("WOMEN", False)}
    assert Event.objects.filter(verb="entry.written").first().details["fields"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"minimum_age": "40", "maximum_age": "3"}, "Escríbalas al revés"),
        ({"suits": ["MEN"], "not_for": ["MEN"]}, "mismas personas"),
        ({"name": ""}, "Qué se ofrece"),
        ({"minimum_age": "doce"}, "Edad mínima"),
        ({"url": "no es"}, "govuk-error"),
        ({"category": "NADA"}, "Elija"),
        ({"needs": ["<b>"]}, "govuk-error"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, marta, service, wrong, says):
    client.force_login(marta)
    form = typed(service, **{"note": "Lo que escribí", **wrong})
    page = client.post(f"/directorio/fichas/servicios/{service.pk}/editar/", form).content.decode()
    assert says in page
    assert "Lo que escribí" in page
    service.refresh_from_db()
    assert service.verified_at is None


def test_a_text_that_tells_where_a_shelter_is_is_refused(client, marta, service, shelter):
    PointFactory(service=service, location=shelter)
    client.force_login(marta)
    form = typed(service, note=f"Vaya a {STREET.upper()}, segundo piso")
    page = client.post(f"/directorio/fichas/servicios/{service.pk}/editar/", form).content.decode()
    assert "dirección de un punto reservado" in page


@pytest.mark.parametrize("who", ["rosa", "julio", "marta", "lia", "tomas", "ines", "vera", "ada"])
def test_no_page_of_the_directory_shows_where_a_shelter_is(client, request, service, shelter, who):
    PointFactory(service=service, location=shelter)
    RecordFactory(location=shelter, table="phone", data={"number": "+51911222333"})
    user = request.getfixturevalue(who)
    client.force_login(user)
    pages = ["", "buscar/?q=psic", "CEM/", f"servicios/{service.pk}/", f"puntos/{shelter.pk}/", "territorios/",
             "perfiles/", "puntos-focales/", "cambios/"]  # fmt: skip
    for page in pages:
        text = client.get(f"/directorio/{page}").content.decode()
        assert STREET not in text, page
        assert "Por el mercado" not in text, page
    form = client.get(f"/directorio/fichas/puntos/{shelter.pk}/editar/").content.decode()
    may = queries.may_see_address(user, shelter)
    assert (STREET in form) == may
    assert may == (who in {"rosa", "julio", "marta", "vera", "ada"})


def test_reading_the_address_is_recorded(client, rosa, lia, shelter):
    client.force_login(rosa)
    assert STREET in client.post(f"/directorio/puntos/{shelter.pk}/direccion/", once()).content.decode()
    event = Event.objects.get(verb="location.opened")
    assert (event.by, event.purpose) == (str(rosa.pk), "confidential address")
    client.force_login(lia)
    assert client.post(f"/directorio/puntos/{shelter.pk}/direccion/", once()).status_code == 403


def test_a_stolen_disk_does_not_say_where_it_is(shelter):
    with connection.cursor() as cursor:
        cursor.execute("select addresses, directions from directory_location")
        raw = b"".join(bytes(cell) for row in cursor.fetchall() for cell in row)
    assert b"Escondido" not in raw
    assert b"mercado" not in raw


def test_whoever_may_not_see_it_cannot_overwrite_it_by_proposing(client, ines, cem, shelter):
    OrganisationFactory(code="CEM")
    client.force_login(ines)
    form = once(name="Casa nueva", kind="SHELTER", address="Otra 1")
    client.post(f"/directorio/fichas/puntos/{shelter.pk}/editar/", form)
    proposal = shelter.proposals.get()
    assert set(proposal.after) <= {"name", "kind", "district", "url", "is_closed"}


def test_a_point_gets_hours_and_a_service_says_where_it_is_given(client, marta, service, cem):
    DepartmentFactory(code="15", label_es="Lima")
    client.force_login(marta)
    client.post("/directorio/CEM/punto/", once(name="Sede Comas", kind="OFFICE", address="Av. Túpac Amaru 1"))
    place = Location.objects.get()
    assert (place.name, place.address, place.verified_by) == ("Sede Comas", "Av. Túpac Amaru 1", marta)
    hours = once(is_closure="no", days=["MO", "TU"], opens_at="08:00", closes_at="13:00")
    client.post(f"/directorio/fichas/puntos/{place.pk}/horario/", hours)
    assert Schedule.objects.get().byday == "MO,TU"
    said = once(location=place.pk, is_intake="on", is_given_here="on")
    client.post(f"/directorio/servicios/{service.pk}/lugar/", said)
    page = client.get(f"/directorio/servicios/{service.pk}/").content.decode()
    assert "Sede Comas" in page
    assert "se ingresa por aquí, se atiende aquí" in re.sub(r"\s+", " ", page)
    client.post(f"/directorio/fichas/quitar/lugares/{ServiceAtLocation.objects.get().pk}/", once())
    client.post(f"/directorio/fichas/quitar/horarios/{Schedule.objects.get().pk}/", once())
    assert not ServiceAtLocation.objects.exists()
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"is_closure": "no", "days": [], "opens_at": "08:00", "closes_at": "09:00"}, "Marque los días"),
        ({"is_closure": "no", "days": ["MO"], "opens_at": "8 y pico", "closes_at": "09:00"}, "Escriba la hora"),
        ({"is_closure": "yes"}, "desde qué día"),
        ({}, "Qué anotar"),
    ],
)
def test_hours_that_make_no_sense_are_refused(client, marta, service, wrong, says):
    client.force_login(marta)
    page = client.post(f"/directorio/fichas/servicios/{service.pk}/horario/", once(**wrong)).content.decode()
    assert says in page
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("table", "said", "shown"),
    [
        ("phone", {"number": "01 200 1000", "type": "voice"}, "01 200 1000"),
        ("contact", {"title": "Coordinación", "name": "Ana", "x_published": "on"}, "Coordinación"),
        ("required_document", {"document": "Partida"}, "Partida"),
        ("cost_option", {"option": "Todos", "amount": "0", "currency": "PEN"}, "Todos"),
        ("service_area", {"name": "Lima Norte"}, "Lima Norte"),
    ],
)
def test_rows_of_hsds_are_added_shown_and_taken_out(client, marta, service, table, said, shown):
    client.force_login(marta)
    client.post(f"/directorio/fichas/servicios/{service.pk}/dato/{table}/", once(**said))
    assert shown in client.get(f"/directorio/servicios/{service.pk}/").content.decode()
    client.post(f"/directorio/fichas/quitar/datos/{Record.objects.get().pk}/", once())
    assert not Record.objects.exists()


def test_what_is_no_table_of_an_entry_is_not_found(client, marta, service):
    client.force_login(marta)
    for path in ("servicios/{}/dato/metadata/", "servicios/{}/dato/accessibility/", "personas/{}/editar/"):
        assert client.get(f"/directorio/fichas/{path.format(service.pk)}").status_code == 404


@pytest.mark.parametrize("who", ["rosa", "ines", "tomas", "lia"])
def test_others_do_not_write(client, request, service, who):
    hours = ScheduleFactory(service=service)
    client.force_login(request.getfixturevalue(who))
    base = f"/directorio/fichas/servicios/{service.pk}"
    paths = [f"{base}/verificar/", f"{base}/horario/", f"{base}/dato/phone/", "/directorio/CEM/punto/",
             f"/directorio/fichas/quitar/horarios/{hours.pk}/", f"/directorio/servicios/{service.pk}/fortalecer/",
             "/directorio/CEM/ficha/", "/directorio/CEM/preguntar/", "/directorio/territorios/marcar/"]  # fmt: skip
    assert [client.post(path, once()).status_code for path in paths] == [403] * len(paths)


def test_an_administrator_of_another_institution_keeps_only_their_own(client, world, cem, service):
    client.force_login(
        UserFactory(username="a", organisation=OrganisationFactory(code="HIAS"), roles=[Role.ADMINISTRATOR])
    )
    assert client.post(f"/directorio/fichas/servicios/{service.pk}/verificar/", once()).status_code == 403
    client.force_login(UserFactory(username="b", organisation=cem, roles=[Role.ADMINISTRATOR]))
    client.post(f"/directorio/fichas/servicios/{service.pk}/verificar/", once())
    assert Service.objects.get().verified_how == "INSTITUTION"


def test_an_institution_says_how_it_is_reached(client, marta, cem):
    client.force_login(marta)
    client.post("/directorio/CEM/ficha/", once(alternate_name="CEM", email="cem@example.pe", website=""))
    entry = InstitutionEntry.objects.get()
    assert str(entry.hsds_id) == rules.hsds.id_of("organization", "CEM")
    assert "cem@example.pe" in client.get("/directorio/CEM/").content.decode()
    assert "<script" not in client.get("/directorio/CEM/").content.decode().split("<main")[1]


def test_substitutes_and_days_away_are_written_on_the_page(client, marta, cem):
    point = FocalPointFactory(organisation=cem)
    client.force_login(marta)
    client.post(
        f"/directorio/puntos-focales/{point.pk}/suplente/", once(name="Suplencia", email="s@example.pe", phone="")
    )
    today = localtime()
    day = {
        f"{name}_{part}": getattr(today, part) for name in ("starts_on", "ends_on") for part in ("day", "month", "year")
    }
    client.post(f"/directorio/puntos-focales/{point.pk}/ausencia/", once(**day))
    page = client.get("/directorio/CEM/").content.decode()
    assert "Suplente: Suplencia" in page
    assert "Ausente del" in page
    assert [rung.focal_point.name for rung in queries.focal_chain(cem, None, now())] == ["Suplencia"]
    client.post(f"/directorio/puntos-focales/ausencias/{point.absences.get().pk}/anular/", once())
    assert [rung.focal_point for rung in queries.focal_chain(cem, None, now())] == [point]


def test_a_service_page_asks_little(client, marta, service, django_assert_max_num_queries):
    for _n in range(3):
        point = PointFactory(service=service)
        ScheduleFactory(at=point)
        RecordFactory(service=service)
    client.force_login(marta)
    client.get(f"/directorio/servicios/{service.pk}/")
    with django_assert_max_num_queries(12):
        client.get(f"/directorio/servicios/{service.pk}/")


def test_the_intake_is_apart_from_where_it_is_given(service, shelter, marta):
    with pytest.raises(rules.CannotWrite, match="Marque si"):
        actions.give_at(service=service, location=shelter, is_intake=False, is_given_here=False, by=marta, at=now())
    service.note = f"Estamos en {STREET}"
    service.save()
    with pytest.raises(rules.CannotWrite, match="punto reservado"):
        actions.give_at(service=service, location=shelter, is_intake=False, is_given_here=True, by=marta, at=now())
