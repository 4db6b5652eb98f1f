"""From a late task, or a note from the field, to a gap."""

import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import now

from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.models import GapEvidence
from ayni.cases.rules.evidence import CannotShowGap
from ayni.cases.tests.factories import open_case
from ayni.codelists.tests.factories import TerritoryFactory
from ayni.governance.models import Gap
from ayni.governance.tests.factories import GapFactory
from ayni.governance.tests.test_pages import words

pytestmark = pytest.mark.django_db
NEW = {
    "which": "new", "title": "El CEM no atiende sin DNI", "kind": "NORM_IGNORED",
    "what_fails": "Piden DNI para la primera atención.",
}  # fmt: skip


def post(client, page, **data):
    return client.post(page, {"once": str(uuid.uuid4()), **data}, follow=True)


@pytest.fixture
def late(rosa):
    """A task of Rosa's case whose deadline has passed."""
    case = open_case(rosa, at=now() - timedelta(days=30))
    return case.tasks.order_by("order").first()


def test_a_late_task_opens_a_gap(client, rosa, late):
    client.force_login(rosa)
    task_page = f"/cases/{late.case_id}/tasks/{late.pk}/"
    assert "Esto muestra una brecha" in words(client.get(task_page))
    assert "Quedó anotado en la brecha" in words(post(client, f"{task_page}gap/", **NEW))
    gap = Gap.objects.get()
    assert (gap.title, gap.profile, gap.territory) == ("El CEM no atiende sin DNI", None, None)
    page = words(client.get(f"/brechas/{gap.code}/"))
    assert "Paso PW-INDOC, 1" in page
    line = Event.objects.get(verb="evidence.noted")
    assert (line.thread, line.details) == (late.case_id, {"kind": "LATE_STEP", "gap": gap.code})
    assert "Anotó que algo muestra una brecha" in words(client.get(f"/cases/{late.case_id}/history/"))


def test_a_late_task_is_linked_to_a_gap_that_is_there_once(client, rosa, late):
    gap = GapFactory()
    client.force_login(rosa)
    for _ in range(2):
        post(client, f"/cases/{late.case_id}/tasks/{late.pk}/gap/", which="existing", gap=gap.code)
    assert GapEvidence.objects.get().gap == gap


def test_what_is_missing_opens_no_gap_and_loses_nothing(client, rosa, late):
    client.force_login(rosa)
    page = post(client, f"/cases/{late.case_id}/tasks/{late.pk}/gap/", **NEW | {"what_fails": ""})
    assert "El CEM no atiende sin DNI" in page.content.decode()
    assert not Gap.objects.exists()
    assert "Elija" in words(post(client, f"/cases/{late.case_id}/tasks/{late.pk}/gap/", which="existing", gap=""))


def test_a_task_that_is_not_late_shows_nothing(client, rosa):
    case = open_case(rosa, at=now())
    task = case.tasks.order_by("order").last()
    client.force_login(rosa)
    assert "Esto muestra una brecha" not in words(client.get(f"/cases/{case.pk}/tasks/{task.pk}/"))
    with pytest.raises(CannotShowGap):
        actions.show_late_step(task=task, gap=GapFactory(), by=rosa, at=now())
    page = words(post(client, f"/cases/{case.pk}/tasks/{task.pk}/gap/", **NEW))
    assert "Solo muestra una brecha" in page
    assert not Gap.objects.filter(title=NEW["title"]).exists(), "no gap is left behind by what was refused"


def test_a_refused_service_shows_a_gap_even_in_time(rosa):
    case = open_case(rosa, at=now())
    task = actions.skip_task(task=case.tasks.first(), reason="SERVICE_REFUSED", remark="", by=rosa, at=now())
    assert actions.show_late_step(task=task, gap=GapFactory(), by=rosa, at=now()).kind == "LATE_STEP"


def test_a_closed_gap_takes_no_evidence(rosa, marta, late):
    gap = GapFactory(state="CLOSED", closing="PRACTICE", closed_by=marta, closed_at=now())
    with pytest.raises(CannotShowGap, match="está cerrada"):
        actions.show_late_step(task=late, gap=gap, by=rosa, at=now())
    with pytest.raises(CannotShowGap):
        actions.note_from_field(text="x", territory=None, case=None, gap=gap, by=rosa, at=now())


def test_a_note_from_the_field_finds_its_gap_later(client, rosa, vera):
    TerritoryFactory(code="20", label_es="Piura", level="DEPARTMENT", department_code="20")
    client.force_login(vera)
    assert "Nadie ha escrito una nota" in words(client.get("/notas-de-campo/"))
    assert "Escriba" in words(post(client, "/notas-de-campo/nueva/", text="", department="20"))
    post(client, "/notas-de-campo/nueva/", text="La posta pide carné", department="20")
    note = GapEvidence.objects.get()
    assert (note.text, note.territory.code, note.gap) == ("La posta pide carné", "20", None)
    client.force_login(rosa)
    assert "sin brecha aún" in words(client.get("/notas-de-campo/"))
    gap = GapFactory()
    page = words(post(client, f"/notas-de-campo/{note.pk}/", which="existing", gap=gap.code))
    assert gap.code in page
    assert "Nota de campo: Piura" in words(client.get(f"/brechas/{gap.code}/"))


def test_a_stranger_does_not_learn_of_a_restricted_case_through_its_gap(client, rosa, julio):
    case = open_case(rosa, "VP-TRATA", at=now() - timedelta(days=30))
    task = case.tasks.order_by("order").first()
    client.force_login(rosa)
    post(client, f"/cases/{case.pk}/tasks/{task.pk}/gap/", **NEW)
    gap = Gap.objects.get()
    assert "Paso PW-TRATA" in words(client.get(f"/brechas/{gap.code}/"))
    client.force_login(julio)
    page = words(client.get(f"/brechas/{gap.code}/"))
    assert "PW-TRATA" not in page
    assert "Nada que se pueda contar la muestra todavía" in page
    assert client.get(f"/cases/{case.pk}/tasks/{task.pk}/gap/").status_code == 404


@pytest.mark.parametrize("who", ["lia", "tomas", "ines", "ada"])
def test_others_write_no_notes(client, request, who):
    client.force_login(request.getfixturevalue(who))
    for page in ("/notas-de-campo/", "/notas-de-campo/nueva/"):
        assert client.get(page).status_code == 403
