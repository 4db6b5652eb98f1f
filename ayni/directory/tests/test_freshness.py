"""Who verified an entry and when; the monthly link; changes that wait for somebody's decision."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from ayni.access.permissions import Role
from ayni.access.tests.factories import OrganisationFactory, UserFactory
from ayni.audit.models import Event
from ayni.directory import actions, queries, rules
from ayni.directory.models import EntryLink, FreshnessLimit, InstitutionEntry, Proposal, Service
from ayni.directory.queries import plain
from ayni.notices.models import Message

from .factories import (
    AbsenceFactory,
    FocalPointFactory,
    LocationFactory,
    PointFactory,
    RecordFactory,
    ScheduleFactory,
    ServiceFactory,
    SubstituteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cem():
    return OrganisationFactory(code="CEM", name="Centro Emergencia Mujer")


@pytest.fixture
def service(cem):
    return ServiceFactory(organisation=cem, note="Atención gratuita")


@pytest.fixture
def point(cem):
    return FocalPointFactory(organisation=cem)


def once(**said):
    return {**said, "once": str(uuid.uuid4())}


def typed(entry, **other):
    said = {name: value for name, value in plain.plain(entry).items() if value not in (None, False)}
    return once(**{**said, **other})


def token():
    return re.search(r"/verificar/([^/]+)/", Message.objects.latest("queued_at").text).group(1)


def test_an_entry_is_believed_for_as_many_days_as_its_kind(service):
    at = now()
    assert queries.is_stale(service, at)
    service.verified_at = at - timedelta(days=89)
    assert not queries.is_stale(service, at)
    assert queries.is_stale(service, at + timedelta(days=2))


def test_how_many_days_is_data(service):
    assert actions.load_limits({"SERVICE": (10, "corto")}) == 1
    assert actions.load_limits({"SERVICE": (10, "corto")}) == 0
    cache.clear()
    service.verified_at = now() - timedelta(days=11)
    assert queries.is_stale(service, now())
    assert FreshnessLimit.objects.get().note == "corto"


def test_a_stale_entry_is_marked_and_a_verified_one_is_not(client, marta, service):
    client.force_login(marta)
    page = f"/directorio/servicios/{service.pk}/"
    assert "por confirmar: llame antes" in client.get(page).content.decode()
    client.post(f"/directorio/fichas/servicios/{service.pk}/verificar/", once())
    shown = client.get(page).content.decode()
    assert "por confirmar" not in shown
    assert "por la unidad" in shown


# The monthly link


def test_each_institution_is_asked_once_a_month(service, point):
    at = now()
    assert actions.ask_institutions(at=at) == 1
    assert actions.ask_institutions(at=at + timedelta(days=20)) == 0
    assert actions.ask_institutions(at=at + timedelta(days=29)) == 1
    assert Message.objects.filter(to__isnull=False).count() == 2


def test_nobody_is_asked_without_an_address_or_without_entries(cem, service):
    assert actions.ask_institutions(at=now()) == 0
    FocalPointFactory(organisation=cem, email="")
    assert actions.ask_institutions(at=now()) == 0
    other = OrganisationFactory(code="HIAS")
    FocalPointFactory(organisation=other)
    ServiceFactory(organisation=other, is_generic=True)
    assert actions.ask_institutions(at=now()) == 0


def test_who_is_away_is_not_asked_but_their_substitute(service, point):
    substitute = SubstituteFactory(stands_in_for=point)
    AbsenceFactory(focal_point=point)
    actions.ask_institutions(at=now())
    assert EntryLink.objects.get().focal_point == substitute


def test_an_institution_says_that_all_is_right(client, service, point):
    place = LocationFactory(organisation=service.organisation)
    hidden = LocationFactory(organisation=service.organisation, is_confidential=True, name="Casa secreta")
    actions.ask_institutions(at=now())
    door = f"/directorio/verificar/{token()}/"
    page = client.get(door).content.decode()
    assert "Atención gratuita" in page
    assert "Casa secreta" not in page
    assert "El directorio sabe que es correcto" in client.post(door).content.decode()
    for entry in (service, place):
        entry.refresh_from_db()
        assert (entry.verified_how, entry.verified_by) == ("LINK", None)
    hidden.refresh_from_db()
    assert hidden.verified_at is None
    point.refresh_from_db()
    assert point.confirmed_at > now() - timedelta(minutes=1)
    assert InstitutionEntry.objects.get().verified_how == "LINK"
    # It worked once; who pressed twice is told so again, and nothing is verified twice.
    assert "Este enlace no abre" not in client.post(door).content.decode()
    assert Event.objects.filter(verb="entry_link.used").count() == 1
    EntryLink.objects.update(used_at=now() - timedelta(minutes=6))
    for answer in (client.get(door), client.post(door)):
        assert answer.status_code == 404
        assert "Este enlace no abre" in answer.content.decode()


def test_whoever_says_that_all_is_right_has_seen_hours_telephones_and_what_is_not_said(client, service, point, at_most):
    place = LocationFactory(organisation=service.organisation, name="Módulo Comas")
    hidden = LocationFactory(organisation=service.organisation, is_confidential=True, name="Casa secreta")
    for where in (place, hidden):
        PointFactory(service=service, location=where)
    ScheduleFactory(location=place)
    RecordFactory(location=place, table="phone", data={"number": "(01) 555-0100"})
    RecordFactory(location=hidden, table="phone", data={"number": "(01) 555-0199"})
    actions.ask_institutions(at=now())
    door = f"/directorio/verificar/{token()}/"
    with at_most(12):
        page = client.get(door).content.decode()
    for words in ("Módulo Comas", "(01) 555-0100", "08:00 a 17:00", "no se dice"):
        assert words in page
    assert "Casa secreta" not in page
    assert "555-0199" not in page


def test_hours_and_telephones_are_corrected_in_words(client, marta, service, point):
    actions.ask_institutions(at=now())
    door = f"/directorio/verificar/{token()}/servicios/{service.pk}/"
    assert "Horario, teléfonos, idiomas u otra cosa que esté mal" in client.get(door).content.decode()
    client.post(door, typed(service, proposal_note="Los sábados no se atiende 🙂"))
    client.force_login(marta)
    assert (
        "Los sábados no se atiende 🙂"
        in client.get(f"/directorio/cambios/{Proposal.objects.get().pk}/").content.decode()
    )


def test_what_it_corrects_waits_and_is_not_called_right(client, marta, service, point):
    actions.ask_institutions(at=now())
    secret = token()
    form = typed(service, note="Ahora con cita", proposal_note="Cambió en noviembre")
    client.post(f"/directorio/verificar/{secret}/servicios/{service.pk}/", form)
    assert "usted lo corrigió" in client.get(f"/directorio/verificar/{secret}/").content.decode()
    client.post(f"/directorio/verificar/{secret}/")
    service.refresh_from_db()
    assert (service.note, service.verified_at) == ("Atención gratuita", None)
    client.force_login(marta)
    proposal = Proposal.objects.get()
    page = client.get(f"/directorio/cambios/{proposal.pk}/").content.decode()
    for words in ("Ahora con cita", "Atención gratuita", "la institución, por su enlace", "Cambió en noviembre"):
        assert words in page
    assert "Qué es</th>" in page, "fields are called as in the form"
    client.post(f"/directorio/cambios/{proposal.pk}/decidir/", once(**{"do": "accept", "edit-note": "Ahora con cita"}))
    service.refresh_from_db()
    assert (service.note, service.verified_how) == ("Ahora con cita", "LINK")


def test_a_link_that_is_old_altered_or_replaced_opens_nothing(client, service, point, cem):
    actions.ask_institutions(at=now() - timedelta(days=22))
    assert client.get(f"/directorio/verificar/{token()}/").status_code == 404
    actions.ask_institution(organisation=cem, focal_point=point, at=now())
    first = token()
    actions.ask_institution(organisation=cem, focal_point=point, at=now())
    assert client.get(f"/directorio/verificar/{first}/").status_code == 404
    assert client.get(f"/directorio/verificar/{token()[:-1]}x/").status_code == 404
    assert EntryLink.objects.filter(token_hash__contains=token()).count() == 0


def test_a_link_corrects_nothing_of_others_and_no_shelter(client, service, point):
    other = ServiceFactory(organisation=OrganisationFactory(code="HIAS"))
    hidden = LocationFactory(organisation=service.organisation, is_confidential=True)
    actions.ask_institutions(at=now())
    for path in (f"servicios/{other.pk}", f"puntos/{hidden.pk}", f"personas/{service.pk}"):
        assert client.get(f"/directorio/verificar/{token()}/{path}/").status_code == 404


# Proposals


@pytest.mark.parametrize("who", ["rosa", "ines", "lia"])
def test_a_colleague_or_a_partner_proposes_and_nothing_changes_yet(client, request, service, who):
    user = request.getfixturevalue(who)
    client.force_login(user)
    form = typed(service, note="Cerrado", proposal_note="Llamé ayer")
    client.post(f"/directorio/fichas/servicios/{service.pk}/editar/", form)
    proposal = Proposal.objects.get()
    assert (proposal.before, proposal.after) == ({"note": "Atención gratuita"}, {"note": "Cerrado"})
    service.refresh_from_db()
    assert service.note == "Atención gratuita"
    assert "Espera decisión" in client.get("/directorio/cambios/").content.decode()
    assert client.post(f"/directorio/cambios/{proposal.pk}/decidir/", once(do="accept")).status_code == 403


def test_others_do_not_see_what_somebody_proposed(client, rosa, julio, ines, service):
    actions.propose(entry=service, said={"note": "x"}, note="", by=rosa, at=now())
    for user in (julio, ines):
        client.force_login(user)
        assert client.get(f"/directorio/cambios/{Proposal.objects.get().pk}/").status_code == 404
    hias = OrganisationFactory(code="HIAS")
    client.force_login(UserFactory(username="h", organisation=hias, roles=[Role.ADMINISTRATOR]))
    assert client.get(f"/directorio/cambios/{Proposal.objects.get().pk}/").status_code == 404


def test_accepting_refusing_and_writing_something_else(client, rosa, marta, service):
    client.force_login(marta)

    def proposed(text):
        return actions.propose(entry=Service.objects.get(), said={"note": text}, note="", by=rosa, at=now())

    refused = proposed("No")
    assert (
        "Escriba por qué"
        in client.post(f"/directorio/cambios/{refused.pk}/decidir/", once(do="refuse")).content.decode()
    )
    client.post(f"/directorio/cambios/{refused.pk}/decidir/", once(do="refuse", reason="No es cierto"))
    edited = proposed("Casi")
    client.post(f"/directorio/cambios/{edited.pk}/decidir/", once(**{"do": "accept", "edit-note": "Exacto"}))
    for proposal in (refused, edited):
        proposal.refresh_from_db()
    assert (refused.decision, refused.reason, refused.decided_by) == ("REFUSED", "No es cierto", marta)
    assert (edited.decision, edited.taken) == ("TAKEN_EDITED", {"note": "Exacto"})
    assert Service.objects.get().note == "Exacto"
    with pytest.raises(rules.CannotDecide, match="alguien decidió"):
        actions.refuse_proposal(proposal=refused, reason="otra vez", by=marta, at=now())
    page = client.get("/directorio/cambios/?decididos=si").content.decode()
    assert "No aceptado" in page
    assert Event.objects.filter(verb="change.decided").count() == 2


def test_what_changed_meanwhile_is_not_overwritten_unseen(marta, rosa, service):
    proposal = actions.propose(entry=service, said={"note": "Nuevo"}, note="", by=rosa, at=now())
    actions.write_entry(entry=service, said={"note": "Otro"}, by=marta, at=now())
    with pytest.raises(rules.CannotDecide, match="ya otra cosa"):
        actions.accept_proposal(proposal=proposal, edited={}, by=marta, at=now())
    assert Service.objects.get().note == "Otro"


def test_a_proposal_says_something(rosa, service):
    with pytest.raises(rules.CannotPropose, match="Nada es distinto"):
        actions.propose(entry=service, said=plain.plain(service), note=" ", by=rosa, at=now())
    actions.propose(entry=service, said={}, note="Ya no existe", by=rosa, at=now())
