import gc
import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ayni.access import pace
from ayni.access.models import User
from ayni.notices.models import Message

NEW = {"password1": "cuatro-palabras-que-no-riman", "password2": "cuatro-palabras-que-no-riman"}


def ask(email: str = "rosa@example.pe"):
    return Client().post("/cuenta/clave/olvidada/", {"email": email})


def link() -> str:
    text = Message.objects.order_by("-queued_at").first().text
    return re.search(r"http://127.0.0.1:8000(/cuenta/clave/nueva/\S+)", text)[1]


def test_a_forgotten_password_is_replaced_through_a_link_that_works_once(rosa):
    open_session = Client()
    open_session.force_login(rosa)
    assert open_session.get("/cuenta/").status_code == 200
    assert ask().url == "/cuenta/clave/olvidada/enviada/"
    assert "Revise su correo" in Client().get("/cuenta/clave/olvidada/enviada/").content.decode()
    client = Client()
    form = client.get(link())
    assert "set-password" in form.url, "the key does not stay in the address"
    assert client.get(form.url).status_code == 200
    weak = client.post(form.url, {"password1": "corta", "password2": "corta"})
    assert "12" in weak.content.decode()
    assert client.post(form.url, NEW).url == "/cuenta/clave/lista/"
    assert client.get("/cuenta/clave/lista/").status_code == 200
    rosa.refresh_from_db()
    assert rosa.check_password(NEW["password1"])
    assert open_session.get("/cuenta/").status_code == 302, "every session has ended"
    assert is_gone(Client().get(link_used := link_of_first())), link_used
    assert not mail.outbox
    assert "Se cambió su contraseña" in {m.subject for m in Message.objects.all()}


def is_gone(page) -> bool:
    """The page that says so, with the status that programs read."""
    return page.status_code == 410 and "ya no sirve" in page.content.decode()


def link_of_first() -> str:
    text = next(m.text for m in Message.objects.order_by("queued_at") if "/clave/nueva/" in m.text)
    return re.search(r"http://127.0.0.1:8000(/cuenta/clave/nueva/\S+)", text)[1]


@pytest.mark.parametrize("email", ["rosa@example.pe", "ROSA@example.pe", "nadie@example.pe", "suspendida@example.pe"])
def test_the_answer_does_not_tell_whether_there_is_an_account(rosa, email, django_assert_max_num_queries):
    User.objects.create(username="suspendida", email="suspendida@example.pe", is_active=False)
    assert ask(email).url == "/cuenta/clave/olvidada/enviada/"
    assert Message.objects.exists() == email.lower().startswith("rosa")


def test_the_same_work_is_done_for_an_account_that_does_not_exist(rosa, django_assert_num_queries):
    """Not only the answer, also its time: what is written for nobody is written, and taken back."""
    counts = []
    for email in ("rosa@example.pe", "nadie@example.pe"):
        with CaptureQueriesContext(connection) as captured:
            ask(email)
        counts.append(sum("INSERT" in q["sql"] for q in captured))
    assert counts[0] == counts[1] > 0


def test_a_link_lasts_an_hour(rosa):
    ask()
    path = link()
    altered = path[:-2] + ("a" if path[-2] != "a" else "b") + "/"
    assert is_gone(Client().get(altered))
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert is_gone(Client().get(path))


@pytest.mark.parametrize("path", ["/cuenta/clave/nueva/1-abc-def/", "/cuenta/clave/nueva/zzzz-set-password/"])
def test_a_guessed_link_opens_nothing(rosa, path):
    assert is_gone(Client().get(path))


def test_asking_again_and_again_is_stopped(rosa):
    answers = [ask().status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_the_time_of_the_answer_does_not_tell_either(rosa, monkeypatch, nobody_is_made_to_wait):
    """Neither sooner than the floor, nor so late that the work would show above it."""
    monkeypatch.setattr(pace, "TAKES", nobody_is_made_to_wait)
    ask("warm-up@example.pe")
    for email in ("rosa@example.pe", "nadie@example.pe"):
        gc.collect()
        began, worked = time.monotonic(), time.process_time()
        ask(email)
        assert time.monotonic() - began >= pace.TAKES > time.process_time() - worked
