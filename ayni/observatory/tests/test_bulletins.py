"""Bulletins: made of published tables alone, each quarter by itself, and sent to whoever asked for them."""

import email
import io
import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from ayni.notices import actions as notices
from ayni.notices import queries as subscribed
from ayni.notices import sinks
from ayni.notices.models import Message, Subscription
from ayni.notices.tests.conftest import free_port
from ayni.observatory import bulletin, quarters
from ayni.observatory.actions import bulletins
from ayni.observatory.tests import sample
from ayni.observatory.tests.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("releases", "places")]
BULLETIN = "/observatorio/boletines/"


def text(response) -> str:
    return re.sub(r"[ \n\t]+", " ", response.content.decode())


def test_a_quarter_is_over_once_its_last_month_is_published(releases):
    newest = sorted(releases, key=lambda one: one.period, reverse=True)
    assert [str(one) for one in quarters.issues(newest)] == ["2026-T3"]
    assert quarters.issues(newest[:1]) == {}
    assert quarters.issues([]) == {}
    assert str(quarters.of_period("2026-12")) == "2026-T4"
    assert quarters.parse("2026-T5") is None


def test_a_quarter_without_its_last_month_has_the_last_that_came(releases):
    sample.write(settings.AYNI_HOME, "2027-01.1", "2026-11-20T09:00:00-05:00", [])
    from_newest = bulletins.newest_issue(settings.AYNI_HOME, AT)
    assert str(from_newest[0]) == "2026-T4"
    assert from_newest[1].id == "2026-10.1"


def test_a_place_stands_beside_what_is_around_it(releases):
    made = bulletin.of_place(settings.AYNI_HOME, releases[1], "150132", "es")
    assert made.around == "Lima"
    [head] = made.headlines
    assert head.value == sample._made_up("2026-10", ("150132", "_T"))
    assert head.country == sample._made_up("2026-10", ("_T", "_T"))
    [part] = made.parts
    assert [row.label for row in part.rows] == ["Mujer", "Hombre"]


def test_a_department_has_all_its_tables_and_each_measure_once(releases):
    made = bulletin.of_place(settings.AYNI_HOME, releases[1], "15", "en")
    assert [part.dimension for part in made.parts] == ["Sex", "Age", "Citizenship"]
    assert len(made.headlines) == 1


def test_no_share_is_given_of_a_small_whole(releases):
    cube = sample.filled(sample.PLACES, "2026-10")
    small = cube.rows.set_column(cube.rows.schema.get_field_index("value"), "value", [[19] * len(cube.rows)])
    sample.write(settings.AYNI_HOME, "2026-10.2", "2026-11-20T09:00:00-05:00", [type(cube)(cube.structure, small)])
    release = bulletins.published.latest(settings.AYNI_HOME, AT)
    made = bulletin.of_place(settings.AYNI_HOME, release, "150132", "es")
    assert all(row.share is None and row.country is None for part in made.parts for row in part.rows)


def test_the_page_explains_what_is_withheld_and_leads_to_the_tables(client):
    said = text(client.get(f"{BULLETIN}150118/"))
    assert "Lurigancho, Lima, Lima" in said
    assert "De un lugar con pocas personas registradas" in said
    assert "/observatorio/tablas/POP_DISTRICT/?filas=SEX&amp;columnas=-&amp;lugar=150118" in said
    assert "trimestre 3 de 2026" in said


def test_a_place_without_figures_of_its_own_leads_to_the_one_around_it(client):
    said = text(client.get(f"{BULLETIN}240101/"))
    assert "todavía no se publica nada por separado" in said
    assert f"{BULLETIN}24/" in said
    assert client.get(f"{BULLETIN}240101/boletin.pdf").status_code == 404


def test_places_are_chosen_department_by_department(client):
    assert f'href="{BULLETIN}150132/"' in text(client.get(BULLETIN, {"departamento": "15"}))
    assert f'href="{BULLETIN}PE/"' in text(client.get(BULLETIN))


@pytest.mark.parametrize("code", ["15", "150118", "PE", "population"])
def test_the_paper_is_two_pages_at_most_and_says_the_same(client, code):
    response = client.get(f"{BULLETIN}{code}/2026-T3/boletin.pdf")
    assert response.status_code == 200
    pages = PdfReader(io.BytesIO(response.content)).pages
    assert 1 <= len(pages) <= 2
    said = " ".join("".join(page.extract_text() for page in pages).split())
    assert "trimestre 3 de 2026" in said
    assert f"boletines/{code}/2026-T3/" in said


def test_a_country_of_many_tables_still_fits_on_two_pages_and_says_where_the_rest_is(client):
    codes = (sample.ALL, *(sample.Code(f"C{n}", sample.words(f"Categoría {n}", f"Category {n}")) for n in range(14)))
    cubes = [
        sample.filled(
            sample.structure(f"T{n}", sample.words(f"Tabla {n}", f"Table {n}"), (
                sample.Dimension(f"D{n}", sample.words(f"Dimensión {n}", f"Dimension {n}"), codes),
            )), "2026-10",
        )
        for n in range(20)
    ]  # fmt: skip
    sample.write(settings.AYNI_HOME, "2026-10.2", "2026-11-20T09:00:00-05:00", cubes)
    response = client.get(f"{BULLETIN}PE/boletin.pdf")
    pages = PdfReader(io.BytesIO(response.content)).pages
    assert len(pages) <= 2
    assert "No todas las tablas caben" in " ".join("".join(page.extract_text() for page in pages).split())
    assert text(client.get(f"{BULLETIN}PE/")).count("<caption") == 20


def test_what_is_not_published_is_named_once_and_is_no_table_of_dashes(client):
    """A small department: of most tables nothing is published, and of one only some rows."""
    codes = (sample.ALL, *(sample.Code(f"C{n}", sample.words(f"Categoría {n}", f"Category {n}")) for n in range(14)))
    cubes = []
    for n in range(12):
        of_it = sample.Dimension(f"D{n}", sample.words(f"Dimensión {n}", f"Dimension {n}"), codes)
        said = sample.structure(f"T{n}", sample.words(f"Tabla {n}", f"Table {n}"), (sample.DEPARTMENTS, of_it))
        # In the country, too, the others hold nearly all: no share of these rows is known.
        rare = {(place, one.code): "category" for place in ("23", "_T") for one in codes[3:]}
        closed = {("23", one.code): "group" for one in codes} if n else {}
        cubes.append(sample.filled(said, "2026-10", rare | closed))
    sample.write(settings.AYNI_HOME, "2026-10.2", "2026-11-20T09:00:00-05:00", cubes)
    said = text(client.get(f"{BULLETIN}23/"))
    assert said.count("<caption") == 1
    assert said.count("Categoría 0</th>") == 1
    assert "Categoría 9</th>" not in said
    assert re.search(r"No se publica: Categoría 2, .*Categoría 13\.", said)
    assert said.count("<li>Personas en el registro · Dimensión") == 11
    pages = PdfReader(io.BytesIO(client.get(f"{BULLETIN}23/boletin.pdf").content)).pages
    paper = " ".join("".join(page.extract_text() for page in pages).split())
    assert len(pages) <= 2
    assert "No se publica: Categoría 2, " in paper
    assert "De esto no se publica ninguna cifra aquí" in paper
    assert "Personas en el registro · Dimensión 11." in paper
    assert "No todas las tablas caben" not in paper


def test_papers_are_made_by_the_worker_before_anybody_asks():
    made = 0
    while one := bulletins.make_papers(home=settings.AYNI_HOME, at=AT):
        assert one <= bulletins.AT_ONCE
        made += one
    # The country, three departments and one theme with figures, in two languages.
    assert made == 10
    folder = settings.AYNI_HOME / "observatory/bulletins/2026-09.1"
    assert (folder / "PE-2026-T3-es.pdf").exists()


def ask(client, code="150132", email="muni@example.org"):
    return client.post(f"{BULLETIN}{code}/recibir/", {"email": email})


def link_of(message: Message) -> str:
    return link_of_text(message.text)


def link_of_text(text: str) -> str:
    return re.search(rf"{re.escape(settings.PUBLIC_URL)}(/\S+)", text)[1]


@pytest.fixture
def confirmed(client) -> Subscription:
    ask(client)
    client.post(link_of(Message.objects.get()))
    Message.objects.all().delete()
    return Subscription.objects.get()


def test_nothing_is_sent_before_it_is_confirmed_and_a_program_that_opens_links_confirms_nothing(client):
    assert "Mire su correo" in text(ask(client))
    mail = Message.objects.get()
    assert mail.to == "muni@example.org"
    client.get(link_of(mail))
    assert Subscription.objects.get().confirmed_at is None
    assert "Está confirmado" in text(client.post(link_of(mail)))
    assert Subscription.objects.get().confirmed_at == AT


def test_who_confirms_gets_the_next_quarter_once_and_not_the_one_that_is_out(client, confirmed):
    assert bulletins.send_bulletins(home=settings.AYNI_HOME, at=AT) == 0
    sample.write(settings.AYNI_HOME, "2026-12.1", "2026-11-20T09:00:00-05:00")
    assert bulletins.send_bulletins(home=settings.AYNI_HOME, at=AT) == 1
    assert bulletins.send_bulletins(home=settings.AYNI_HOME, at=AT) == 0
    mail = Message.objects.get()
    assert mail.subject == "Boletín de San Juan de Lurigancho, Lima, Lima, trimestre 4 de 2026"
    assert "/observatorio/boletines/150132/2026-T4/boletin.pdf" in mail.text
    end = re.search(rf"{re.escape(settings.PUBLIC_URL)}(/\S+/terminar/)", mail.text)[1]
    client.get(end)
    assert Subscription.objects.exists()
    assert "Terminó" in text(client.post(end))
    assert not Subscription.objects.exists()
    assert "ya no vale" in text(client.get(end))


def sent_by_smtp(settings, folder) -> EmailMessage:
    """The letter as a mail server took it."""
    sink = sinks.run_mail("127.0.0.1", settings.EMAIL_PORT, folder)
    try:
        assert notices.deliver_due(at=AT) == 1
    finally:
        sink.stop()
    [path] = folder.glob("*.eml")
    return email.message_from_bytes(path.read_bytes(), policy=default)


@pytest.fixture
def by_smtp(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = free_port()


@pytest.mark.usefixtures("by_smtp")
def test_the_button_of_a_mail_program_ends_it_without_a_cookie_and_without_a_page(settings, confirmed, tmp_path):
    settings.PUBLIC_URL = "https://ayni.example.org"
    sample.write(settings.AYNI_HOME, "2026-12.1", "2026-11-20T09:00:00-05:00")
    assert bulletins.send_bulletins(home=settings.AYNI_HOME, at=AT) == 1
    mail = sent_by_smtp(settings, tmp_path)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [address] = re.findall(r"<(https://[^>\s]+)>", mail["List-Unsubscribe"])
    assert address in mail.get_content()
    # Nothing of it stays where it was queued: whoever has the address could end it.
    assert (Message.objects.get().ends_at, Message.objects.get().text) == ("", "")
    program = Client(enforce_csrf_checks=True)
    path = address.removeprefix(settings.PUBLIC_URL)
    answer = program.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.cookies.output()) == (200, "")
    assert not Subscription.objects.exists()


@pytest.mark.usefixtures("by_smtp")
def test_without_https_no_single_press_is_promised_and_a_letter_that_asks_has_no_button(settings, client, tmp_path):
    ask(client)
    asking = sent_by_smtp(settings, tmp_path / "asking")
    assert asking["List-Unsubscribe"] is None
    client.post(link_of_text(asking.get_content()))
    sample.write(settings.AYNI_HOME, "2026-12.1", "2026-11-20T09:00:00-05:00")
    bulletins.send_bulletins(home=settings.AYNI_HOME, at=AT)
    mail = sent_by_smtp(settings, tmp_path / "told")
    assert mail["List-Unsubscribe"].strip().startswith("<http://")
    assert mail["List-Unsubscribe-Post"] is None


def test_what_comes_under_embargo_is_not_sent_before_its_hour(confirmed):
    sample.write(settings.AYNI_HOME, "2026-12.1", "2027-01-10T00:00:00-05:00")
    hour = datetime.fromisoformat("2027-01-10T00:00:00-05:00")
    assert bulletins.send_bulletins(home=settings.AYNI_HOME, at=hour - timedelta(seconds=1)) == 0
    assert bulletins.send_bulletins(home=settings.AYNI_HOME, at=hour) == 1


def test_asking_twice_looks_the_same_and_who_has_it_gets_no_letter(client, confirmed):
    other = text(ask(client, email="nueva@example.org"))
    Message.objects.all().delete()
    same = text(ask(client, email="MUNI@example.org"))
    assert re.sub(r'value="[^"]*"', "", same) == re.sub(r'value="[^"]*"', "", other)
    assert not Message.objects.exists()
    assert Subscription.objects.count() == 2


def test_one_mailbox_gets_three_letters_a_day_whoever_types_it(client):
    for _n in range(5):
        ask(client)
    assert Message.objects.count() == 3


def test_a_crowd_of_askings_has_to_wait(client):
    answers = [ask(client, email=f"u{n}@example.org") for n in range(8)]
    assert answers[4].status_code == 200
    assert answers[7].status_code == 400
    assert "Espere un minuto" in text(answers[7])


@pytest.mark.parametrize("typed", ["", "nadie", "a@b", "x" * 130 + "@example.org"])
def test_what_is_no_address_says_how_to_mend_it(client, typed):
    response = ask(client, email=typed)
    assert response.status_code == 400
    assert not Subscription.objects.exists()


def test_a_link_that_was_altered_counts_for_nothing(client, confirmed):
    token = subscribed.token_of(confirmed)
    assert client.post(f"/observatorio/suscripcion/{token[:-1]}x/terminar/").status_code == 404
    assert client.get("/observatorio/suscripcion/x/").status_code == 404
    assert Subscription.objects.exists()


def test_an_address_that_nobody_confirmed_is_forgotten_in_a_week(client):
    ask(client)
    assert notices.forget_unconfirmed(at=AT + timedelta(days=6)) == 0
    assert notices.forget_unconfirmed(at=AT + timedelta(days=7, seconds=1)) == 1


def test_the_address_is_not_in_the_database_as_it_was_typed(confirmed):

    with connection.cursor() as cursor:
        cursor.execute("select * from notices_subscription")
        assert "muni" not in str(cursor.fetchall())
