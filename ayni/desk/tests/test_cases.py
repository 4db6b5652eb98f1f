"""The pages of cases, as the cast sees them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from ayni.audit.models import Event
from ayni.cases import actions, hooks
from ayni.cases.hooks import Blocker
from ayni.cases.models import Case, Note, NoteDraft, Task
from ayni.cases.tests.factories import open_case
from ayni.directory.tests.factories import ServiceFactory
from ayni.lib.ids import uuid7
from ayni.referrals import actions as referrals
from ayni.referrals.tests.factories import send

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 12


@pytest.fixture
def case(rosa):
    return open_case(rosa, at=now())


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(client, name, *args, follow=True, **data):
    return client.post(reverse(name, args=args), data, follow=follow)


def statements(client, address):
    """What a page costs, once the processes' own copies are warm."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    work = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(work) <= MOST_STATEMENTS, "\n".join(sql[:160] for sql in work)
    return len(work)


# Who gets in


def test_the_file_shows_the_plan_and_its_reading_is_recorded(at_desk, rosa, case):
    shown = page(at_desk, "desk:case", case.pk)
    assert case.number in shown
    assert "Orientar (PW-INDOC)" in shown
    assert "Quiero trabajar y que mis hijas estudien." in shown
    read = Event.objects.get(verb="case.opened")
    assert (read.by, read.thread, read.purpose) == (str(rosa.pk), case.pk, "case")


def test_an_unverified_deadline_is_never_shown_as_a_legal_one(at_desk, case):
    shown = page(at_desk, "desk:case", case.pk)
    assert "Plazo legal, sin verificar" in shown or "por confirmar" in shown
    assert ">Plazo legal<" not in shown


@pytest.mark.parametrize(
    "name", ["case", "case-notes", "case-history", "case-print", "case-close", "case-reopen", "task-add"]
)
def test_another_office_does_not_even_learn_that_the_case_exists(client, vera, case, name):
    client.force_login(vera)
    assert client.get(reverse(f"desk:{name}", args=[case.pk])).status_code == 404
    assert not Event.objects.filter(verb="case.opened").exists()


@pytest.mark.parametrize("who", ["lia", "ines", "tomas", "ada"])
def test_without_the_role_there_is_no_page(client, world, case, who):
    client.force_login(getattr(world, who))
    for address in (reverse("desk:cases"), reverse("desk:case", args=[case.pk])):
        assert client.get(address).status_code == 403


def test_a_task_of_one_case_is_not_found_under_another(at_desk, rosa, case):
    other = open_case(rosa, at=now())
    assert at_desk.get(reverse("desk:task", args=[other.pk, case.tasks.first().pk])).status_code == 404
    assert at_desk.get(reverse("desk:task", args=[case.pk, uuid7()])).status_code == 404


def test_what_costs_a_page(at_desk, rosa, case):
    for _ in range(4):
        open_case(rosa, "VP-NNA-RD", "VP-INDOC", at=now())
    for name in ("case", "case-notes", "case-history"):
        statements(at_desk, reverse(f"desk:{name}", args=[case.pk]))
    statements(at_desk, reverse("desk:cases"))
    statements(at_desk, reverse("desk:task", args=[case.pk, case.tasks.first().pk]))


# The list


def test_the_list_shows_what_the_user_may_open_and_nothing_of_the_rest(client, world):
    mine, hidden = open_case(world.rosa, at=now()), open_case(world.rosa, "VP-TRATA", at=now())
    client.force_login(world.julio)
    shown = page(client, "desk:cases")
    assert mine.number in shown
    assert hidden.number not in shown
    client.force_login(world.vera)
    assert mine.number not in page(client, "desk:cases")


def test_the_list_is_narrowed_by_its_address(at_desk, rosa, julio):
    child = open_case(rosa, "VP-NNA-RD", at=now(), urgency="IMMEDIATE")
    late = open_case(rosa, at=now() - timedelta(days=30), urgency="ORDINARY")
    julios = open_case(julio, at=now(), urgency="ORDINARY")
    for task in julios.tasks.all():
        actions.finish_task(task=task, remark="", by=julio, at=now())
    actions.close(case=julios, outcome="SOLVED", note="", by=julio, at=now())
    wanted = {
        ("status", "CLOSED"): {julios},
        ("status", "OPEN"): {child, late},
        ("urgency", "IMMEDIATE"): {child},
        ("profile", "VP-NNA-RD"): {child},
        ("caseworker", str(julio.pk)): {julios},
        ("overdue", "on"): {late},
        ("status", "nonsense"): {child, late, julios},
    }
    for (name, value), expected in wanted.items():
        shown = page(at_desk, "desk:cases", **{name: value})
        assert {c for c in (child, late, julios) if c.number in shown} == expected, (name, value)


def test_pages_of_the_list_show_every_case_once(at_desk, rosa):
    cases = [open_case(rosa, at=now() - timedelta(minutes=n)) for n in range(30)]
    first = at_desk.get(reverse("desk:cases"))
    second = at_desk.get(reverse("desk:cases") + first.context["page"].next_url)
    seen = [c.pk for c in [*first.context["page"], *second.context["page"]]]
    assert seen == [c.pk for c in cases]


# Tasks


def test_a_task_is_done_from_its_page(at_desk, case):
    task = case.tasks.first()
    shown = post(at_desk, "desk:task-done", case.pk, task.pk, **{"done-remark": "Hecho con su hermana 👭"})
    assert "La tarea está hecha." in shown.content.decode()
    assert Task.objects.get(pk=task.pk).remark == "Hecho con su hermana 👭"
    assert "Hecho con su hermana 👭" in page(at_desk, "desk:task", case.pk, task.pk)


def test_skipping_needs_a_reason_and_keeps_what_was_typed(at_desk, case):
    task = case.tasks.first()
    shown = post(at_desk, "desk:task-skip", case.pk, task.pk, **{"skip-remark": "No quiso ir"}).content.decode()
    assert "Elija una opción en" in shown
    assert "No quiso ir" in shown
    post(at_desk, "desk:task-skip", case.pk, task.pk, **{"skip-reason": "PERSON_DECLINED"})
    assert Task.objects.get(pk=task.pk).state == "SKIPPED"


def test_who_comes_second_is_told_and_keeps_what_was_typed(client, julio, rosa, case):
    task = case.tasks.first()
    actions.finish_task(task=task, remark="Fui yo", by=rosa, at=now())
    client.force_login(julio)
    shown = post(
        client, "desk:task-skip", case.pk, task.pk, **{"skip-reason": "DONE_BEFORE", "skip-remark": "Ya estaba"}
    )
    assert "Un colega se adelantó" in shown.content.decode()
    assert Task.objects.get(pk=task.pk).remark == "Fui yo"


def test_a_finished_task_is_taken_back_on_the_same_day(at_desk, rosa, case):
    task = case.tasks.first()
    actions.finish_task(task=task, remark="", by=rosa, at=now())
    assert "Deshacer" in page(at_desk, "desk:task", case.pk, task.pk)
    post(at_desk, "desk:task-take-back", case.pk, task.pk)
    assert Task.objects.get(pk=task.pk).state == "TODO"


def test_a_task_is_added_with_its_day(at_desk, case, rosa):
    due = (now() + timedelta(days=10)).date()
    data = {"title": "Acompañarla", "organisation": rosa.organisation_id}
    day = {"due_day": due.day, "due_month": due.month, "due_year": due.year}
    post(at_desk, "desk:task-add", case.pk, **data, **day)
    task = case.tasks.last()
    assert (task.title, str(task.due_at.tzinfo)) == ("Acompañarla", "UTC")
    assert "Acompañarla" in page(at_desk, "desk:case", case.pk)


@pytest.fixture
def closed(case, rosa):
    case.tasks.waiting().delete()
    return actions.close(case=case, outcome="SOLVED", note="", by=rosa, at=now())


@pytest.mark.parametrize("page", ["task-add", "case-close", "case-assign"])
def test_a_closed_case_offers_to_be_reopened_and_no_form(client, marta, closed, page):
    client.force_login(marta)
    html = client.get(reverse(f"desk:{page}", args=[closed.pk])).content.decode()
    assert "Este caso está cerrado. Reábralo antes de continuar." in html
    assert reverse("desk:case-reopen", args=[closed.pk]) in html
    assert "data-draft" not in html
    assert 'name="once"' not in html.split("<main")[1]


def test_a_task_typed_while_a_colleague_closed_the_case_is_not_lost(at_desk, closed, rosa):
    data = {"title": "Llamar al CEM", "organisation": rosa.organisation_id}
    html = at_desk.post(reverse("desk:task-add", args=[closed.pk]), data).content.decode()
    assert "Este caso está cerrado" in html
    assert "Llamar al CEM" in html


def test_an_impossible_day_is_refused_in_words(at_desk, case, rosa):
    data = {"title": "x", "organisation": rosa.organisation_id, "due_day": "31", "due_month": "2", "due_year": "2027"}
    assert "Ese día no existe" in post(at_desk, "desk:task-add", case.pk, **data).content.decode()
    assert case.tasks.count() == 2


def test_the_same_form_sent_twice_has_one_result(at_desk, case, rosa):
    data = {"title": "Una vez", "organisation": rosa.organisation_id, "once": str(uuid7())}
    for _ in range(2):
        assert at_desk.post(reverse("desk:task-add", args=[case.pk]), data).status_code == 302
    assert case.tasks.filter(step=None).count() == 1


# Notes


def test_a_note_is_written_once_and_shown_with_its_author(at_desk, case):
    data = {"text": "Vino con su hija 👧 <b>hoy</b>", "once": str(uuid7())}
    for _ in range(2):
        post(at_desk, "desk:note-write", case.pk, **data)
    assert Note.objects.count() == 1
    shown = page(at_desk, "desk:case-notes", case.pk)
    assert "Vino con su hija 👧 &lt;b&gt;hoy&lt;/b&gt;" in shown
    assert "Rosa Quispe Huamán" in shown


def test_a_draft_comes_back_and_is_nobody_elses(at_desk, client, julio, case):
    answer = at_desk.post(
        reverse("desk:note-draft", args=[case.pk]), {"text": "A medio esc"}, headers={"HX-Request": "true"}
    )
    assert "Borrador guardado" in answer.content.decode()
    assert "A medio esc" in page(at_desk, "desk:case-notes", case.pk)
    client.force_login(julio)
    assert "A medio esc" not in page(client, "desk:case-notes", case.pk)


def test_without_javascript_a_button_keeps_the_draft(at_desk, case):
    shown = post(at_desk, "desk:note-draft", case.pk, text="A medias").content.decode()
    assert "El borrador está guardado" in shown
    assert NoteDraft.objects.get().text == "A medias"


def test_the_draft_of_a_stranger_is_refused(client, vera, case):
    client.force_login(vera)
    assert client.post(reverse("desk:note-draft", args=[case.pk]), {"text": "x"}).status_code == 404


def test_ten_thousand_notes_are_read_in_pages(at_desk, rosa, case):
    when = now()
    Note.objects.bulk_create(
        Note(case=case, text=f"Nota {n}", written_by=rosa, written_at=when - timedelta(minutes=n))
        for n in range(10_000)
    )
    address = reverse("desk:case-notes", args=[case.pk])
    statements(at_desk, address)
    first = at_desk.get(address)
    assert [n.text for n in first.context["page"]] == [f"Nota {n}" for n in range(20)]
    second = at_desk.get(address + first.context["page"].next_url)
    assert second.context["page"].rows[0].text == "Nota 20"


# The life of a case


def test_closing_says_exactly_what_waits_with_links(at_desk, case, monkeypatch):
    monkeypatch.setattr(
        hooks, "closing_blockers", [lambda case: [Blocker("La derivación R-7 espera", "/referrals/7/")]]
    )
    shown = page(at_desk, "desk:case-close", case.pk)
    for task in case.tasks.all():
        assert reverse("desk:task", args=[case.pk, task.pk]) in shown
    assert '<a class="govuk-link" href="/referrals/7/">La derivación R-7 espera</a>' in shown
    answered = post(at_desk, "desk:case-close", case.pk, outcome="SOLVED").content.decode()
    assert "Todavía no se puede cerrar" in answered
    assert Case.objects.get().is_open


def test_a_case_is_closed_and_reopened_from_its_pages(at_desk, rosa, case):
    for task in case.tasks.all():
        actions.skip_task(task=task, reason="DOES_NOT_APPLY", remark="", by=rosa, at=now())
    post(at_desk, "desk:case-close", case.pk, outcome="SOLVED", note="Ya tiene carné")
    shown = page(at_desk, "desk:case", case.pk)
    assert "La necesidad se atendió" in shown
    assert "Ya tiene carné" in shown
    assert "Escriba una respuesta" in post(at_desk, "desk:case-reopen", case.pk, reason="").content.decode()
    post(at_desk, "desk:case-reopen", case.pk, reason="Lo perdió")
    assert Case.objects.get().is_open
    assert "Lo perdió" in page(at_desk, "desk:case-notes", case.pk)
    again = page(at_desk, "desk:case-reopen", case.pk)
    assert "Este caso ya está abierto." in again
    assert 'name="once"' not in again.split("<main")[1]


def test_a_supervisor_hands_a_case_on_and_a_caseworker_may_not(client, world, case):
    client.force_login(world.rosa)
    address = reverse("desk:case-assign", args=[case.pk])
    assert client.get(address).status_code == 403
    client.force_login(world.marta)
    assert "Julio Ramos Tello" in client.get(address).content.decode() or world.julio
    client.post(address, {"caseworker": world.julio.pk, "team": ""})
    assert Case.objects.get().caseworker == world.rosa, "nobody takes over without being told"
    client.post(address, {"caseworker": world.julio.pk, "team": "", "note": "La madre llama los lunes"})
    assert Case.objects.get().caseworker == world.julio
    assert Note.objects.get().text == "La madre llama los lunes"


def test_a_case_cannot_be_handed_to_another_office_by_an_altered_form(client, world, case):
    client.force_login(world.marta)
    client.post(reverse("desk:case-assign", args=[case.pk]), {"caseworker": world.vera.pk, "team": "", "note": "Ya"})
    assert Case.objects.get().caseworker == world.rosa


# History and print


def test_the_history_tells_what_happened_in_words(at_desk, rosa, case):
    task = case.tasks.first()
    actions.finish_task(task=task, remark="secreto", by=rosa, at=now())
    page(at_desk, "desk:case", case.pk)
    shown = page(at_desk, "desk:case-history", case.pk)
    assert "Abrió el caso" in shown
    assert f"Terminó una tarea: {task.title}" in shown
    assert "Rosa Quispe Huamán" in shown
    assert "Leyó el expediente" not in shown
    assert "secreto" not in shown
    assert "Leyó el expediente del caso" in page(at_desk, "desk:case-history", case.pk, readings="1")


@pytest.fixture
def referral(world, case):
    _ = world.ines
    return send(case, ServiceFactory(organisation=world.cem))


def test_the_history_says_which_referral_and_that_the_sender_noted_the_answer(at_desk, rosa, case, referral):
    referrals.accept(referral=referral, text="Por teléfono.", by=rosa, at=now())
    shown = page(at_desk, "desk:case-history", case.pk)
    about = f"{referral.number} · {referral.organisation.name}"
    assert f"Envió una derivación: {about}" in shown
    assert f"Anotó que la institución aceptó la derivación: {about}" in shown
    assert "Aceptó una derivación" not in shown
    assert statements(at_desk, reverse("desk:case-history", args=[case.pk])) <= MOST_STATEMENTS


def test_an_answer_of_the_institution_itself_is_its_own(at_desk, world, case, referral):
    referrals.accept(referral=referral, text="", by=world.ines, at=now())
    shown = page(at_desk, "desk:case-history", case.pk)
    assert f"Aceptó una derivación: {referral.number} · {referral.organisation.name}" in shown
    assert world.ines.display_name in shown
    assert "Anotó" not in shown


def test_the_plan_prints_on_paper(at_desk, case):
    response = at_desk.get(reverse("desk:case-print", args=[case.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert Event.objects.filter(verb="case.opened").exists()
    assert Event.objects.filter(verb="case.plan_printed", thread=case.pk).exists()


def test_a_printed_plan_says_whether_it_still_stands_and_never_whose_it_is(client, case, rosa):
    printed = actions.print_plan(case=case, by=rosa, at=now())
    url = reverse("desk:plan-proof", args=[printed.proof])
    shown = client.get(url).content.decode()
    assert "El plan es válido" in shown
    for word in (case.number, case.person.surname_1, "Rosa"):
        assert word not in shown
    actions.finish_task(task=case.tasks.first(), remark="", by=rosa, at=now())
    assert "Hay un plan más reciente" in client.get(url).content.decode()


def test_unknown_proofs_of_plans_are_not_valid_and_not_tried_without_end(client):
    url = reverse("desk:plan-proof", args=["x"])
    assert "El plan no es válido" in client.get(url).content.decode()
    assert {client.get(url).status_code for _ in range(31)} == {200, 429}
