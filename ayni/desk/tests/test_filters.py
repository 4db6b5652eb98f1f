"""What no page of the access matrix asks: pages and forms of the desk, asked by whoever may not see the row."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from ayni.access.tests.factories import UserFactory
from ayni.cases import actions
from ayni.cases.tests.factories import open_case, person, sought
from ayni.desk.forms.norms import FieldNoteForm, WhichGapForm
from ayni.desk.queries import tracing as told
from ayni.governance.tests.factories import GapFactory
from ayni.people.models import Relationship

pytestmark = pytest.mark.django_db


def test_gaps_are_offered_as_evidence_only_to_whoever_reads_the_register(marta):
    gap, stranger = GapFactory(owner=marta), UserFactory(username="nadie")
    for form in (FieldNoteForm, WhichGapForm):
        assert list(form(user=marta).fields["gap"].queryset) == [gap]
        assert not form(user=stranger).fields["gap"].queryset.exists()


@pytest.fixture
def note(rosa):
    """Of a restricted case: Julio is of the office, and not of the team."""
    case = open_case(rosa, "VP-TRATA", at=now())
    return actions.note_from_field(text="Piden DNI", territory=None, gap=None, case=case, by=rosa, at=now())


def test_a_note_from_the_field_about_a_case_is_read_with_the_case(client, note, rosa, julio):
    one, every = reverse("desk:field-note", args=[note.pk]), reverse("desk:field-notes")
    client.force_login(rosa)
    assert "Piden DNI" in client.get(one).content.decode()
    assert "Piden DNI" in client.get(every).content.decode()
    client.force_login(julio)
    assert client.get(one).status_code == 404
    assert "Piden DNI" not in client.get(every).content.decode()


def test_whoever_looks_for_a_relative_neither_reads_nor_rules_out_a_file_that_is_closed_to_them(client, rosa, julio):
    """A colleague who has the search may not open the file that was noted, or that a family link names."""
    case = open_case(rosa, "VP-INDOC", at=now())
    closed = open_case(rosa, "VP-TRATA", at=now()).person
    tracing = actions.begin_tracing(case=case, sought=sought(), by=rosa, at=now())
    match = actions.note_match(tracing=tracing, person=closed, by=rosa, at=now())
    Relationship.objects.create(person=case.person, relative=closed, kind="FATHER", recorded_by=rosa, recorded_at=now())
    assert told.linked(tracing, rosa) == [closed]
    assert told.linked(tracing, julio) == []
    client.force_login(julio)
    assert client.post(reverse("desk:tracing-rule-out", args=[tracing.pk, closed.pk])).status_code == 404
    match.refresh_from_db()
    assert match.verdict == "POSSIBLE"
    _ = person
