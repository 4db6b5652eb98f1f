"""The pages of cards, as those who work with them use them."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from ayni.cases.tests.factories import open_case
from ayni.files.tests.factories import jpeg
from ayni.lib.mrz import read
from ayni.people.tests.factories import attach
from ayni.procedures.actions import boxes, cards, deliveries
from ayni.procedures.models import Batch, BoxState, Card, CardAlert, HandOver, Place
from ayni.procedures.tests.card_factories import SeriesFactory, approved, checked, make, packed, sent
from ayni.procedures.tests.factories import NOON, ApplicationFactory

pytestmark = pytest.mark.django_db
MM = 72 / 25.4
POWER = {
    "name": "Pedro Rojas", "document": "DNI 12345678", "power": "Notaría Paz, 44-2026", "scope": "ONE",
    "valid_from_day": "1", "valid_from_month": "1", "valid_from_year": "2026", "valid_to_day": "1",
    "valid_to_month": "1", "valid_to_year": "2027",
}  # fmt: skip


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def url(name, *args):
    return reverse(f"procedures:{name}", args=args)


def test_the_keeper_makes_a_batch_prints_it_and_says_it_is_good(as_, karin, lia):
    SeriesFactory()
    [application, _other] = approved(lia, 2)
    attach(application.person, by=lia)
    page = as_(karin)
    assert "González" not in page.get(url("card-batches")).content.decode()
    sent_to = page.post(url("card-batches"), {"series": SeriesFactory().pk, "wanted": 10})
    batch = Batch.objects.get()
    assert sent_to.url == url("card-batch", batch.pk)
    pdf = page.post(url("card-print", batch.pk, 1), {"reason": "FIRST"})
    assert pdf["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(pdf.content)).pages) == 4
    again = page.post(url("card-print", batch.pk, 1), {"reason": "FIRST"}, follow=True)
    assert "ya se imprimió" in again.content.decode()
    page.post(url("card-batch", batch.pk), {"do": "check", "part": "1"})
    assert set(batch.cards.values_list("place", flat=True)) == {Place.CHECKED}
    page.post(url("card-batch", batch.pk), {"do": "shelve"})
    assert set(batch.cards.values_list("place", flat=True)) == {Place.READY}


def test_a_card_is_printed_at_exactly_the_size_of_one_with_a_zone_that_reads(as_, karin, lia):
    approved(lia)
    batch = make(karin)
    pdf = PdfReader(BytesIO(as_(karin).post(url("card-print", batch.pk, 1), {"reason": "FIRST"}).content))
    assert len(pdf.pages) == 2
    for side in pdf.pages:
        width, height = (float(side.mediabox.width) / MM, float(side.mediabox.height) / MM)
        assert (round(width, 2), round(height, 2)) == (85.6, 53.98)
    lines = [line for line in pdf.pages[1].extract_text().splitlines() if "<" in line]
    zone = read("\n".join(lines), today=NOON.date())
    assert zone.is_valid
    assert (zone.fields.document_number, zone.fields.surnames) == ("000000001", "GONZALEZ RONDON")
    assert "000000001" in pdf.pages[0].extract_text()


def test_certificates_are_printed_on_a4_with_the_same_codes(as_, karin, lia):
    SeriesFactory(code="constancia", title="Constancia", form="A4", mrz_code="")
    [application] = approved(lia)
    application.procedure.result = "constancia"
    application.procedure.save()
    batch = make(karin, code="constancia")
    pdf = PdfReader(BytesIO(as_(karin).post(url("card-print", batch.pk, 1), {"reason": "FIRST"}).content))
    [page] = pdf.pages
    assert (round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) == (210, 297)
    assert Card.objects.get().proof in page.extract_text().replace("\n", "")


def test_a_spoiled_card_is_scanned_and_replaced(as_, karin, lia):
    approved(lia)
    batch = make(karin)
    cards.print_part(batch=batch, part=1, reason="FIRST", by=karin, at=NOON)
    page = as_(karin)
    missed = page.post(url("card-batch", batch.pk), {"do": "spoil", "scanned": "000000777"})
    assert "Ningún carné de este lote" in missed.content.decode()
    page.post(url("card-batch", batch.pk), {"do": "spoil", "scanned": "000000001"})
    assert list(batch.cards.order_by("number").values_list("place", flat=True)) == [Place.DESTROYED, Place.NUMBERED]


def test_a_box_is_filled_by_scanning_many_codes_and_says_which_failed(as_, karin, lia, world):
    approved(lia, 3, office=world.jz_tum)
    found = checked(karin)
    page = as_(karin)
    made = page.post(url("card-boxes"), {"destination": world.jz_tum.pk})
    [first, second, third] = found
    address = f"https://ayni.example/verificar/{second.proof}/"
    answer = page.post(
        made.url, {"do": "pack", "scanned": f"{first.number}\n{address}\n\n{first.number}\nxyz\n"}, follow=True
    ).content.decode()
    assert "ya está en una caja" in answer
    assert "no es un carné nuestro" in answer
    assert set(Card.objects.filter(place=Place.BOXED)) == {first, second}
    page.post(made.url, {"do": "close", "counted": "3"})
    assert CardAlert.objects.count() == 1
    page.post(made.url, {"do": "pack", "scanned": third.number})
    page.post(made.url, {"do": "close", "counted": "3"})
    page.post(made.url, {"do": "send"})
    assert set(Card.objects.values_list("place", flat=True)) == {Place.SENT}
    assert page.get(made.url + "etiqueta/").status_code == 200


def test_the_other_office_counts_scans_and_learns_what_is_missing(as_, karin, lia, vera, world):
    approved(lia, 2, office=world.jz_tum)
    [first, second] = checked(karin)
    box = sent(karin, world.jz_tum, [first, second])
    page = as_(vera)
    address = url("card-box", box.pk)
    page.post(address, {"do": "open", "counted": "1"})
    page.post(address, {"do": "receive", "scanned": first.number})
    answer = page.post(address, {"do": "finish"}, follow=True).content.decode()
    assert "no salió de la caja" in answer
    lost = page.get(url("cards-lost")).content.decode()
    assert second.number in lost
    assert first.number not in lost
    alert = CardAlert.objects.get(kind="NOWHERE")
    page.post(url("cards-lost"), {"do": "explain", "alert": alert.pk, "explanation": "Quedó en la sede"})
    alert.refresh_from_db()
    assert alert.settled_by == vera
    # A second window: told, and what was typed is not lost.
    typed = {"do": "explain", "alert": alert.pk, "explanation": "Lo tiene la sede de Tacna"}
    late = page.post(url("cards-lost"), typed).content.decode()
    assert "Lo tiene la sede de Tacna" in late
    assert "ya lo explicó" in late
    alert.refresh_from_db()
    assert alert.explanation == "Quedó en la sede"


@pytest.mark.parametrize("name", ["card", "card-hand-over", "card-proxy"])
def test_another_office_does_not_learn_that_a_card_exists(as_, karin, lia, vera, name):
    approved(lia)
    [card] = checked(karin)
    assert as_(vera).get(url(name, card.pk)).status_code == 404


def test_another_office_opens_no_box_and_no_batch_of_others(as_, karin, lia, vera, elsa, world):
    approved(lia, office=world.jz_tum)
    box = packed(karin, world.jz_tum, checked(karin))
    elsewhere = type(world)._staff(world, "kim", "Kim", "Otero", "CARD_KEEPER", office=world.jz_tum)
    page = as_(elsewhere)
    assert page.get(url("card-batch", Batch.objects.get().pk)).status_code == 404
    assert page.post(url("card-print", Batch.objects.get().pk, 1)).status_code == 404
    assert as_(vera).get(url("card-batch", Batch.objects.get().pk)).status_code == 403
    assert page.post(url("card-box", box.pk), {"do": "send"}).status_code == 200
    box.refresh_from_db()
    assert box.state == BoxState.PACKED
    assert as_(elsa).get(url("card-box", box.pk)).status_code == 403


def ready(karin, found):
    deliveries.shelve(batch=found.batch, by=karin, at=NOON)
    return Card.objects.get(pk=found.pk)


def test_reception_hands_a_card_over_on_one_screen(as_, karin, lia):
    approved(lia)
    card = ready(karin, checked(karin)[0])
    page = as_(lia)
    assert card.number in page.get(url("card-deliveries")).content.decode()
    found = page.post(url("card-deliveries"), {"scanned": card.application.number})
    assert found.url == url("card-hand-over", card.pk)
    shown = page.get(found.url).content.decode()
    assert "Yusleidy" in shown
    # In a hurry nobody records a look at a document that nobody took.
    assert re.search(r'name="check_kind"[^>]*checked', shown) is None
    assert (
        "Elija una opción en «Cómo comprobó quién es»"
        in page.post(found.url, {"receiver": "holder", "signed": "on"}).content.decode()
    )
    assert not HandOver.objects.exists()
    unsigned = page.post(found.url, {"receiver": "holder", "check_kind": "DOCUMENT"})
    assert "Haga firmar" in unsigned.content.decode()
    said = {
        "receiver": "holder",
        "check_kind": "DOCUMENT",
        "signed": "on",
        "once": "0197a3c2-0000-7000-8000-000000000001",
    }
    first, second = (page.post(found.url, said) for _ in range(2))
    assert first.status_code == second.status_code == 302
    card.refresh_from_db()
    assert (card.place, card.hand_over.by, card.hand_over.office) == (Place.HANDED_OVER, lia, lia.office)
    assert card.moves.filter(place=Place.HANDED_OVER).count() == 1


def test_a_proxy_comes_with_a_power_of_attorney(as_, karin, lia):
    approved(lia)
    card = ready(karin, checked(karin)[0])
    page = as_(lia)
    assert "diga por qué no se escanea" in page.post(url("card-proxy", card.pk), POWER).content.decode()
    said = {**POWER, "why_unscanned": "NO_DEVICE"}
    over = page.post(url("card-proxy", card.pk), {**said, "valid_to_year": "2026"})
    assert "ya terminó" in over.content.decode()
    assert "Notaría Paz" in over.content.decode()
    page.post(url("card-proxy", card.pk), said)
    proxy = card.person.card_proxies.get()
    assert "Aquí no hay escáner" in page.get(url("card-power", card.pk, proxy.pk)).content.decode()
    assert "Pedro Rojas" in page.get(url("card-hand-over", card.pk)).content.decode()
    page.post(url("card-hand-over", card.pk), {"receiver": str(proxy.pk), "check_kind": "DOCUMENT", "signed": "on"})
    card.refresh_from_db()
    assert card.hand_over.proxy == proxy


def test_for_the_card_of_a_child_the_mother_or_the_guardian_is_asked_for(as_, karin, lia):
    approved(lia)
    card = ready(karin, checked(karin)[0])
    page, asks = as_(lia), "es menor de edad"
    for name in ("card-hand-over", "card-proxy"):
        assert asks not in page.get(url(name, card.pk)).text
    type(card.person).objects.filter(pk=card.person_id).update(birth_date=date(2020, 5, 1), birth_precision="EXACT")
    for name in ("card-hand-over", "card-proxy"):
        assert asks in page.get(url(name, card.pk)).text


def test_the_paper_of_a_power_is_kept_and_a_power_that_was_taken_back_fetches_nothing(as_, karin, lia, rosa):
    approved(lia)
    card = ready(karin, checked(karin)[0])
    page = as_(lia)
    page.post(url("card-proxy", card.pk), {**POWER, "picture": SimpleUploadedFile("poder.jpg", jpeg())})
    proxy = card.person.card_proxies.get()
    assert (proxy.scan.kind, proxy.scan.person, proxy.why_unscanned) == ("OTHER", card.person, "")
    shown = page.get(url("card-power", card.pk, proxy.pk)).content.decode()
    assert reverse("people:file", args=[card.person_id, proxy.scan_id]) in shown
    # Whoever keeps cards sees no papers of the person.
    assert reverse("people:file", args=[card.person_id, proxy.scan_id]) not in (
        as_(karin).get(url("card-power", card.pk, proxy.pk)).content.decode()
    )
    page = as_(lia)
    page.post(url("card-power", card.pk, proxy.pk))
    again = page.post(url("card-power", card.pk, proxy.pk), follow=True)
    assert "ya se dio por terminado" in again.content.decode()
    form = page.get(url("card-hand-over", card.pk)).content.decode()
    assert f'value="{proxy.pk}"' not in form
    page.post(url("card-hand-over", card.pk), {"receiver": str(proxy.pk), "check_kind": "DOCUMENT", "signed": "on"})
    card.refresh_from_db()
    assert card.place == Place.READY


def test_the_power_over_another_card_is_not_found_through_this_one(as_, karin, lia):
    approved(lia, 2)
    mine, other = checked(karin)
    ready(karin, mine)
    page = as_(lia)
    page.post(url("card-proxy", mine.pk), {**POWER, "why_unscanned": "ON_PAPER"})
    proxy = mine.person.card_proxies.get()
    assert page.get(url("card-power", other.pk, proxy.pk)).status_code == 404


def test_a_photo_of_the_hand_over_is_kept_and_is_not_the_photo_of_the_person(as_, karin, lia):
    approved(lia)
    card = ready(karin, checked(karin)[0])
    page = as_(lia)
    said = {"receiver": "holder", "check_kind": "DOCUMENT", "signed": "on"}
    refused = page.post(
        url("card-hand-over", card.pk), {**said, "picture": SimpleUploadedFile("foto.jpg", b"no picture")}
    )
    assert refused.status_code == 200
    page.post(url("card-hand-over", card.pk), {**said, "picture": SimpleUploadedFile("foto.jpg", jpeg())})
    card.refresh_from_db()
    assert (card.place, card.hand_over.photo.kind) == (Place.HANDED_OVER, "OTHER")
    assert "con una foto" in page.get(url("card-hand-over", card.pk)).content.decode()


def test_the_card_of_somebody_restricted_is_handed_over_by_the_team_or_whoever_was_named(as_, karin, rosa, lia, julio):
    SeriesFactory()
    application = ApplicationFactory(person=open_case(rosa, "VP-TRATA").person, approved=True)
    page = as_(rosa)
    assert page.get(url("card-keepers", application.pk)).status_code == 200
    page.post(url("card-keepers", application.pk), {"users": [karin.pk]})
    card = ready(karin, checked(karin, is_reserved=True)[0])
    for user in (lia, julio):
        page = as_(user)
        assert page.get(url("card-keepers", application.pk)).status_code == 404
        assert page.get(url("card-hand-over", card.pk)).status_code == 404
        assert card.number not in page.get(url("card-deliveries")).content.decode()
        missed = page.post(url("card-deliveries"), {"scanned": card.number}).content.decode()
        assert "pregunte a quien guarda los carnés" in missed
        assert card.person.surname_1 not in page.get(url("card", card.pk)).content.decode()
    assert card.person.full_name in as_(rosa).get(url("card-hand-over", card.pk)).content.decode()


def test_what_nobody_came_for_is_listed_by_age(as_, karin, lia):
    approved(lia)
    card = ready(karin, checked(karin)[0])
    Card.objects.filter(pk=card.pk).update(since=NOON - timedelta(days=91))
    page = as_(lia)
    assert card.number in page.get(url("card-deliveries") + "?since=old").content.decode()
    Card.objects.filter(pk=card.pk).update(since="2126-01-01T00:00:00Z")
    assert card.number not in page.get(url("card-deliveries") + "?since=old").content.decode()


def test_a_scan_opens_the_card_or_the_box(as_, karin, lia, world):
    approved(lia, office=world.jz_tum)
    [card] = checked(karin)
    box = boxes.begin_box(origin=karin.office, destination=world.jz_tum, is_return=False, by=karin, at=NOON)
    page = as_(karin)
    assert page.post(url("cards"), {"scanned": card.proof}).url == url("card", card.pk)
    assert page.post(url("cards"), {"scanned": box.number}).url == url("card-box", box.pk)
    assert "vuelva a escanear" in page.post(url("cards"), {"scanned": "000000999"}).content.decode().lower()


def test_pages_ask_at_most_twelve_statements(as_, karin, lia, world, django_assert_max_num_queries):
    approved(lia, 5, office=world.jz_tum)
    found = checked(karin)
    box = packed(karin, world.jz_tum, found)
    page = as_(karin)
    addresses = [
        url("cards"), url("card-batches"), url("card-batch", Batch.objects.get().pk), url("card-boxes"),
        url("card-box", box.pk), url("cards-lost"), url("card", found[0].pk),
    ]  # fmt: skip
    page.get(url("cards"))
    for address in addresses:
        with django_assert_max_num_queries(12):
            assert page.get(address).status_code == 200


def test_why_a_card_counts_no_more_is_chosen_and_never_assumed(as_, karin, lia):
    approved(lia)
    card = checked(karin)[0]
    page = as_(karin)
    refused = page.post(url("card", card.pk), {"do": "revoke", "reason": "", "with_another": "on"})
    assert "Por qué deja de valer" in refused.content.decode()
    card.refresh_from_db()
    assert card.revoked_at is None
