import smtplib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection, transaction

from ayni.notices import actions, queries, rules, sinks
from ayni.notices.gateways import GSM, NotSent
from ayni.notices.models import Message

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
REAL_MAIL = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def mail_sink(settings, tmp_path, mail_port):
    sink = sinks.run_mail("127.0.0.1", mail_port, tmp_path / "mail")
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = REAL_MAIL, "127.0.0.1", sink.port
    yield tmp_path / "mail"
    sink.stop()


@pytest.fixture
def sms_sink(settings, tmp_path):
    sink = sinks.run_sms("127.0.0.1", 0, tmp_path / "sms")
    settings.SMS_URL = f"http://127.0.0.1:{sink.port}/cgi-bin/sendsms"
    yield tmp_path / "sms"
    sink.stop()


def an_email(**changes):
    given = {"to": "focal@example.org", "subject": "Derivación R-1", "text": "Abra el enlace.", "about": None, "at": AT}
    return actions.queue_email(**{**given, **changes})


def an_sms(**changes):
    return actions.queue_sms(**{"to": "+51999000111", "text": "Código 123456", "about": None, "at": AT, **changes})


def test_a_message_leaves_with_the_verb_that_queued_it_or_not_at_all():
    with transaction.atomic():
        an_email()
        transaction.set_rollback(True)
    assert actions.deliver_due(at=AT) == 0
    assert not mail.outbox


def test_an_email_really_goes_out_over_smtp(mail_sink):
    an_email(subject="Derivación R-1: llegó", text="Ábralo aquí: http://127.0.0.1:8000/r/abc/ 🙂")
    assert actions.deliver_due(at=AT) == 1
    (kept,) = sinks.mails(mail_sink)
    assert (kept.to, kept.subject) == ("focal@example.org", "Derivación R-1: llegó")
    assert "http://127.0.0.1:8000/r/abc/ 🙂" in kept.text
    assert sinks.mail(mail_sink, kept.id) == kept


def test_an_sms_really_goes_out_as_kannel_wants_it(sms_sink):
    an_sms(text="Código ñandú 🙂 & más")
    assert actions.deliver_due(at=AT) == 1
    (kept,) = sinks.texts(sms_sink)
    assert (kept.to, kept.text) == ("+51999000111", "Código ñandú 🙂 & más")


def test_the_newest_is_first_in_a_sink(mail_sink):
    for n in range(3):
        an_email(subject=f"n{n}", at=AT + timedelta(seconds=n))
    actions.deliver_due(at=AT + timedelta(minutes=1))
    assert [kept.subject for kept in sinks.mails(mail_sink)] == ["n2", "n1", "n0"]


def test_what_went_out_keeps_neither_its_link_nor_its_code():
    message = an_email(text="http://127.0.0.1/r/secret/")
    actions.deliver_due(at=AT)
    message.refresh_from_db()
    assert (message.state, message.text, message.sent_at) == ("SENT", "", message.sent_at)
    assert message.sent_at >= AT


def test_nothing_leaves_before_its_time():
    an_email(not_before=AT + timedelta(hours=1))
    assert actions.deliver_due(at=AT) == 0
    assert actions.deliver_due(at=AT + timedelta(hours=1)) == 1


def test_a_line_break_in_a_subject_starts_no_other_header():
    an_email(subject="R-1\nBcc: all@example.org")
    actions.deliver_due(at=AT)
    assert mail.outbox[0].subject == "R-1 Bcc: all@example.org"


def test_an_address_nobody_would_take_is_given_up_at_once():
    message = an_email(to="a@example.org\nBcc: b@example.org")
    actions.deliver_due(at=AT)
    message.refresh_from_db()
    assert message.state == Message.State.FAILED


def test_while_the_mail_server_is_down_messages_wait_and_only_one_is_tried(settings, unused_port, caplog):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = REAL_MAIL, "127.0.0.1", unused_port
    about = uuid4()
    messages = [an_email(about=about), an_email(about=about)]
    assert actions.deliver_due(at=AT) == 0
    states = [(m.state, m.attempts) for m in Message.objects.order_by("queued_at", "id")]
    assert states == [("QUEUED", 1), ("QUEUED", 0)]
    assert [m.pk for m in queries.not_delivered(about)] == [messages[0].pk]
    assert queries.not_delivered(about)[0].failure == "ConnectionRefusedError"
    assert "focal@example.org" not in caplog.text


def test_mail_being_down_does_not_hold_up_sms(settings, unused_port, sms_sink):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = REAL_MAIL, "127.0.0.1", unused_port
    an_email()
    an_sms()
    assert actions.deliver_due(at=AT) == 1


def test_it_goes_out_when_the_server_is_back(settings, unused_port, mail_sink):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, unused_port
    an_email()
    actions.deliver_due(at=AT)
    settings.EMAIL_PORT = port
    assert actions.deliver_due(at=AT + timedelta(seconds=30)) == 0
    assert actions.deliver_due(at=AT + timedelta(minutes=2)) == 1


def test_it_is_given_up_after_a_day_of_trying_and_the_text_of_the_server_is_kept_nowhere(monkeypatch, caplog):
    def refuse(*_, **__):
        raise smtplib.SMTPDataError(451, b"focal@example.org: mailbox of Maria full")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    message, at = an_email(), AT
    for _ in range(rules.MOST_ATTEMPTS + 5):
        actions.deliver_due(at=at)
        at += rules.LONGEST_WAIT
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.FAILED, rules.MOST_ATTEMPTS)
    assert message.failure == "SMTPDataError 451"
    assert "Maria" not in caplog.text
    assert message.text == ""


def test_a_refused_number_is_given_up_and_a_refused_password_is_not(sms_sink, settings):
    with pytest.raises(NotSent) as refused:
        actions.DOORS["SMS"]().send(to="", subject="", text="x")
    assert (refused.value.for_good, refused.value.kind) == (True, "Kannel 400")
    settings.SMS_PASSWORD = ""
    with pytest.raises(NotSent) as refused:
        actions.DOORS["SMS"]().send(to="+51999000111", subject="", text="x")
    assert (refused.value.for_good, refused.value.door_is_shut) == (False, True)


def test_a_space_that_does_not_break_does_not_make_three_messages_of_one(sms_sink):
    actions.DOORS["SMS"]().send(to="+51999000111", subject="", text="Venez demain\u00a0: 9 h. Oui\u202f?")
    (kept,) = sinks.texts(sms_sink)
    assert kept.text == "Venez demain : 9 h. Oui ?"


def test_letters_beyond_the_seven_bit_alphabet_are_known():
    assert GSM.issuperset("mañana a las 3, ¿sí?".replace("í", "i"))
    assert not GSM.issuperset("Código")


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_one_message_twice(mail_sink):
    for _ in range(12):
        an_email()

    def work(sent):
        try:
            sent.append(actions.deliver_due(at=AT))
        finally:
            connection.close()

    sent = []
    workers = [Thread(target=work, args=(sent,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 12
    assert len(sinks.mails(mail_sink)) == 12


def test_what_a_dead_worker_had_claimed_comes_up_again(monkeypatch):
    message = an_email()
    assert actions._claim(message, at=AT)
    assert actions.deliver_due(at=AT) == 0
    assert actions.deliver_due(at=AT + rules.wait_after(1)) == 1


def test_a_file_that_is_not_there_is_no_mail(tmp_path: Path):
    assert sinks.mail(tmp_path, uuid4()) is None
    assert sinks.mails(tmp_path / "nowhere") == []
