"""The pages of a station, as somebody at the counter works with them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFilter

from ayni.cases.tests.factories import open_case
from ayni.files.redrawing import MOST_BYTES
from ayni.files.tests.factories import CANARY, bomb, exif, jpeg, pdf, saved
from ayni.lib import pairing
from ayni.lib.prints import write_record
from ayni.lib.tests.test_print_blocks import PGM, block, image
from ayni.people.models import Attachment
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions, vault
from ayni.procedures.models import (
    Application,
    BiometricRecord,
    Capture,
    Device,
    EnrolmentSession,
    EnrolmentState,
    What,
    WhyMissing,
)
from ayni.procedures.tests.factories import NOON, ApplicationFactory

from .test_enrolment import print_of

pytestmark = pytest.mark.django_db
ZONE = "P<VENPEREZ<<ANA<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
GOOD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"


@pytest.fixture
def desk(client, lia):
    client.force_login(lia)
    return client


@pytest.fixture
def application(lia):
    return ApplicationFactory(person=PersonFactory(registered_by=lia, document="AB123456"), approved=True)


@pytest.fixture
def session(lia, application):
    return actions.begin_enrolment(
        person=application.person, application=application, office=application.office, by=lia, at=NOON
    )


@pytest.fixture
def reader(lia, marta):
    device = actions.register_device(code="H-1", kind="AST-HUE", name="Huellero", office=lia.office, by=marta, at=NOON)
    actions.pair_device(device=device, by=marta, at=NOON)
    device.refresh_from_db()
    return device


def portrait(size=(600, 800), shade=225):
    image = Image.new("RGB", size, (shade, shade, shade - 10))
    draw = ImageDraw.Draw(image)
    w, h = size
    draw.ellipse((w * 0.28, h * 0.15, w * 0.72, h * 0.75), fill=(150, 100, 70))
    for n in range(0, w, 12):
        draw.line((n, h * 0.15, n + 40, h * 0.8), fill=(40, 30, 20), width=2)
    return image


def to(name, session, *more):
    return reverse(f"procedures:{name}", args=[session.pk, *more])


def send(desk, name, session, content, field="picture", **data):
    return desk.post(to(name, session), {field: SimpleUploadedFile("x.jpg", content), **data})


# --- beginning --------------------------------------------------------------------------------------------------------


def test_an_enrolment_begins_with_the_number_as_it_is_said(desk, application):
    answer = desk.post(reverse("procedures:enrolments"), {"number": application.number.lower().replace("-", " ")})
    session = EnrolmentSession.objects.get()
    assert answer.url == to("enrolment", session)
    page = desk.get(answer.url).content.decode()
    assert "Faltan 14 cosas" in page
    assert application.person.listed_name in desk.get(reverse("procedures:enrolments")).content.decode()


def test_an_application_that_is_hidden_answers_as_one_that_there_is_not(desk, rosa):
    hidden = ApplicationFactory(person=open_case(rosa, "VP-TRATA").person, approved=True)
    for number in (hidden.number, "T-0000-0000-0", "T-7K3M-Q2X9-H", "<script>"):
        answer = desk.post(reverse("procedures:enrolments"), {"number": number})
        assert "Aquí no hay tal solicitud" in answer.content.decode()
    assert not EnrolmentSession.objects.exists()


def test_the_same_form_twice_begins_one(desk, application):
    once = {"number": application.number, "once": "0192f0c0-0000-7000-8000-000000000001"}
    urls = {desk.post(reverse("procedures:enrolments"), once).url for _time in range(2)}
    assert len(urls) == 1
    assert EnrolmentSession.objects.count() == 1


def test_the_second_station_is_told_and_learns_nothing_else(desk, client, rosa, session, application):
    client.force_login(rosa)
    answer = client.post(reverse("procedures:enrolments"), {"number": application.number}).content.decode()
    assert "están enrolando en otra estación" in answer


def test_somebody_without_an_application_is_in_the_list_and_at_the_station(desk, lia):
    person = PersonFactory(registered_by=lia)
    alone = actions.begin_enrolment(person=person, application=None, office=lia.office, by=lia, at=NOON)
    assert person.listed_name in desk.get(reverse("procedures:enrolments")).content.decode()
    assert desk.get(to("enrolment", alone)).status_code == 200


# --- photo ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["picture", "camera"])
def test_a_photo_is_taken_and_shown_nowhere(desk, session, field):
    answer = send(desk, "enrolment-photo", session, saved(portrait(), exif=exif(), quality=95), field, face="70")
    assert answer.status_code == 302
    assert CANARY not in vault.get(BiometricRecord.objects.get().address)
    page = desk.get(answer.url).content.decode()
    assert "Faltan 13 cosas" in page
    assert "<img" not in page.split("<main")[1]


@pytest.mark.parametrize(
    ("picture", "face", "words"),
    [
        (portrait().filter(ImageFilter.GaussianBlur(9)), "70", "borrosa"),
        (portrait(shade=60).point(lambda value: value // 8), "70", "demasiado oscura"),
        (portrait((300, 400)), "70", "pocos píxeles"),
        (portrait(), "20", "sale pequeña"),
        (portrait(), "99", "no entra"),
    ],
)
def test_a_poor_photo_is_kept_and_what_is_poor_is_said(desk, session, picture, face, words):
    answer = send(desk, "enrolment-photo", session, saved(picture, quality=95), face=face)
    assert words in desk.get(answer.url).content.decode()
    assert BiometricRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vacío"),
        (b"<html>", "No es una imagen"),
        (jpeg()[:900], "dañado"),
        (pdf(), "PDF"),
        (bomb(20000, 20000), "píxeles"),
        (b"\xff\xd8\xff" + b"x" * MOST_BYTES, "10 MB"),
        (saved(portrait((120, 200))), "demasiado pequeña"),
    ],
)
def test_what_is_no_photo_is_refused_with_what_to_do(desk, session, content, words):
    answer = send(desk, "enrolment-photo", session, content)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not BiometricRecord.objects.exists()


def test_a_photo_of_fifty_megabytes_is_refused_with_a_sentence(desk, session):
    answer = send(desk, "enrolment-photo", session, b"\xff\xd8\xff" + bytes(50 * 1024 * 1024))
    assert answer.status_code == 400
    assert "10 MB" in answer.content.decode()


def test_only_the_pages_with_a_camera_may_open_it_and_only_prints_reach_the_bridge(desk, session):
    policy = {
        name: desk.get(to(name, session))
        for name in ("enrolment", "enrolment-photo", "enrolment-prints", "enrolment-zone")
    }
    camera = {name for name, answer in policy.items() if "camera=(self)" in answer["Permissions-Policy"]}
    loopback = {name for name, answer in policy.items() if "ws://127.0.0.1:*" in answer["Content-Security-Policy"]}
    assert camera == {"enrolment-photo"}
    assert loopback == {"enrolment-prints"}


# --- signature, scan, zone --------------------------------------------------------------------------------------------


def signature(has_ink=True):
    image = Image.new("RGB", (900, 300), "white")
    if has_ink:
        ImageDraw.Draw(image).line([(100, 200), (300, 80), (420, 220), (700, 120)], fill=(20, 20, 20), width=6)
    return saved(image, "PNG")


def test_a_signature_is_taken_and_an_empty_box_is_not(desk, session):
    assert "no hay firma" in send(desk, "enrolment-signature", session, signature(has_ink=False)).content.decode()
    assert send(desk, "enrolment-signature", session, signature()).status_code == 302
    assert BiometricRecord.objects.get().what == What.SIGNATURE


def test_whoever_cannot_sign_is_enrolled_with_the_reason(desk, session):
    desk.post(to("enrolment-missing", session, "firma"), {"reason": WhyMissing.CANNOT_SIGN})
    assert "La persona no puede firmar" in desk.get(to("enrolment", session)).content.decode()


def test_a_scan_is_cropped_and_put_into_the_file(desk, session):
    document = session.person.documents.get()
    data = {"document": document.pk, "side": "FRONT", "left": "10", "top": "20", "right": "60", "bottom": "70"}
    answer = send(desk, "enrolment-scan", session, saved(portrait((1000, 600))), **data)
    assert answer.status_code == 302
    scan = Attachment.objects.get()
    assert (scan.file.width, scan.file.height) == (500, 300)
    assert Capture.objects.get().attachment == scan


def test_a_crop_that_leaves_nothing_is_refused(desk, session):
    data = {"document": "other", "left": "60", "right": "61", "top": "0", "bottom": "100"}
    answer = send(desk, "enrolment-scan", session, saved(portrait()), **data)
    assert "No queda nada de la imagen" in answer.content.decode()


def test_a_zone_is_compared_and_nothing_in_the_file_is_changed(desk, session):
    before = type(session.person).objects.filter(pk=session.person.pk).values().get()
    page = desk.post(to("enrolment-zone", session), {"zone": GOOD, "step": "compare"}).content.decode()
    assert "Todos los dígitos de control corresponden (TD1)" in page
    assert "Distinto" in page
    assert "ya no está vigente: venció el 15 abr 2012" in page
    assert not Capture.objects.exists()
    answer = desk.post(to("enrolment-zone", session), {"zone": GOOD, "step": "note"})
    assert answer.status_code == 302
    capture = Capture.objects.get()
    assert "surnames" in capture.quality["differs"]
    assert "ERIKSSON" not in str(capture.quality)
    assert type(session.person).objects.filter(pk=session.person.pk).values().get() == before


def test_a_wrong_character_says_which_check_failed_and_what_it_may_have_been(desk, session):
    page = desk.post(to("enrolment-zone", session), {"zone": GOOD.replace("D231458907", "D23145B907")}).content.decode()
    assert "Número del documento: el dígito de control (línea 1, posición 15)" in page
    assert "¿8 en lugar de B?" in page


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Escriba"), ("P<UTO", "dos o tres líneas"), ("A" * 44 + "\n" + "B" * 43, "44, 43")]
)
def test_lines_of_a_wrong_length_stay_in_the_box(desk, session, typed, words):
    answer = desk.post(to("enrolment-zone", session), {"zone": typed})
    assert words in answer.content.decode()
    assert typed.replace("<", "&lt;") in answer.content.decode()


# --- prints -----------------------------------------------------------------------------------------------------------


def sealed(session, reader, position, raw=None):
    return pairing.seal(
        reader.secret, raw or print_of(position), about=f"capture:{actions.about_session(session)}:{position}"
    )


def test_a_print_comes_sealed_and_again_replaces_it(desk, session, reader):
    for _time in range(2):
        body = {"device": reader.pk, "position": 2, "sealed": sealed(session, reader, 2)}
        answer = desk.post(to("enrolment-finger", session), body)
        assert answer.json()["grade"] > 60
    record = BiometricRecord.objects.get()
    assert (record.form, record.position) == ("ISO-19794-4", 2)
    body = {"device": reader.pk, "position": 2, "sealed": sealed(session, reader, 2, block(image(2, 0, 0, PGM)))}
    assert desk.post(to("enrolment-finger", session), body).status_code == 200
    assert BiometricRecord.objects.get().form == "ISO-39794-4"


@pytest.mark.parametrize("wrong", ["other finger", "not sealed", "no record", "no image", "other reader", "cut"])
def test_a_print_that_is_not_of_this_station_is_refused(desk, session, reader, wrong):
    text = {
        "other finger": sealed(session, reader, 3),
        "not sealed": "AAAA",
        "no record": sealed(session, reader, 2, b"hello"),
        "no image": sealed(session, reader, 2, write_record([])),
        "other reader": sealed(session, Device(secret=pairing.new_secret()), 2),
        "cut": sealed(session, reader, 2, print_of(2)[:500]),
    }[wrong]
    answer = desk.post(to("enrolment-finger", session), {"device": reader.pk, "position": 2, "sealed": text})
    assert answer.status_code == 400
    assert "no viene del huellero" in answer.json()["words"]
    assert not BiometricRecord.objects.exists()


def test_missing_fingers_have_their_reasons(desk, session):
    desk.post(to("enrolment-missing", session, "huellas"), {"fingers": ["1", "2"], "reason": WhyMissing.AMPUTATED})
    desk.post(to("enrolment-missing", session, "huellas"), {"fingers": ["3"], "reason": WhyMissing.BANDAGED})
    page = desk.get(to("enrolment", session)).content.decode()
    assert page.count("Falta el dedo") == 2
    assert "Vendado o herido" in page


def test_the_page_of_prints_holds_a_ticket_and_never_the_secret(desk, session, reader):
    page = desk.get(to("enrolment-prints", session)).content.decode()
    assert "data-ticket" in page
    assert reader.secret not in page


# --- ending -----------------------------------------------------------------------------------------------------------


def test_what_is_not_explained_keeps_an_enrolment_open(desk, session):
    page = desk.post(to("enrolment-finish", session), follow=True).content.decode()
    assert "14 cosas no están tomadas ni explicadas" in page
    session.refresh_from_db()
    assert session.state == EnrolmentState.OPEN


def test_an_enrolment_of_somebody_who_became_restricted_is_gone_from_the_station(desk, session, rosa):
    open_case(rosa, "VP-TRATA", person=session.person)
    assert not Application.objects.visible_to(session.begun_by).exists()
    assert desk.get(to("enrolment", session)).status_code == 404
    assert desk.post(to("enrolment-leave", session)).status_code == 404


def test_the_station_is_read_with_few_statements(desk, session, at_most):
    desk.get(to("enrolment", session))
    with at_most(17):
        desk.get(to("enrolment", session))


# --- devices ----------------------------------------------------------------------------------------------------------


def test_a_supervisor_registers_a_reader_and_pairs_it_once(client, marta, session, lia):
    client.force_login(marta)
    new = {"code": "MIG-77", "kind": "AST-HUE", "name": "Modelo X", "office": marta.office.pk}
    assert client.post(reverse("procedures:device-new"), new).status_code == 302
    assert "Ya hay un equipo con este número" in client.post(reverse("procedures:device-new"), new).content.decode()
    device = Device.objects.get()
    page = client.post(reverse("procedures:device-pair", args=[device.pk])).content.decode()
    device.refresh_from_db()
    assert f"ayni bridge --pair {device.secret}" in page
    assert device.secret not in client.get(reverse("procedures:device", args=[device.pk])).content.decode()
    actions.take_capture(
        session=session, taken=actions.Taken(What.FINGER, print_of(1), position=1, device=device), by=lia, at=NOON
    )
    used = client.get(reverse("procedures:device", args=[device.pk])).content.decode()
    assert "Huella" in used
    assert session.person.surname_1 not in used


def test_a_camera_has_no_bridge(client, marta):
    client.force_login(marta)
    device = actions.register_device(code="C", kind="AST-CAM", name="X", office=marta.office, by=marta, at=NOON)
    answer = client.post(reverse("procedures:device-pair", args=[device.pk]))
    assert answer.status_code == 400
    assert "Solo un huellero" in answer.content.decode()
