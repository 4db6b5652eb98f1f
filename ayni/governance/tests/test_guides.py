"""Protocols on paper."""

import io
from datetime import date

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from ayni.codelists.tests.factories import LegalNormFactory, ProfileFactory
from ayni.governance.models import Protocol

from .factories import OrganisationFactory, ProtocolFactory, StepFactory
from .test_pages import words

pytestmark = pytest.mark.django_db


def pages(response) -> list[str]:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(response.content)).pages]


@pytest.fixture
def protocol():
    """As long as the longest of the reference data."""
    profiles = [
        ProfileFactory(code="VP-SALUD", label_es="Enfermedad crítica", sensitivity="ORDINARY"),
        ProfileFactory(code="VP-TRATA", label_es="Víctima de trata", sensitivity="RESTRICTED"),
    ]
    made = ProtocolFactory(code="PW-SALUD", name="Salud crítica", profiles=profiles, legal_basis="Directiva 1-2026")
    actor = OrganisationFactory(code="MINSA", name="Ministerio de Salud")
    long = (
        "Detectar, separar de adultos sospechosos, dar un espacio seguro, escuchar y registrar sin detener ni devolver"
    )
    for order in range(1, 12):
        step = StepFactory(
            protocol=made, order=order, actor=actor, action_es=f"{long} ({order})", deadline_text="10 días",
            deadline_amount=10, deadline_unit="WORKING_DAYS", deadline_kind="proposed_sla", legal_basis="Ley 29414",
            plain_es="Le acompañamos al hospital" if order == 1 else "",
        )  # fmt: skip
        step.norms.add(LegalNormFactory(code=f"L{order}", number=f"2941{order}", kind="ley"))
    return made


def test_the_whole_protocol_with_version_basis_and_every_step(client, rosa, protocol):
    client.force_login(rosa)
    said = " ".join(pages(client.get("/protocolos/PW-SALUD/1/protocolo.pdf")))
    for part in ("Salud crítica", "versión 1", "Directiva 1-2026", "11. Detectar", "10 días hábiles", "Ley 29411",
                 "Ministerio de Salud", f"/v/protocolo/{protocol.pk}/"):  # fmt: skip
        assert part in said


def test_the_guide_for_whoever_works_with_it_is_one_page(client, rosa, protocol):
    client.force_login(rosa)
    said = pages(client.get("/protocolos/PW-SALUD/1/guia/gestion.pdf"))
    assert len(said) == 1
    assert "MINSA" in said[0]
    assert "(11)" in said[0]
    assert "10 días *" not in said[0]
    assert "Nadie ha verificado" not in said[0], "no note about a mark that is nowhere"
    protocol.steps.filter(order=1).update(deadline_kind="legal_unverified")
    [marked] = pages(client.get("/protocolos/PW-SALUD/1/guia/gestion.pdf"))
    assert "10 días *" in marked
    assert "* Nadie ha verificado" in marked


def test_the_guide_for_the_person_has_what_is_written_in_plain_words(client, rosa, protocol):
    client.force_login(rosa)
    page = words(client.get("/protocolos/PW-SALUD/1/papel/"))
    assert "Pasos que nadie ha escrito en palabras sencillas" in page
    said = pages(client.get("/protocolos/PW-SALUD/1/guia/VP-SALUD.pdf"))
    assert len(said) == 1
    for part in ("Enfermedad crítica", "Le acompañamos al hospital", "Ministerio de Salud", "dentro de 10 días hábiles",
                 "Solo si usted está de acuerdo"):  # fmt: skip
        assert part in said[0]
    assert "Detectar" not in said[0]


def test_the_paper_of_a_restricted_profile_does_not_say_whom_it_is_for(client, rosa, protocol):
    client.force_login(rosa)
    response = client.get("/protocolos/PW-SALUD/1/guia/VP-TRATA.pdf")
    said = pages(response)[0]
    # Nor who is there for it: the name of an institution says it too.
    for word in ("trata", "TRATA", "PW-SALUD", "VP-", "Ministerio de Salud"):
        assert word not in said
        assert word not in response["Content-Disposition"]
    assert "Salud crítica" not in said


def test_a_guide_of_a_profile_it_is_not_for_or_without_plain_words_is_not_found(client, rosa, protocol):
    client.force_login(rosa)
    assert client.get("/protocolos/PW-SALUD/1/guia/VP-OTRO.pdf").status_code == 404
    protocol.steps.update(plain_es="")
    assert client.get("/protocolos/PW-SALUD/1/guia/VP-SALUD.pdf").status_code == 404


def test_the_code_on_the_paper_says_only_whether_it_is_in_force(client, protocol):
    page = words(client.get(f"/v/protocolo/{protocol.pk}/"))
    assert "Esta versión está vigente" in page
    assert "Salud" not in page
    Protocol.objects.filter(pk=protocol.pk).update(valid_to=localdate())
    assert "Hay una versión más reciente" in words(client.get(f"/v/protocolo/{protocol.pk}/"))
    Protocol.objects.filter(pk=protocol.pk).update(valid_to=None, valid_from=date(2099, 1, 1))
    assert "aún no rige" in words(client.get(f"/v/protocolo/{protocol.pk}/"))
    assert "No conocemos esa versión" in words(client.get("/v/protocolo/999999/"))


def test_whoever_is_not_signed_in_prints_nothing(client, protocol):
    for address in ("papel/", "protocolo.pdf", "guia/gestion.pdf"):
        assert client.get(f"/protocolos/PW-SALUD/1/{address}").status_code == 302
