"""The protocol editor, as a supervisor uses it."""

import re
import uuid

import pytest

from ayni.access.permissions import Role
from ayni.access.tests.factories import OrganisationFactory, UserFactory
from ayni.codelists.tests.factories import LegalNormFactory, ProfileFactory
from ayni.governance.models import Protocol, ProtocolDraft

from .factories import ProtocolFactory, StepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def protocol():
    profile = ProfileFactory(code="VP-SALUD", label_es="Salud crítica")
    protocol = ProtocolFactory(code="PW-SALUD", name="Salud", profiles=[profile])
    for order in (1, 2):
        StepFactory(protocol=protocol, order=order, code=f"PW-SALUD-{order}", action_es=f"Paso {order}",
                    legal_basis="Ley 29414")  # fmt: skip
    return protocol


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def post(client, address, **data):
    return client.post(address, {"once": str(uuid.uuid4()), **data}, follow=True)


def begun(client) -> tuple[str, ProtocolDraft]:
    page = post(client, "/protocolos/PW-SALUD/borrador/")
    return page.redirect_chain[-1][0], ProtocolDraft.objects.get()


STEP = {
    "action_es": "Registrar la negativa", "actor": "UIM", "deadline_kind": "proposed_sla", "deadline_amount": "3",
    "deadline_unit": "WORKING_DAYS", "urgency": "WITHIN_72H", "consent_rule": "REQUIRED", "norms": ["N-SIS"],
}  # fmt: skip


def test_from_the_protocol_to_its_next_version(client, world, marta, protocol):
    LegalNormFactory(code="N-SIS", number="29344")
    client.force_login(marta)
    assert "Escribir la próxima versión" in words(client.get("/protocolos/PW-SALUD/"))
    address, draft = begun(client)
    assert "Lo que falta antes de presentarlo" in words(client.get(address))
    described = {"revision": draft.revision, "name": "Salud", "profiles": [p.pk for p in draft.profiles.all()],
                 "legal_basis": "Directiva 1-2026", "reason": "Se niega la atención"}  # fmt: skip
    assert "Directiva 1-2026" in words(post(client, f"{address}datos/", **described))
    page = words(post(client, f"{address}pasos/nuevo/", revision=draft.revision + 1, **STEP))
    assert "Registrar la negativa" in page
    assert "3 días hábiles" in page
    compared = words(client.get(f"{address}comparar/"))
    assert "PW-SALUD-3 paso nuevo" in compared
    assert "PW-SALUD-1 igual" in compared
    assert "Espera aprobación" in words(post(client, f"{address}presentar/", revision=draft.revision + 2))
    assert "Aprobarlo tal como está" not in words(client.get(address)), "whoever wrote it is not offered to approve"
    for name in ("ana", "beto"):
        client.force_login(UserFactory(username=name, organisation=world.uim, roles=[Role.SUPERVISOR]))
        assert "Esperan su aprobación" in words(client.get("/protocolos/borradores/"))
        digest = re.search(r'name="digest" value="(\w+)"', client.get(address).content.decode())[1]
        page = words(post(client, f"{address}aprobar/", digest=digest))
    assert "Es la versión 2 , que rige desde el" in page
    said = words(client.get("/protocolos/PW-SALUD/"))
    assert "Registrar la negativa" in said
    assert "Qué cambió desde la versión 1" in said


def test_steps_go_up_and_down_and_out(client, marta, protocol):
    client.force_login(marta)
    address, draft = begun(client)
    second = draft.steps.get(order=2)
    post(client, f"{address}pasos/{second.pk}/lugar/", up="", revision=draft.revision)
    assert [s.code for s in draft.steps.order_by("order")] == ["PW-SALUD-2", "PW-SALUD-1"]
    page = words(post(client, f"{address}pasos/{second.pk}/lugar/", down="", revision=draft.revision))
    assert "Mientras tanto alguien cambió" in page, "the form was of the revision before"
    post(client, f"{address}pasos/{second.pk}/lugar/", out="", revision=draft.revision + 1)
    assert [s.code for s in draft.steps.all()] == ["PW-SALUD-1"]
    assert "PW-SALUD-2 paso retirado" in words(client.get(f"{address}comparar/"))


def test_what_is_wrong_in_a_step_is_said_and_nothing_typed_is_lost(client, marta, protocol):
    client.force_login(marta)
    address, draft = begun(client)
    page = post(client, f"{address}pasos/nuevo/", revision=draft.revision, **STEP | {"norms": [], "deadline_unit": ""})
    assert "un número y una unidad" in words(page)
    assert "Registrar la negativa" in page.content.decode()
    assert draft.steps.count() == 2


def test_sent_back_with_what_to_change(client, world, marta, protocol):
    client.force_login(marta)
    address, draft = begun(client)
    ProtocolDraft.objects.update(state="SUBMITTED", submitted_at=draft.started_at)
    client.force_login(UserFactory(username="ana", organisation=world.uim, roles=[Role.SUPERVISOR]))
    assert "Escriba" in words(post(client, f"{address}devolver/", note=""))
    assert "Falta el plazo del CEM" in words(post(client, f"{address}devolver/", note="Falta el plazo del CEM"))


def test_a_discarded_draft_changes_nothing(client, marta, protocol):
    client.force_login(marta)
    address, draft = begun(client)
    assert "¿Descartar este borrador?" in words(client.get(f"{address}descartar/"))
    post(client, f"{address}descartar/", revision=draft.revision)
    assert ProtocolDraft.objects.get().state == "DISCARDED"
    assert Protocol.objects.current().get() == protocol


def test_a_new_protocol_begins_with_its_code_and_name(client, marta):
    client.force_login(marta)
    page = post(client, "/protocolos/borradores/nuevo/", name="Apatridia", code="apatr")
    assert page.redirect_chain[-1][0].endswith("/datos/")
    assert ProtocolDraft.objects.get().code == "PW-APATR"
    assert "ya es de otro protocolo" in words(post(client, "/protocolos/borradores/nuevo/", name="x", code="apatr"))


@pytest.mark.parametrize("who", ["rosa", "lia", "tomas", "ines", "ada"])
def test_others_do_not_write_protocols(client, request, marta, protocol, who):
    client.force_login(marta)
    address, _draft = begun(client)
    client.force_login(request.getfixturevalue(who))
    assert "Escribir la próxima versión" not in client.get("/protocolos/PW-SALUD/").content.decode()
    for page in (address, f"{address}datos/", f"{address}comparar/", "/protocolos/borradores/"):
        assert client.get(page).status_code == 403
    assert client.post(f"{address}aprobar/").status_code == 403


def test_a_supervisor_of_another_institution_does_not_either(client, marta, protocol):
    client.force_login(marta)
    address, _draft = begun(client)
    elsewhere = OrganisationFactory(code="HIAS")
    client.force_login(UserFactory(username="sup-hias", organisation=elsewhere, roles=[Role.SUPERVISOR]))
    assert client.get(address).status_code == 403
    assert client.post(f"{address}aprobar/", {"digest": "x"}).status_code == 403


def test_pages_of_a_draft_stay_within_twelve_statements(client, marta, protocol, django_assert_max_num_queries):
    client.force_login(marta)
    address, _draft = begun(client)
    for order in range(3, 9):
        step = StepFactory(protocol=protocol, order=order, actor=OrganisationFactory(code=f"ORG-{order}"))
        step.norms.add(LegalNormFactory(code=f"N-{order}"))
    pages = ("", "datos/", "comparar/", "pasos/nuevo/")
    for page in (*(f"{address}{page}" for page in pages), "/protocolos/borradores/", "/protocolos/PW-SALUD/"):
        with django_assert_max_num_queries(12):
            client.get(page)
