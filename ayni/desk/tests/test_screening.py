"""A conversation, page by page."""

import shutil
from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from ayni.access.tests.factories import TeamFactory
from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.models import Case, Screening
from ayni.cases.tests.factories import open_case, person, profile, protocol
from ayni.design.tests.sent import form_with
from ayni.instruments import actions as instruments
from ayni.instruments.models import AnswerSet
from ayni.instruments.tests.test_load import PROFILES
from ayni.lib.ids import uuid7

pytestmark = pytest.mark.django_db

FORMS = settings.BASE_DIR / "data" / "instruments"
SENSITIVITY = {"VP-TRATA": "RESTRICTED", "VP-VBG": "RESTRICTED", "VP-SOLREF": "RESTRICTED", "VP-TORT": "RESTRICTED"}


@pytest.fixture
def forms(db):
    for code in PROFILES:
        profile(code, sensitivity=SENSITIVITY.get(code, "ORDINARY"))
    protocol("PW-GEN", is_general=True)
    instruments.load(FORMS, date(2022, 1, 1))


@pytest.fixture
def who(rosa):
    return person(rosa)


@pytest.fixture
def at_desk(client, rosa, forms):
    client.force_login(rosa)
    return client


@pytest.fixture
def talk(at_desk, rosa, who):
    return actions.start_screening(person=who, by=rosa, at=now())


def form(talk, code):
    return reverse("desk:screening-form", args=[talk.pk, code])


def answer(client, talk, code, go="on", **answers):
    """As a browser does it: what was on the screen comes along, and then the next page."""
    page = client.get(form(talk, code))
    asked = [q.key for q in page.context["form"].questions]
    return client.post(form(talk, code), {"asked": asked, "go": go, **answers}, follow=True)


def where(response):
    return response.request["PATH_INFO"]


def test_guidance_comes_before_the_first_question(at_desk, who):
    shown = at_desk.get(reverse("desk:screening-start", args=[who.pk])).content.decode()
    assert "Hable con la persona a solas" in shown
    begun = at_desk.post(reverse("desk:screening-start", args=[who.pk]), follow=True)
    assert where(begun).endswith("/SCR-INICIO/")
    assert "¿Qué edad tiene la persona?" in begun.content.decode()
    assert Event.objects.get(verb="screening.started").thread == who.pk


def test_somebody_elses_person_cannot_be_screened(client, vera, forms, who):
    client.force_login(vera)
    assert client.get(reverse("desk:screening-start", args=[who.pk])).status_code == 404
    assert client.post(reverse("desk:screening-start", args=[who.pk])).status_code == 404


def test_the_age_is_filled_in_from_the_file_to_be_confirmed(at_desk, talk):
    shown = at_desk.get(form(talk, "SCR-INICIO"))
    assert shown.context["form"]["age"].value() == "adult"


def test_the_first_answers_decide_which_families_follow(at_desk, talk):
    shown = answer(at_desk, talk, "SCR-INICIO", age="adult", needs=["documents", "basic"], danger="no", journey="no")
    assert [step.form.code for step in shown.context["steps"]] == ["SCR-INICIO", "SCR-DOC", "SCR-HUM"]
    assert where(shown) == form(talk, "SCR-DOC")
    assert "Parte 2 de 3" in shown.content.decode()


def test_a_follow_up_appears_only_after_the_answer_that_calls_for_it(at_desk, talk):
    answer(at_desk, talk, "SCR-INICIO", age="adult", needs=["health"])
    first = at_desk.get(form(talk, "SCR-SALUD")).content.decode()
    assert "¿Ha pensado en hacerse daño" not in first
    more = answer(at_desk, talk, "SCR-SALUD", mood="most")
    assert where(more) == form(talk, "SCR-SALUD")
    assert "¿Ha pensado en hacerse daño" in more.content.decode()
    assert "unas preguntas más" in more.content.decode()
    done = answer(at_desk, talk, "SCR-SALUD", mood="most", life="no")
    assert where(done) == reverse("desk:screening-result", args=[talk.pk])


def test_of_two_windows_of_one_part_the_older_one_is_told_and_keeps_its_answers(at_desk, talk):
    page = at_desk.get(form(talk, "SCR-INICIO"))
    said = {"asked": [q.key for q in page.context["form"].questions], "go": "on", "seen": page.context["seen"]}
    at_desk.post(form(talk, "SCR-INICIO"), {**said, "age": "adult", "needs": ["documents"]})
    older = {**said, "age": "child", "needs": ["health"]}
    refused = at_desk.post(form(talk, "SCR-INICIO"), older)
    assert "Esto cambió después de que usted lo abrió aquí" in refused.content.decode()
    assert refused.context["form"]["age"].value() == "child"
    again = at_desk.post(form(talk, "SCR-INICIO"), {**older, "seen": refused.context["seen"]})
    assert again.status_code == 302


def test_a_part_can_be_skipped_and_answered_later(at_desk, talk):
    answer(at_desk, talk, "SCR-INICIO", age="adult", needs=["basic", "return"])
    skipped = answer(at_desk, talk, "SCR-HUM", go="skip", sleep="street")
    assert where(skipped) == form(talk, "SCR-RET")
    answer(at_desk, talk, "SCR-RET")
    assert AnswerSet.objects.get(instrument__code="SCR-HUM").answers == {}
    assert "omitida" in at_desk.get(reverse("desk:screening-result", args=[talk.pk])).content.decode()
    answer(at_desk, talk, "SCR-HUM", sleep="street")
    assert AnswerSet.objects.get(instrument__code="SCR-HUM").answers["sleep"] == "street"


def test_nothing_is_lost_when_one_goes_on_later(at_desk, talk):
    left = answer(at_desk, talk, "SCR-INICIO", go="later", age="older", needs=["documents"])
    assert where(left) == reverse("desk:home")
    assert "evaluaciones por terminar" in left.content.decode()
    back = at_desk.get(reverse("desk:screening", args=[talk.pk]), follow=True)
    assert where(back) == form(talk, "SCR-WG")
    again = at_desk.get(form(talk, "SCR-INICIO"))
    assert again.context["form"]["needs"].value() == ["documents"]


def test_every_answer_may_be_withheld(at_desk, talk):
    answer(at_desk, talk, "SCR-INICIO", age="_declined", needs=["_declined"], danger="_declined", journey="_not_asked")
    shown = at_desk.get(reverse("desk:screening-result", args=[talk.pk])).content.decode()
    assert "Las respuestas no sugieren ningún perfil." in shown


def test_an_answer_and_its_refusal_together_are_sent_back_with_what_was_marked(at_desk, talk):
    shown = answer(at_desk, talk, "SCR-INICIO", needs=["documents", "_declined"])
    assert where(shown) == form(talk, "SCR-INICIO")
    assert "no las dos cosas" in shown.content.decode()
    assert shown.context["form"]["needs"].value() == ["documents", "_declined"]


def test_the_result_shows_the_answers_that_speak(at_desk, talk):
    answer(at_desk, talk, "SCR-INICIO", age="adult", needs=["work"])
    answer(at_desk, talk, "SCR-LIB", leave="no", crossing="no")
    page = at_desk.get(reverse("desk:screening-result", args=[talk.pk]))
    shown = page.content.decode()
    assert "Víctima o presunta víctima de trata" in shown
    assert "¿Puede salir e irse cuando quiere del lugar donde vive o trabaja? <strong>No</strong>" in shown
    assert page.context["form"]["profiles"].value() == ["VP-TRATA"]
    assert page.context["form"]["urgency"].value() == "IMMEDIATE"


def decide(client, talk, follow=True, **data):
    data = {"profiles": ["VP-INDOC"], "main": "VP-INDOC", "urgency": "ORDINARY", "reason": "", **data}
    return client.post(reverse("desk:screening-result", args=[talk.pk]), data, follow=follow)


def talk_of_documents(client, talk):
    answer(client, talk, "SCR-INICIO", age="adult", needs=["documents"])
    answer(client, talk, "SCR-DOC", papers="none", nation="yes", consulate="yes", child="no")


def test_following_the_suggestion_leads_straight_to_the_case(at_desk, rosa, talk):
    talk_of_documents(at_desk, talk)
    shown = decide(at_desk, talk)
    assert where(shown) == reverse("desk:screening-open", args=[talk.pk])
    assert "Protocolo PW-GEN" in shown.content.decode()
    opened = at_desk.post(where(shown), {"stage": "ARRIVAL", "wishes": "Trabajar", "team": ""}, follow=True)
    case = Case.objects.get()
    assert where(opened) == reverse("desk:case", args=[case.pk])
    assert (case.screening, case.stage, case.wishes, case.caseworker) == (talk, "ARRIVAL", "Trabajar", rosa)
    assert "El caso está abierto. Este es su plan." in opened.content.decode()
    answers = at_desk.get(reverse("desk:screening-answers", args=[talk.pk])).content.decode()
    assert "¿Qué documento de identidad tiene?" in answers
    assert "Ninguno" in answers
    assert Event.objects.filter(verb="screening.opened", thread=case.pk).count() == 1


def test_departing_asks_why_and_keeps_the_choice(at_desk, talk):
    talk_of_documents(at_desk, talk)
    shown = decide(at_desk, talk, others=["VP-FAMMONO"])
    assert "Su decisión se aparta" in shown.content.decode()
    assert shown.context["form"]["others"].value() == ["VP-FAMMONO"]
    decide(at_desk, talk, others=["VP-FAMMONO"], reason="Lo contó al despedirse.")
    assert Screening.objects.get().departure_reason == "Lo contó al despedirse."


@pytest.mark.parametrize(
    "data", [{"profiles": [], "main": ""}, {"main": "VP-OTRO"}, {"profiles": ["VP-NADA"]}, {"urgency": "x"}]
)
def test_a_decision_that_does_not_hold_is_sent_back(at_desk, talk, data):
    talk_of_documents(at_desk, talk)
    shown = decide(at_desk, talk, **data)
    assert where(shown) == reverse("desk:screening-result", args=[talk.pk])
    assert Screening.objects.get().decided_at is None


def test_the_case_opens_once_however_often_it_is_sent(at_desk, talk):
    talk_of_documents(at_desk, talk)
    decide(at_desk, talk)
    address, data = reverse("desk:screening-open", args=[talk.pk]), {"stage": "STAY", "once": str(uuid7())}
    first, second = at_desk.post(address, data), at_desk.post(address, data)
    assert first["Location"] == second["Location"]
    third = at_desk.post(address, {**data, "once": str(uuid7())})
    assert Case.objects.count() == 1
    assert "ya terminó" in third.content.decode()


def talk_of_violence(client, user):
    """As far as opening the case. Gives its address."""
    client.force_login(user)
    talk = actions.start_screening(person=person(user), by=user, at=now())
    answer(client, talk, "SCR-INICIO", age="adult", needs=["violence"])
    answer(client, talk, "SCR-VIO", tonight="no", kind=["physical"])
    decide(client, talk, profiles=["VP-VBG"], main="VP-VBG", urgency="IMMEDIATE")
    return reverse("desk:screening-open", args=[talk.pk])


def test_a_restricted_case_asks_for_a_team(client, julio, forms):
    address = talk_of_violence(client, julio)
    assert "Solo usted y el equipo." in client.get(address).content.decode()
    assert "Un caso restringido lo guarda un equipo" in client.post(address, {"stage": "STAY"}).content.decode()
    assert not Case.objects.exists()


def test_nobody_chooses_the_team_of_a_restricted_case_but_the_caseworker(client, world, forms):
    violence = TeamFactory(office=world.rosa.office, name="Violencia")
    address = talk_of_violence(client, world.rosa)
    page = form_with(client.get(address).content.decode(), "team")
    assert page.filled()["team"] == [""], "Rosa is in the team «Trata», and this is violence"
    refused = client.post(address, page.filled(wishes="Estar tranquila")).content.decode()
    assert 'href="#id_team"' in refused
    assert form_with(refused, "team").filled()["wishes"] == ["Estar tranquila"]
    assert not Case.objects.exists()
    client.post(address, page.filled(team=str(violence.pk)))
    assert Case.objects.get().team == violence


def test_the_only_team_of_an_office_is_proposed(client, world, forms):
    address = talk_of_violence(client, world.rosa)
    page = form_with(client.get(address).content.decode(), "team")
    assert page.filled()["team"] == [str(world.trata.pk)]


def test_orientation_ends_it_without_a_case(at_desk, talk):
    talk_of_documents(at_desk, talk)
    address = reverse("desk:screening-orient", args=[talk.pk])
    assert "Escriba una respuesta" in at_desk.post(address, {"text": " "}).content.decode()
    shown = at_desk.post(address, {"text": "Se le explicó cómo renovar."}, follow=True)
    assert "Se le explicó cómo renovar." in shown.content.decode()
    assert "Terminó en una orientación" in shown.content.decode()
    for name, more in (("result", []), ("open", []), ("orient", []), ("form", ["SCR-DOC"])):
        page = at_desk.get(reverse(f"desk:screening-{name}", args=[talk.pk, *more]), follow=True)
        assert "Terminó en una orientación" in page.content.decode(), name
        assert 'name="once"' not in page.content.decode().split("<main")[1], name
    late = answer_late(at_desk, talk)
    assert "Esta evaluación terminó" in late.content.decode()


def answer_late(client, talk):
    return client.post(form(talk, "SCR-DOC"), {"asked": ["papers"], "papers": "valid", "go": "on"}, follow=True)


def test_nobody_else_finds_the_conversation(client, world, forms, talk):
    for other in ("julio", "marta", "vera"):
        client.force_login(getattr(world, other))
        for name in ("screening", "screening-result", "screening-open", "screening-orient", "screening-answers"):
            assert client.get(reverse(f"desk:{name}", args=[talk.pk])).status_code == 404, (other, name)
        assert client.get(form(talk, "SCR-INICIO")).status_code == 404
    client.force_login(world.lia)
    assert client.get(reverse("desk:screening", args=[talk.pk])).status_code == 403


def test_a_form_that_was_not_opened_is_not_found(at_desk, talk):
    assert at_desk.get(form(talk, "SCR-VIO")).status_code == 404
    assert at_desk.get(form(talk, "SCR-NADA")).status_code == 404


def test_a_form_that_changed_meanwhile_is_finished_as_it_was_begun(at_desk, talk, tmp_path):
    answer(at_desk, talk, "SCR-INICIO", age="adult", needs=["return"])
    answer(at_desk, talk, "SCR-RET", since="months6")
    changed = shutil.copytree(FORMS, tmp_path / "forms")
    text = (changed / "questions.csv").read_text().replace("¿Hace cuánto volvió?", "¿Cuándo volvió?")
    (changed / "questions.csv").write_text(text)
    with time_machine.travel(now(), tick=False):
        instruments.load(changed, now().date())
    assert "¿Hace cuánto volvió?" in at_desk.get(form(talk, "SCR-RET")).content.decode()


def test_what_the_pages_of_a_conversation_cost(at_desk, talk):
    talk_of_documents(at_desk, talk)
    decide(at_desk, talk)
    pages = [
        form(talk, "SCR-DOC"),
        *(reverse(f"desk:screening-{n}", args=[talk.pk]) for n in ("result", "open", "answers")),
    ]
    for address in pages:
        at_desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert at_desk.get(address).status_code == 200
        work = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(work) <= 12, address + "\n" + "\n".join(sql[:120] for sql in work)


def test_an_old_case_leads_back_to_its_case(at_desk, rosa, talk):
    case = open_case(rosa, person=talk.person, screening=talk, at=now())
    shown = at_desk.get(reverse("desk:screening", args=[talk.pk]), follow=True)
    assert where(shown) == reverse("desk:case", args=[case.pk])
