"""Somebody tells the unit something without an account."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ayni.audit.models import Event
from ayni.feedback import actions
from ayni.feedback.actions.ending import SWEEPERS
from ayni.feedback.models import Draft, Receipt, Report, Route
from ayni.files.models import StoredFile
from ayni.files.tests.factories import jpeg
from ayni.lib import effort
from ayni.lib.limits import address_digest
from ayni.notices.models import Message
from ayni.procedures import actions as procedures

from .factories import CategoryFactory, answered, bribe, tell, waiting

pytestmark = pytest.mark.django_db
OGG = b"OggS" + bytes(2000)
WORDS = "Esperé cuatro horas en la ventanilla tres y nadie me explicó nada de nada"


@pytest.fixture
def there(world, marta):
    """An office with a supervisor, and the categories."""
    waiting(), bribe()
    CategoryFactory(code="VZ-OTRO", label_es="Otra cosa", kinds="COMPLAINT|ABUSE")
    CategoryFactory(code="VZ-GRACIAS", label_es="Gracias", kinds="THANKS")
    return world.sede_central


def at(name, *args):
    return reverse(f"feedback:{name}", args=args)


def answers(office, **other):
    said = {
        "tipo": {"kind": "COMPLAINT"},
        "oficina": {"office": office.pk},
        "tema": {"category": "VZ-ESPERA"},
        "palabras": {"language": "ht", "text": WORDS},
        "contacto": {"reach": "no"},
    }
    return {slug: {**values, **other.get(slug, {})} for slug, values in said.items()}


def fill(client, office, **other):
    client.post(at("start"))
    for slug, said in answers(office, **other).items():
        answer = client.post(at("question", slug), said)
        assert answer.status_code == 302, (slug, answer.context["form"].errors)


def send(client, **more):
    return client.post(at("check"), {"once": str(uuid4()), **more})


def test_a_complaint_is_told_one_question_a_page_and_gets_a_number_and_a_code(client, there):
    fill(client, there)
    page = client.get(at("check")).content.decode()
    assert WORDS in page
    assert "Kreyòl ayisyen" in page
    done = client.get(send(client).url).content.decode()
    receipt = Receipt.objects.get()
    assert receipt.number in done
    assert receipt.is_anonymous
    report = receipt.report
    assert (report.text, report.language, report.about_office, report.route) == (WORDS, "ht", there, Route.OFFICE)
    assert not Draft.objects.exists()
    assert client.get(at("done")).content.decode().count(receipt.number) == 2


def test_the_code_is_not_kept(client, there):
    receipt, code = tell(office=there)
    assert code.replace("-", "") not in {receipt.code_hash, receipt.number}
    assert len(receipt.code_hash) == 64


def test_what_is_missing_is_said_before_it_is_sent(client, there):
    client.post(at("start"))
    client.post(at("question", "tipo"), {"kind": "COMPLAINT"})
    answer = send(client)
    assert answer.status_code == 200
    assert "What happened" not in answer.content.decode()
    assert "Algunas preguntas no tienen respuesta" in answer.content.decode()
    assert not Report.objects.exists()


def test_thanks_are_asked_for_no_theme(client, there):
    client.post(at("start"))
    client.post(at("question", "tipo"), {"kind": "THANKS"})
    assert client.post(at("question", "oficina"), {"office": there.pk}).url == at("question", "palabras")
    client.post(at("question", "palabras"), {"language": "es", "text": "Gracias"})
    client.post(at("question", "contacto"), {"reach": "no"})
    send(client)
    assert Report.objects.get().category.code == "VZ-GRACIAS"


def test_a_name_and_a_telephone_in_an_anonymous_report_are_asked_about_before_it_is_sent(client, there):
    text = f"{WORDS}. Me llamo Yulimar Salcedo, mi celular es 999 111 222 y mi correo yuli@ejemplo.pe"
    fill(client, there, palabras={"text": text})
    page = send(client).content.decode()
    assert all(word in page for word in ("Yulimar Salcedo", "999 111 222", "yuli@ejemplo.pe"))
    assert not Report.objects.exists()
    # Nothing typed is lost: the words are there to be changed, and can be left as they are.
    assert text in client.get(at("question", "palabras")).content.decode()
    assert send(client, leave="yes").url == at("done")
    assert Report.objects.get().text == text


def test_whoever_says_who_they_are_is_not_warned(client, there):
    fill(client, there, palabras={"text": f"{WORDS} 999 111 222"},
         contacto={"reach": "yes", "name": "Yulimar", "way": "SMS", "contact": "+51 999 111 222"})  # fmt: skip
    assert send(client).url == at("done")
    receipt = Receipt.objects.get()
    assert (receipt.name, receipt.contact, receipt.way) == ("Yulimar", "+51 999 111 222", "SMS")


def test_a_telephone_that_is_none_is_said_and_the_rest_stays(client, there):
    client.post(at("start"))
    client.post(at("question", "tipo"), {"kind": "COMPLAINT"})
    said = {"reach": "yes", "name": "Yulimar", "way": "SMS", "contact": "no tengo"}
    page = client.post(at("question", "contacto"), said)
    assert page.status_code == 400
    assert "Yulimar" in page.content.decode()


def test_a_bot_that_fills_the_hidden_box_sends_nothing(client, there):
    fill(client, there)
    assert send(client, website="http://spam.example").status_code == 400
    assert not Report.objects.exists()
    # A person whose browser filled it in loses nothing.
    assert send(client).url == at("done")


def test_a_crowd_from_one_address_does_a_little_work_first(client, there, monkeypatch):
    monkeypatch.setattr(effort, "WAIT", 0)
    for number in range(4):
        fill(client, there, palabras={"text": f"{WORDS} {'x' * number}"})
        answer = send(client)
        if answer.status_code != 302:
            break
    assert number == 3
    assert "Espere un minuto" in answer.content.decode()
    asked = answer.context["effort"]
    assert send(client, effort=asked).url == at("done")
    assert Report.objects.count() == 4


def test_the_same_complaint_a_hundred_times_is_one_counted_and_answered_once(there, marta):
    sent = [tell(office=there, text=WORDS, way="SMS", contact="+51999000111") for _each in range(100)]
    report = Report.objects.get()
    assert report.times == 100
    assert Receipt.objects.count() == 100
    assert len({receipt.number for receipt, _code in sent}) == 100
    actions.take(report=report, by=marta, at=timezone.now())
    actions.answer(report=report, text="Abrimos otra ventanilla.", by=marta, at=timezone.now())
    assert report.entries.filter(step="ANSWERED").count() == 1
    # Whoever tells it once more finds the answer there.
    receipt, _code = tell(office=there, text=WORDS.upper() + "!!")
    assert receipt.report_id == report.pk


def test_few_words_are_not_taken_for_the_same(there):
    tell(office=there, text="Mal"), tell(office=there, text="Mal")
    assert Report.objects.count() == 2


def test_few_words_a_hundred_times_in_a_day_do_not_fill_the_board(there):
    receipts = {tell(office=there, text="Muy mal todo")[0].number for _each in range(100)}
    assert len(receipts) == 100
    assert sorted(Report.objects.values_list("times", flat=True)) == [1, 1, 1, 1, 96]
    # Other words, and another day, stand on their own.
    tell(office=there, text="Mal")
    Report.objects.update(received_at=timezone.now() - timedelta(days=1, minutes=1))
    tell(office=there, text="Muy mal todo")
    assert Report.objects.count() == 7


def test_few_words_of_misconduct_are_heard_on_their_own_each_time(there):
    for _each in range(7):
        tell(bribe(), office=there, text="Me pidieron plata")
    assert Report.objects.count() == 7


def test_sixty_behind_one_address_may_fill_in_the_whole_form_within_ten_minutes(client, there, rf):
    # Each opens the start, five questions and the check, and sends each: as often as the sixty that may send.
    asked = 60 * 2 * (len(answers(there)) + 2)
    cache.set(f"limit:feedback:{address_digest(rf.get('/'))}", asked - 1, 600)
    assert client.get(at("start")).status_code == 200
    cache.set(f"limit:feedback:{address_digest(rf.get('/'))}", 2 * asked, 600)
    assert client.get(at("start")).status_code == 429


def test_the_same_form_sent_twice_is_one(there):
    key = uuid4()
    told, teller = actions.Told(kind="COMPLAINT", category=waiting(), text="Mal"), actions.Teller(channel="WEB")
    first, code = actions.receive(told=told, teller=teller, submission=key, at=timezone.now())
    again, none = actions.receive(told=told, teller=teller, submission=key, at=timezone.now())
    assert first == again
    assert code
    assert not none


def test_script_in_every_field_is_shown_as_text(client, there, marta):
    script = '<script>alert("x")</script>'
    fill(client, there, palabras={"text": script},
         contacto={"reach": "yes", "name": script, "way": "EMAIL", "contact": "a@ejemplo.pe"})  # fmt: skip
    assert script not in client.get(at("check")).content.decode()
    send(client)
    client.force_login(marta)
    page = client.get(at("report", Report.objects.get().pk)).content.decode()
    assert script not in page
    assert page.count("&lt;script&gt;") == 2


def test_a_voice_note_is_kept_sealed_and_handed_over_to_be_saved(client, there, marta):
    fill(client, there, palabras={"text": "", "voice": SimpleUploadedFile("nota.ogg", OGG, "audio/ogg")})
    assert "nota de voz" in client.get(at("check")).content.decode()
    send(client)
    report = Report.objects.get()
    assert report.voice.media_type == "audio/ogg"
    stored = [path.read_bytes() for path in (settings.AYNI_HOME / "files").rglob("*") if path.is_file()]
    assert stored
    assert not any(b"OggS" in each for each in stored)
    client.force_login(marta)
    answer = client.get(at("attached", report.pk, "voz"))
    assert answer.content == OGG
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(at("attached", report.pk, "foto")).status_code == 404


def test_a_voice_note_of_20_mb_is_refused_with_a_sentence_and_the_words_stay(client, there):
    client.post(at("start"))
    client.post(at("question", "tipo"), {"kind": "COMPLAINT"})
    heavy = SimpleUploadedFile("nota.ogg", b"OggS" + bytes(20_000_000), "audio/ogg")
    page = client.post(at("question", "palabras"), {"language": "es", "text": WORDS, "voice": heavy})
    assert page.status_code == 400
    assert "5 MB" in page.content.decode()
    assert WORDS in page.content.decode()


@pytest.mark.parametrize("content", [b"MZ" + bytes(200), b"<html><script>", b"%PDF-1.7", b"", b"PK\x03\x04"])
def test_what_is_no_voice_note_is_refused(client, there, content):
    client.post(at("start"))
    client.post(at("question", "tipo"), {"kind": "COMPLAINT"})
    wrong = SimpleUploadedFile("nota.ogg", content, "audio/ogg")
    assert client.post(at("question", "palabras"), {"language": "es", "voice": wrong}).status_code == 400


def test_a_picture_is_drawn_anew_and_can_be_taken_out(client, there):
    client.post(at("start"))
    client.post(at("question", "tipo"), {"kind": "COMPLAINT"})
    picture = SimpleUploadedFile("foto.jpg", jpeg(), "image/jpeg")
    client.post(at("question", "palabras"), {"language": "es", "text": WORDS, "picture": picture})
    assert Draft.objects.get().picture is not None
    client.post(at("question", "palabras"), {"language": "es", "text": WORDS, "without": "picture"})
    assert Draft.objects.get().picture is None


def test_another_browser_does_not_see_what_is_written(client, there, django_user_model):
    fill(client, there)
    other = type(client)()
    assert other.get(at("check")).status_code == 404
    assert other.get(at("question", "palabras")).status_code == 404


def test_a_kiosk_says_where_it_is_and_forgets_who_stood_there(client, there, marta):
    _station, address = procedures.make_station(name="Sala", office=there, by=marta, at=timezone.now())
    token = address.rstrip("/").rpartition("/")[2]
    assert client.get(at("kiosk", "mal")).status_code == 404
    client.get(at("kiosk", token))
    fill(client, there)
    assert "http-equiv" in client.get(at("check")).content.decode()
    send(client)
    assert Receipt.objects.get().channel == "KIOSK"
    client.get(at("leave"))
    assert client.get(at("done")).url == at("start")


def test_what_was_begun_and_left_at_a_kiosk_is_nobodys_and_ends_within_a_day(client, there):
    fill(client, there, palabras={"picture": SimpleUploadedFile("foto.jpg", jpeg(), "image/jpeg")})
    client.get(at("leave"))
    assert client.get(at("check")).status_code == 404
    [sweeper] = [one for one in SWEEPERS if one.kind == "FEEDBACK_DRAFT"]
    for draft in sweeper.due(timezone.now() + timedelta(minutes=1)):
        sweeper.sweep(draft, timezone.now(), "RT-VOZ-BORRADOR")
    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()


def test_when_its_time_is_over_the_words_go_and_that_it_was_told_stays(there, marta):
    receipt, _code = tell(office=there, name="Yuli", way="SMS", contact="+51999000111")
    answered(receipt.report, marta)
    actions.say(receipt=receipt, satisfied="YES", text="Gracias", at=timezone.now())
    [sweeper] = [one for one in SWEEPERS if one.kind == "FEEDBACK"]
    [report] = sweeper.due(timezone.now() + timedelta(minutes=1))
    sweeper.sweep(report, timezone.now(), "RT-VOZ")
    receipt.refresh_from_db()
    report.refresh_from_db()
    assert (report.text, receipt.name, receipt.contact) == ("", "", "")
    assert not any(entry.text for entry in report.entries.order_by("pk"))
    assert (report.state, report.satisfied) == ("CLOSED", "YES")
    assert not sweeper.due(timezone.now() + timedelta(minutes=1)).exists()


def test_at_the_desk_somebody_writes_it_down_and_gives_number_and_code(client, there, lia):
    client.force_login(lia)
    said = {
        "channel": "IN_PERSON", "kind": "COMPLAINT", "category": waiting().pk, "office": there.pk, "language": "es",
        "text": WORDS, "once": str(uuid4()),
    }  # fmt: skip
    page = client.get(client.post(at("write-down"), said).url).content.decode()
    receipt = Receipt.objects.get()
    assert receipt.number in page
    assert receipt.written_by == lia
    # Whoever wrote it down does not read it afterwards.
    assert client.get(at("report", receipt.report.pk)).status_code == 403


def test_nothing_of_it_is_in_the_trail_nor_in_messages(there, clara):
    tell(bribe(), office=there, text="Me pidió plata Fulano Zafiro", name="Zafiro", way="SMS", contact="+51999000111")
    trail = " ".join(str(event.details) for event in Event.objects.order_by("pk"))
    sent = " ".join(f"{one.subject} {one.text}" for one in Message.objects.order_by("pk"))
    assert "Zafiro" not in trail + sent
    assert "999000111" not in trail + sent
