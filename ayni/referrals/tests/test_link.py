import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from ayni.audit.models import Event
from ayni.notices.models import Message as Notice
from ayni.people import actions as people
from ayni.referrals import actions, rules
from ayni.referrals.models import AccessLink, LinkOpening, Message, Referral, Status

from .factories import CaseFactory, send

pytestmark = pytest.mark.django_db
NO_WAY = "Este enlace no abre"


def token_of(referral):
    notice = Notice.objects.filter(channel="EMAIL", about=referral.pk).latest("queued_at")
    return re.search(r"/r/([^/]+)/", notice.text).group(1)


def code_sent():
    return re.search(r"\d{6}", Notice.objects.filter(channel="SMS").latest("id").text).group()


@pytest.fixture
def door(by_link):
    return f"/r/{token_of(by_link)}/"


def ring(client, door):
    """Ask for a code, and read it on the telephone."""
    assert client.post(door, {"do": "send"}).status_code == 200
    return code_sent()


def enter(client, door):
    return client.post(door, {"do": "enter", "code": ring(client, door)})


def without_keys(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def refused(answer):
    return answer.status_code == 404 and NO_WAY in answer.content.decode()


def test_before_the_code_the_page_says_nothing_about_anybody(client, by_link, door):
    page = client.get(door).content.decode()
    assert by_link.number in page
    for word in ("Yusleidy", "psicológica", by_link.case.number, by_link.service.name, "+51900000001"):
        assert word not in page
    assert not Notice.objects.filter(channel="SMS").exists()


def test_the_code_goes_to_the_telephone_and_opens_the_referral(client, by_link, door):
    answer = enter(client, door)
    assert (answer.status_code, answer.url) == (302, "/r/")
    page = client.get("/r/").content.decode()
    assert "Yusleidy Carolina González Rondón" in page
    assert by_link.case.number not in page


def test_the_code_says_nothing_about_anybody(client, by_link, door):
    ring(client, door)
    text = Notice.objects.get(channel="SMS").text
    assert "Yusleidy" not in text
    assert by_link.number not in text


def test_only_digests_are_kept(client, by_link, door):
    code = ring(client, door)
    link = AccessLink.objects.get()
    kept = (link.token_hash, link.code_hash, link.session_hash)
    assert not [secret for secret in (token_of(by_link), code) if secret in "".join(kept)]


def test_a_focal_point_answers_until_the_end_and_then_the_door_closes(client, by_link, door):
    enter(client, door)
    signed = {"accepted-signature": "Ana, coordinadora"}
    client.post("/r/", {"kind": "ACCEPTED", "accepted-text": "Hay cama", **signed})
    assert Referral.objects.get().status == Status.ACCEPTED
    done = {"kind": "OUTCOME", "outcome-result": "SERVED", "outcome-text": "", "outcome-signature": "Ana"}
    assert client.post("/r/", done).url == "/r/gracias/"
    assert "quedó registrada" in client.get("/r/gracias/").content.decode()
    assert Client().get("/r/gracias/").url == "/", "nobody else has answered"
    assert Message.objects.first().signature == "Ana, coordinadora"
    assert refused(client.get("/r/"))
    assert refused(client.get(door))
    assert AccessLink.objects.get().used_at


def test_an_answer_through_a_link_is_signed(client, by_link, door):
    enter(client, door)
    page = client.post("/r/", {"kind": "ACCEPTED", "accepted-text": ""}).content.decode()
    assert "Su nombre y cargo" in page
    assert page.index("govuk-error-summary") < page.index("<h1"), "without JavaScript one is at the top of the page"
    assert Referral.objects.get().status == Status.SENT


def test_the_same_form_sent_twice_through_a_link_counts_once(client, by_link, door):
    enter(client, door)
    sent = {"kind": "QUESTION", "question-text": "¿Cuándo?", "question-signature": "Ana", "once": "a1"}
    assert client.post("/r/", sent).url == client.post("/r/", sent).url == "/r/"
    assert Message.objects.count() == 1


def test_the_last_answer_sent_twice_says_that_it_was_recorded_and_not_that_the_link_is_dead(client, by_link, door):
    enter(client, door)
    sent = {"kind": "DECLINED", "declined-reason": "NO_SERVICE", "declined-text": "No hay", "declined-signature": "Ana"}
    for _twice in range(2):
        assert client.post("/r/", {**sent, "once": "b2"}).url == "/r/gracias/"
    assert Message.objects.count() == 1
    assert refused(Client().post("/r/", sent))


def test_whoever_comes_back_by_the_e_mail_needs_no_second_code(client, by_link, door):
    enter(client, door)
    assert client.get(door).url == "/r/"
    assert Notice.objects.filter(channel="SMS").count() == 1
    assert "código" in Client().get(door).content.decode(), "another browser needs its own"


def test_an_answer_goes_to_the_referral_of_its_own_window(client, by_link, door, oim_service):
    """Two e-mails, two windows: the second code does not turn the first window into that of the second referral."""
    other = send(CaseFactory(caseworker=by_link.case.caseworker), oim_service)
    enter(client, door)
    first = re.search(r'name="about" value="([^"]+)"', client.get("/r/").content.decode())[1]
    enter(client, f"/r/{token_of(other)}/")
    assert other.number in client.get("/r/").content.decode()
    client.post("/r/", {"about": first, "kind": "ACCEPTED", "accepted-text": "", "accepted-signature": "Ana"})
    assert list(Referral.objects.filter(status=Status.ACCEPTED)) == [by_link]
    assert by_link.number in client.get("/r/").content.decode(), "one goes on where one answered"
    assert refused(Client().get(f"/r/?about={first}"))


def test_an_expired_link_opens_nothing(client, by_link, door, time_machine):
    time_machine.move_to(now() + rules.LINK_LASTS, tick=False)
    assert refused(client.get(door))
    assert refused(client.post(door, {"do": "send"}))


def test_a_browser_that_was_let_in_is_put_out_when_the_link_expires(client, by_link, door, time_machine):
    enter(client, door)
    time_machine.move_to(now() + rules.LINK_LASTS, tick=False)
    assert refused(client.get("/r/"))


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "A", lambda t: t.swapcase(), lambda t: "x" * 43])
def test_altered_and_guessed_links_get_the_same_page(client, by_link, door, change):
    wrong = client.get(f"/r/{change(token_of(by_link))}/")
    AccessLink.objects.update(revoked_at=now())
    withdrawn = client.get(door)
    assert refused(wrong)
    # But for the key of the form by which another is asked for, which every page has anew.
    assert without_keys(wrong) == without_keys(withdrawn)


def test_a_forwarded_link_opens_nothing_without_the_telephone(client, by_link, door):
    enter(client, door)
    other = Client()
    assert refused(other.get("/r/"))
    assert "Yusleidy" not in other.get(door).content.decode()


def test_another_browser_needs_another_code_and_puts_the_first_out(client, by_link, door):
    enter(client, door)
    AccessLink.objects.update(code_sent_at=now() - timedelta(minutes=2))
    other = Client()
    enter(other, door)
    assert other.get("/r/").status_code == 200
    assert refused(client.get("/r/"))


def test_a_code_opens_once(client, by_link, door):
    code = ring(client, door)
    client.post(door, {"do": "enter", "code": code})
    again = Client().post(door, {"do": "enter", "code": code})
    assert again.status_code == 200
    assert "incorrecto" in again.content.decode()


def test_an_old_code_opens_nothing(client, by_link, door, time_machine):
    code = ring(client, door)
    time_machine.move_to(now() + rules.CODE_LASTS, tick=False)
    assert "incorrecto" in client.post(door, {"do": "enter", "code": code}).content.decode()


def test_five_wrong_codes_kill_the_link(client, by_link, door):
    code = ring(client, door)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1):
        assert f"intentar {left} " in client.post(door, {"do": "enter", "code": wrong}).content.decode()
    assert refused(client.post(door, {"do": "enter", "code": wrong}))
    assert refused(client.post(door, {"do": "enter", "code": code}))
    assert AccessLink.objects.get().revoked_at


def test_a_code_may_be_typed_with_spaces(client, by_link, door):
    code = ring(client, door)
    assert client.post(door, {"do": "enter", "code": f" {code[:3]} {code[3:]} "}).status_code == 302


@pytest.mark.parametrize("code", ["", "😀😀😀", "1" * 500, "None", "' OR 1=1"])
def test_odd_codes_are_only_wrong(client, by_link, door, code):
    ring(client, door)
    assert client.post(door, {"do": "enter", "code": code}).status_code == 200
    assert refused(client.get("/r/"))


def test_without_a_code_sent_no_code_is_right(client, by_link, door):
    assert client.post(door, {"do": "enter", "code": ""}).status_code == 200
    assert client.post(door, {"do": "enter", "code": "000000"}).status_code == 200
    assert refused(client.get("/r/"))


def test_codes_are_not_sent_by_the_dozen(client, by_link, door):
    ring(client, door)
    assert "hace menos de un minuto" in client.post(door, {"do": "send"}).content.decode()
    AccessLink.objects.update(codes_sent=rules.MOST_CODES, code_sent_at=None)
    assert "no se pueden enviar más" in client.post(door, {"do": "send"}).content.decode()
    assert Notice.objects.filter(channel="SMS").count() == 1


def test_doors_are_not_knocked_at_without_end(client, by_link, door):
    answers = {client.get(door).status_code for _ in range(61)}
    assert answers == {200, 429}


def test_every_opening_is_recorded(client, by_link, door):
    client.get(door)
    enter(client, door)
    client.get("/r/")
    link = AccessLink.objects.get()
    assert [o.event for o in link.openings.order_by("at", "id")] == ["OPENED", "CODE_SENT", "CODE_RIGHT"]
    assert all(len(o.address_digest) == 16 for o in LinkOpening.objects.all())
    by = Event.objects.filter(by=f"link:{link.pk}").order_by("seq").values_list("verb", flat=True)
    assert list(by) == ["link.opened", "link.code_sent", "link.code_right", "referral.opened"]


def test_following_a_dead_link_is_recorded_too(client, by_link, door):
    AccessLink.objects.update(revoked_at=now())
    client.get(door)
    assert LinkOpening.objects.get().event == "REFUSED"


def test_the_token_is_in_no_log(client, by_link, door, caplog, capsys):
    token = token_of(by_link)
    client.get(door)
    client.get(f"/r/{token}x/")
    written = capsys.readouterr()
    assert token not in written.out + written.err
    assert token not in "".join(str(e.details) for e in Event.objects.all())


def test_no_other_site_learns_the_address_and_no_cache_keeps_the_page(client, by_link, door):
    answer = client.get(door)
    assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert "no-store" in answer.headers["Cache-Control"]
    enter(client, door)
    assert "no-store" in client.get("/r/").headers["Cache-Control"]


def test_a_withdrawn_referral_closes_its_links(client, by_link, door, rosa):
    enter(client, door)
    actions.withdraw(referral=by_link, text="Ya no", by=rosa, at=now())
    assert refused(client.get("/r/"))
    assert refused(client.get(door))


def test_the_data_are_gone_behind_the_link_when_consent_is(client, by_link, door, rosa):
    enter(client, door)
    people.withdraw_consent(consent=by_link.consent, by=rosa, at=now())
    assert "Yusleidy" not in client.get("/r/").content.decode()


def test_a_new_link_takes_the_place_of_the_old(client, by_link, door, rosa):
    enter(client, door)
    actions.send_again(referral=by_link, by=rosa, at=now() + timedelta(seconds=1))
    assert refused(client.get(door))
    assert refused(client.get("/r/"))
    assert client.get(f"/r/{token_of(by_link)}/").status_code == 200


def test_the_session_id_changes_when_somebody_is_let_in(client, by_link, door):
    client.get(door)
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["ayni-session"] = session.session_key
    enter(client, door)
    assert client.cookies["ayni-session"].value != session.session_key


def test_the_appointment_goes_into_the_calendar_of_whoever_has_no_account_and_of_no_other(client, by_link, door):
    assert client.get("/r/cita.ics").status_code == 404
    enter(client, door)
    assert client.get("/r/cita.ics").status_code == 404, "there is none yet"
    Referral.objects.update(appointment_at=now() + timedelta(days=2))
    assert "/r/cita.ics" in client.get("/r/").content.decode()
    text = client.get("/r/cita.ics").content.decode()
    assert by_link.number in text
    assert by_link.case.person.surname_1 not in text
    assert Client().get("/r/cita.ics").status_code == 404


def again(client, door):
    answer = client.post(door, {"do": "again"}, follow=True)
    return str(answer.redirect_chain), answer.status_code, without_keys(answer)


def test_a_link_that_ran_out_is_asked_for_anew_without_an_account(client, by_link, door, time_machine):
    """It goes to the e-mail that got the first, and opens with a code of its own; asked twice, one is sent."""
    time_machine.move_to(now() + rules.LINK_LASTS + timedelta(minutes=1))
    assert "Envíenme un enlace nuevo" in client.get(door).content.decode()
    to = Notice.objects.filter(channel="EMAIL", about=by_link.pk).latest("queued_at").to
    for _ in range(2):
        assert "Revise su correo" in again(client, door)[2]
    assert AccessLink.objects.filter(referral=by_link).count() == 2
    sent = Notice.objects.filter(channel="EMAIL", about=by_link.pk).latest("queued_at")
    assert (sent.to, by_link.number in sent.subject) == (to, True)
    assert refused(client.get(door)), "the first stays dead"
    assert enter(client, f"/r/{token_of(by_link)}/").url == "/r/"
    assert Event.objects.get(verb="link.renewed").thread == by_link.case_id


def test_nobody_learns_from_asking_for_a_new_link(client, by_link, door, rosa, time_machine):
    """A live link, one that was withdrawn and a guessed one are answered alike, and nothing is sent."""
    told = {again(client, where) for where in (door, "/r/guessed/")}
    actions.withdraw(referral=by_link, text="Ya no", by=rosa, at=now())
    sent = Notice.objects.count()
    time_machine.move_to(now() + rules.LINK_LASTS + timedelta(minutes=1))
    told.add(again(client, door))
    assert len(told) == 1
    assert AccessLink.objects.count() == 1
    assert Notice.objects.count() == sent


def test_guesses_are_not_given_another_five_by_asking(client, by_link, door, time_machine):
    ring(client, door)
    for _ in range(rules.MOST_WRONG_CODES):
        client.post(door, {"do": "enter", "code": "000000"})
    time_machine.move_to(now() + rules.LINK_LASTS + timedelta(minutes=1))
    again(client, door)
    assert AccessLink.objects.count() == 1


def test_a_scanner_of_e_mails_uses_nothing_up(client, by_link, door):
    """What reads the page for a virus, or asks only for its head, is no answer and sends no code."""
    for _ in range(3):
        assert client.get(door).status_code == 200
        assert client.head(door).status_code == 200
    assert not Notice.objects.filter(channel="SMS").exists()
    link = AccessLink.objects.get()
    assert (link.codes_sent, link.wrong_codes, link.used_at) == (0, 0, None)
    assert enter(client, door).url == "/r/"
