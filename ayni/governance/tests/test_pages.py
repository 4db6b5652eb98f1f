"""The protocols and the lists, as staff and partners read them."""

import re
from datetime import date

import pytest

from ayni.codelists.models import LegalNorm, Occupation, Profile
from ayni.codelists.tests.factories import SINCE, HolidayFactory, LegalNormFactory, ProfileFactory
from ayni.governance import queries
from ayni.governance.models import DeadlineKind, Protocol

from .factories import OrganisationFactory, ProtocolFactory, StepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def protocol():
    profile = ProfileFactory(
        code="VP-TRATA", label_es="Víctima de trata", sensitivity="RESTRICTED", family="trafficking"
    )
    protocol = ProtocolFactory(code="PW-TRATA", name="Víctimas de trata", profiles=[profile], approaches="gender")
    cem = OrganisationFactory(code="CEM", name="Centro Emergencia Mujer")
    step = StepFactory(
        protocol=protocol,
        order=1,
        actor=cem,
        action_es="Apoyo psicológico",
        deadline_text="10 días",
        deadline_amount=10,
        deadline_unit="WORKING_DAYS",
        deadline_kind=DeadlineKind.LEGAL_UNVERIFIED,
        legal_basis="Ley 28950; Ley 99999",
        confidence="medium",
    )
    step.norms.add(LegalNormFactory(label_es="Ley contra la trata", number="28950"))
    return protocol


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("who", ["rosa", "ines", "tomas", "ada", "lia", "marta"])
def test_staff_and_partners_read_the_protocols(client, request, protocol, who):
    client.force_login(request.getfixturevalue(who))
    assert "Víctimas de trata" in words(client.get("/protocolos/"))
    assert "Víctima de trata" in words(client.get("/listas/perfiles/"))


def test_a_step_says_who_what_by_when_and_on_what_ground(client, rosa, protocol):
    client.force_login(rosa)
    said = words(client.get("/protocolos/PW-TRATA/"))
    for part in ("1. Apoyo psicológico", "Centro Emergencia Mujer", "10 días", "Se mide como 10 días hábiles",
                 "Ley 28950, Ley contra la trata", "La fuente dice «Ley 28950; Ley 99999»", "Media: por confirmar",
                 "Consentimiento informado de la persona", "Género"):  # fmt: skip
        assert part in said


def test_an_unverified_deadline_is_never_printed_as_a_legal_one(client, rosa, protocol):
    client.force_login(rosa)
    assert "Plazo legal" not in words(client.get("/protocolos/PW-TRATA/"))
    assert "sin verificar" in words(client.get("/protocolos/PW-TRATA/"))
    protocol.steps.update(deadline_kind=DeadlineKind.LEGAL)
    assert "Plazo legal" in words(client.get("/protocolos/PW-TRATA/"))


def test_the_page_shows_what_changed_between_two_versions(client, rosa, protocol):
    Protocol.objects.filter(pk=protocol.pk).update(valid_to=date(2026, 6, 1))
    new = ProtocolFactory(code="PW-TRATA", name="Víctimas de trata", version=2, valid_from=date(2026, 6, 1))
    new.profiles.set(protocol.profiles.all())
    uim = OrganisationFactory(code="UIM")
    StepFactory(protocol=new, order=1, actor=uim, action_es="Apoyo psicológico y social", confidence="stated")
    StepFactory(protocol=new, order=2, actor=uim, action_es="Un paso más")
    client.force_login(rosa)
    said = words(client.get("/protocolos/PW-TRATA/"))
    assert "Qué cambió desde la versión 1" in said
    assert "Apoyo psicológico y social" in said
    assert "confianza Media: por confirmar Lo dice la fuente" in said, "in words, not in codes"
    assert "paso nuevo" in said
    old = words(client.get("/protocolos/PW-TRATA/1/"))
    assert "Esta versión rigió hasta el 1 jun 2026" in old
    assert "Un paso más" not in old


def test_a_protocol_that_does_not_exist_is_not_found(client, rosa, protocol):
    client.force_login(rosa)
    assert client.get("/protocolos/PW-NADA/").status_code == 404
    assert client.get("/protocolos/PW-TRATA/9/").status_code == 404
    assert client.get("/listas/perfiles/VP-NADA/").status_code == 404


def test_holidays_of_a_year_and_nothing_from_a_strange_address(client, rosa):
    HolidayFactory(day=date(2026, 7, 28), source="DL 713 art. 6")
    client.force_login(rosa)
    said = words(client.get("/listas/feriados/?anio=2026"))
    assert "martes 28 jul 2026" in said
    assert "DL 713 art. 6" in said
    for strange in ("99999", "abc", "-1", "²", "20260"):
        assert client.get("/listas/feriados/", {"anio": strange}).status_code == 200


def test_every_code_list_shows_its_entries_with_source_and_validity(client, rosa):
    client.force_login(rosa)
    Occupation.objects.create(
        code="OCU-EST", label_es="Estudiante", order=1, source="INEI-OIM 2022", confidence="stated", valid_from=SINCE
    )
    Occupation.objects.create(
        code="OCU-VIE", label_es="Vieja", order=2, valid_from=SINCE, valid_to=date(2024, 1, 1), confidence="low"
    )
    text = words(client.get("/listas/ocupaciones/"))
    assert "INEI-OIM 2022" in text
    assert "hasta el 1 ene 2024" in text
    assert text.index("Estudiante") < text.index("Vieja")
    assert "Perfiles de movilidad" in words(client.get("/listas/"))
    assert {client.get(f"/listas/{shown.slug}/").status_code for shown in queries.LISTS} == {200}
    assert client.get("/listas/nada/").status_code == 404


def test_pages_stay_within_twelve_statements(client, marta, protocol, django_assert_max_num_queries):
    for number in range(2, 6):
        StepFactory(protocol=protocol, order=number, actor=OrganisationFactory(code=f"ORG-{number}"))
    client.force_login(marta)
    for address in ("/protocolos/", "/protocolos/PW-TRATA/", "/listas/perfiles/", "/listas/perfiles/VP-TRATA/"):
        with django_assert_max_num_queries(12):
            client.get(address)


def test_empty_lists_say_how_they_fill(client, rosa):
    client.force_login(rosa)
    assert "ayni setup" in words(client.get("/protocolos/"))
    assert "ayni setup" in words(client.get("/listas/perfiles/"))
    assert "datos de referencia" in words(client.get("/listas/feriados/"))


def test_signed_out_nobody_reads_them(client, protocol):
    for address in ("/protocolos/", "/protocolos/PW-TRATA/", "/listas/perfiles/", "/listas/feriados/"):
        assert client.get(address).status_code == 302


def test_a_text_with_markup_is_only_text(client, rosa, protocol):
    LegalNorm.objects.update(label_es="<script>alert(1)</script>")
    Profile.objects.update(label_es="<b>x</b>", note="<i>y</i>")
    client.force_login(rosa)
    for address in ("/protocolos/PW-TRATA/", "/listas/perfiles/", "/listas/perfiles/VP-TRATA/"):
        body = client.get(address).content.decode()
        assert "<script>alert" not in body
        assert "<b>x</b>" not in body
