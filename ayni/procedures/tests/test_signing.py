"""A resolution is signed through Firma Perú, beside our own seal; by hand, when it does not answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ayni.audit.models import Event
from ayni.files import queries as files
from ayni.files.models import StoredFile
from ayni.procedures import actions, gateways
from ayni.procedures.actions import services
from ayni.procedures.gateways.simulator.signer import sign
from ayni.procedures.models import CallOutcome, Check, Purpose, ServiceCall, Signing
from ayni.procedures.tests.factories import NOON
from ayni.procedures.tests.lives import GROUNDS, evaluated, procedure, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def resolution(world, lia, elsa, aldo):
    application = evaluated(submitted(lia, procedure(world, asks=1)), elsa)
    return actions.approve(application=application, grounds=GROUNDS, by=aldo, at=NOON)


def address(name, resolution, *more):
    return reverse(f"procedures:{name}", args=[resolution.application_id, resolution.pk, *more])


@pytest.fixture
def desk(client, aldo):
    client.force_login(aldo)
    return client


def begin(desk, resolution, **sent):
    return desk.post(address("sign-resolution", resolution), {"do": "begin", **sent}).content.decode()


def bring(desk, resolution, content):
    sent = {"do": "bring", "signed_file": SimpleUploadedFile("firmado.pdf", content, content_type="application/pdf")}
    return desk.post(address("sign-resolution", resolution), sent, follow=True).content.decode()


def original(desk, resolution):
    return b"".join(desk.get(address("signed-resolution", resolution, "original")))


def test_the_program_fetches_the_resolution_and_brings_it_back_signed(desk, state, resolution, monkeypatch):
    given = {}
    monkeypatch.setattr("ayni.procedures.gateways.arguments", lambda **said: given.update(said) or "QQ==")
    page = begin(desk, resolution)
    assert "QQ==" in page
    # From the program, which has no session and no token of a form.
    paper = desk.get(given["document_url"].split("8000")[-1])
    assert paper.content.startswith(b"%PDF")
    back = given["upload_url"].split("8000")[-1]
    desk.logout()
    file = SimpleUploadedFile("firmado.pdf", sign(paper.content), content_type="application/pdf")
    assert desk.post(back, {"signed_file": file}).status_code == 200
    signing = Signing.objects.get()
    assert files.read(signing.signed).startswith(files.read(signing.offered))
    assert signing.signed_at is not None
    # What was used is used up.
    assert desk.post(back, {"signed_file": file}).status_code == 404
    assert desk.get(given["document_url"].split("8000")[-1]).status_code == 404
    call = ServiceCall.objects.get()
    assert (call.purpose, call.outcome) == (Purpose.SIGNATURE, CallOutcome.ANSWERED)
    assert not Check.objects.exists()
    assert Event.objects.filter(verb="resolution.signed").count() == 1


def test_when_the_service_does_not_answer_it_is_signed_by_hand(desk, state, resolution):
    state.behave("/firma/", "down")
    assert "no dio permiso" in begin(desk, resolution)
    page = bring(desk, resolution, sign(original(desk, resolution)))
    assert "La resolución está firmada" in page
    signed = desk.get(address("signed-resolution", resolution, "firmada"))
    assert b"ETSI.CAdES.detached" in b"".join(signed)
    assert resolution.number in signed["Content-Disposition"]
    shown = desk.get(reverse("procedures:application", args=[resolution.application_id])).content.decode()
    assert "Firmada con certificado" in shown


def test_an_installation_that_is_not_connected_signs_by_hand(desk, settings, resolution):
    settings.STATE_SERVICES = {**settings.STATE_SERVICES, "firma": {"url": ""}}
    assert "no está conectada a Firma Perú" in desk.get(address("sign-resolution", resolution)).content.decode()
    begin(desk, resolution)
    assert "La resolución está firmada" in bring(desk, resolution, sign(original(desk, resolution)))
    assert not ServiceCall.objects.exists()


def test_what_is_not_that_resolution_with_a_signature_is_not_taken(desk, state, resolution):
    assert "Descargue primero" in bring(desk, resolution, b"%PDF-1.4")
    begin(desk, resolution)
    paper = original(desk, resolution)
    other = sign(paper.replace(b"%PDF-1.7", b"%PDF-1.6"))
    for content in (paper, other, b"", b"x" * 100, sign(paper) + b"%", b"y" * (11 * 1024 * 1024)):
        page = bring(desk, resolution, content)
        assert "govuk-error-summary" in page
    assert not Signing.objects.filter(signed_at__isnull=False).exists()
    bring(desk, resolution, sign(paper))
    assert Signing.objects.filter(signed_at__isnull=False).count() == 1
    bring(desk, resolution, sign(paper))
    assert Signing.objects.filter(signed_at__isnull=False).count() == 1


def test_only_whoever_decided_signs_and_another_office_learns_nothing(client, state, resolution, lia, elsa, vera):
    for user, code in ((lia, 403), (elsa, 403), (vera, 403)):
        client.force_login(user)
        assert client.post(address("sign-resolution", resolution), {"do": "begin"}).status_code == code
    client.force_login(vera)
    assert client.get(address("signed-resolution", resolution, "firmada")).status_code == 404
    assert not Signing.objects.exists()


def test_what_was_annulled_or_erased_is_not_signed(desk, state, resolution, aldo):
    actions.annul(resolution=resolution, by=aldo, at=NOON)
    page = desk.post(address("sign-resolution", resolution), {"do": "begin"}, follow=True).content.decode()
    assert "fue anulada" in page
    assert not StoredFile.objects.filter(media_type="application/pdf").exists()


def test_a_permit_that_the_same_form_asks_for_again_is_asked_for_once(resolution, state, aldo):
    key = resolution.pk
    first = services.permit_to_sign(application=resolution.application, key=key, by=aldo, at=NOON)
    again = services.permit_to_sign(application=resolution.application, key=key, by=aldo, at=NOON)
    assert (bool(first), again) == (True, "")
    assert ServiceCall.objects.count() == 1


@pytest.mark.parametrize(
    "carried", [b"/OpenAction 5 0 R", b"/S/JavaScript", b"/JS (x)", b"/Type/ObjStm", b"/J#53 (x)", b"/AA<<>>"]
)
def test_a_signature_brings_nothing_that_runs(carried):
    quiet = sign(b"%PDF-1.7")[8:]
    assert gateways.is_quiet(quiet)
    assert not gateways.is_quiet(quiet + b"<<" + carried + b">>")
