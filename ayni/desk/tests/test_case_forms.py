"""The forms of a case on the screen: answered in parts, kept by itself, read by whom they are for."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from ayni.cases import actions
from ayni.cases.models import CaseForm
from ayni.cases.tests.factories import open_case
from ayni.codelists.tests.factories import ProfileFactory
from ayni.instruments.models import NOT_ASKED, AnswerSet, ProfileForm
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 12
SAVEPOINTS = 4
"""Of the line of the trail that a reading writes: not counted elsewhere either."""


@pytest.fixture
def instrument():
    said = {"text": "Do you agree?"}
    form = InstrumentFactory(
        code="CF-UNO", series="", title_es="Incidente", guidance_es="Hable a solas.",
        translations={"en": {"title": "Incident", "questions": {"agrees": said}}},
    )  # fmt: skip
    QuestionFactory(instrument=form, key="read", order=1, kind="NOTE", text_es="No hace falta denunciar.")
    QuestionFactory(instrument=form, key="agrees", order=2, text_es="¿Acepta?", section_es="Usted decide")
    QuestionFactory(
        instrument=form, key="kind", order=3, kind="TEXT", text_es="¿Qué pasó?", shown_if="agrees=yes",
        sensitivity="TEAM",
    )  # fmt: skip
    QuestionFactory(instrument=form, key="days", order=4, kind="WHOLE", text_es="¿Para cuántos días?")
    ProfileForm.objects.create(profile="*", instrument="CF-UNO", due_days=1)
    return form


@pytest.fixture
def case(rosa):
    return open_case(rosa, at=now() - timedelta(days=3))


@pytest.fixture
def form(case, instrument, rosa):
    return actions.begin_form(case=case, instrument=instrument, by=rosa, at=now())


def address(name, form):
    return reverse(f"desk:{name}", args=[form.case_id, form.pk])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


ASKED = {"asked": ["agrees", "days"], "lang": "es"}


def test_the_list_says_what_is_overdue_and_begins_a_form(at_desk, case, instrument):
    page = body(at_desk.get(reverse("desk:case-forms", args=[case.pk])))
    assert "Vencido" in page
    answer = at_desk.post(reverse("desk:form-begin", args=[case.pk]), {"code": "CF-UNO"})
    form = CaseForm.objects.get()
    assert answer.url == address("case-form", form)
    assert "Empezado" in body(at_desk.get(reverse("desk:case-forms", args=[case.pk])))


def test_the_page_asks_reads_out_and_never_insists(at_desk, form):
    page = body(at_desk.get(address("case-form", form)))
    assert "No hace falta denunciar." in page
    assert "Usted decide" in page
    assert "¿Qué pasó?" not in page, "not before the person agreed"
    assert page.count("Prefiere no responder") >= 2
    assert 'hx-post="' in page
    assert "required" not in re.sub(r"data-[a-z-]+", "", page)


def test_an_answer_that_opens_a_question_brings_it_before_the_form_is_complete(at_desk, form):
    answer = at_desk.post(address("case-form", form), {**ASKED, "agrees": "yes", "days": "0", "go": "done"})
    assert answer.url.endswith("?more=1")
    assert CaseForm.objects.get().is_draft
    page = body(at_desk.get(answer.url))
    assert "¿Qué pasó?" in page
    data = {"asked": ["agrees", "kind", "days"], "agrees": "yes", "days": "0", "kind_declined": "on", "go": "done"}
    at_desk.post(address("case-form", form), data)
    assert not CaseForm.objects.get().is_draft
    assert AnswerSet.objects.get(about=form.pk).answers == {"agrees": "yes", "kind": "_declined", "days": 0}


def test_kept_for_later_without_a_script_and_going_on(at_desk, form):
    answer = at_desk.post(address("case-form", form), {**ASKED, "agrees": "no", "go": "later"})
    assert answer.url == reverse("desk:case-forms", args=[form.case_id])
    page = body(at_desk.get(address("case-form", form)))
    assert re.search(r'value="no"\s+checked', page)
    assert "1 pregunta todavía no se hizo" in page


def test_a_wrong_number_is_named_and_nothing_typed_is_lost(at_desk, form):
    page = body(at_desk.post(address("case-form", form), {**ASKED, "agrees": "no", "days": "muchos", "go": "done"}))
    assert "muchos" in page
    assert re.search(r'value="no"\s+checked', page)
    assert CaseForm.objects.get().is_draft


def test_what_saves_itself_keeps_all_that_is_sound(at_desk, form):
    said = {**ASKED, "agrees": "no", "days": "muchos"}
    answer = at_desk.post(address("form-save", form), said, headers={"HX-Request": "true"})
    assert "guardado" in body(answer)
    assert AnswerSet.objects.get(about=form.pk).answers == {"agrees": "no", "days": NOT_ASKED}


def test_of_two_windows_of_one_user_the_older_does_not_undo_the_newer(at_desk, form):
    """The older knows what the form said before; what saves itself from there is refused until the button decides."""
    older, newer, seen = str(uuid4()), str(uuid4()), form.saved_at.isoformat()
    itself = {"headers": {"HX-Request": "true"}}
    at_desk.post(address("form-save", form), {**ASKED, "agrees": "no", "seen": seen, "once": newer}, **itself)
    stale = {**ASKED, "agrees": "yes", "seen": seen, "once": older}
    for _twice in range(2):
        page = body(at_desk.post(address("form-save", form), stale, **itself))
        assert "en otra ventana" in page
        assert f'value="{seen}"' in page
    page = body(at_desk.post(address("case-form", form), {**stale, "go": "later"}))
    assert re.search(r'value="yes"\s+checked', page)
    assert AnswerSet.objects.get(about=form.pk).answers["agrees"] == "no"


def test_what_a_page_saved_by_itself_on_the_way_does_not_stand_against_its_own_button(at_desk, form):
    said = {**ASKED, "agrees": "no", "seen": form.saved_at.isoformat(), "once": str(uuid4())}
    at_desk.post(address("form-save", form), said, headers={"HX-Request": "true"})
    at_desk.post(address("case-form", form), {**said, "agrees": "yes", "go": "later"})
    assert AnswerSet.objects.get(about=form.pk).answers["agrees"] == "yes"


def test_a_colleague_saved_meanwhile_and_both_know(client, world, form):
    client.force_login(world.julio)
    seen = form.saved_at.isoformat()
    client.post(address("case-form", form), {**ASKED, "agrees": "no", "seen": seen, "go": "later"})
    client.force_login(world.rosa)
    page = body(client.post(address("case-form", form), {**ASKED, "agrees": "yes", "seen": seen, "go": "later"}))
    assert "Julio" in page
    assert "guardó este formulario" in page
    assert re.search(r'value="yes"\s+checked', page)
    again = CaseForm.objects.get().saved_at.isoformat()
    client.post(address("case-form", form), {**ASKED, "agrees": "yes", "seen": again, "go": "later"})
    assert AnswerSet.objects.get(about=form.pk).answers["agrees"] == "yes"


def answered(form, by):
    said = {"agrees": "yes", "kind": "palabra reservada", "days": 4}
    return actions.complete_form(form=form, answers=said, by=by, at=now())


@pytest.mark.parametrize("who", ["julio", "marta"])
def test_a_reserved_answer_is_on_no_page_paper_or_comparison_of_others(client, world, form, who):
    answered(form, world.rosa)
    client.force_login(getattr(world, who))
    pages = [
        address("case-form", form), reverse("desk:form-times", args=[form.case_id, "CF-UNO"]),
        reverse("desk:case-forms", args=[form.case_id]), reverse("desk:case-history", args=[form.case_id]),
    ]  # fmt: skip
    for path in pages:
        page = body(client.get(path))
        assert "palabra reservada" not in page
        assert "¿Qué pasó?" not in page
    assert client.get(address("form-print", form)).status_code == 200


def test_a_request_cannot_answer_what_its_sender_does_not_read(client, world, form):
    actions.save_form(form=form, answers={"agrees": "yes", "kind": "suya"}, by=world.rosa, at=now())
    client.force_login(world.julio)
    seen = CaseForm.objects.get().saved_at.isoformat()
    data = {"asked": ["agrees", "kind"], "agrees": "yes", "kind": "forzada", "seen": seen, "go": "later"}
    client.post(address("case-form", form), data)
    assert AnswerSet.objects.get(about=form.pk).answers["kind"] == "suya"


def test_the_author_reads_it_and_prints_it(at_desk, rosa, form):
    answered(form, rosa)
    page = body(at_desk.get(address("case-form", form)))
    assert "palabra reservada" in page
    assert "Quien lo anotó y el equipo del caso" in page
    assert at_desk.get(address("form-print", form))["Content-Type"] == "application/pdf"


def test_a_person_who_reads_along_has_their_language(at_desk, form):
    page = body(at_desk.get(address("case-form", form), {"lang": "en"}))
    assert "Do you agree?" in page
    assert "¿Acepta?" in page, "whoever asks goes on reading Spanish"
    assert "¿Para cuántos días?" in page
    assert "Prefers not to answer" in page
    assert "Prefiere no responder" in body(at_desk.get(address("case-form", form))), "Spanish again"


def test_a_form_answered_twice_is_compared(at_desk, rosa, case, instrument, form):
    answered(form, rosa)
    second = actions.begin_form(case=case, instrument=instrument, by=rosa, at=now())
    actions.complete_form(form=second, answers={"agrees": "no"}, by=rosa, at=now())
    page = body(at_desk.get(reverse("desk:form-times", args=[case.pk, "CF-UNO"])))
    assert page.count("cambió") >= 2


def test_pages_of_forms_ask_little_of_the_database(at_desk, rosa, form, django_assert_max_num_queries):
    for path in (reverse("desk:case-forms", args=[form.case_id]), address("case-form", form)):
        at_desk.get(path)
        with django_assert_max_num_queries(MOST_STATEMENTS + SAVEPOINTS):
            at_desk.get(path)


def test_whoever_keeps_the_lists_gives_a_new_profile_its_forms(client, world, instrument):
    ProfileFactory(code="VP-NUEVO", label_es="Perfil nuevo")
    client.force_login(world.marta)
    assert "Perfil nuevo" in body(client.get(reverse("desk:forms")))
    path = reverse("desk:forms-assign", args=["VP-NUEVO"])
    assert "Incidente" in body(client.get(path))
    client.post(path, {"forms": ["CF-UNO"], "CF-UNO-due": "5", "CF-UNO-again": ""})
    row = ProfileForm.objects.get(profile="VP-NUEVO")
    assert (row.instrument, row.due_days, row.again_days, row.by_hand) == ("CF-UNO", 5, None, True)
    assert "¿Acepta?" in body(client.get(reverse("desk:instrument", args=["CF-UNO"])))
