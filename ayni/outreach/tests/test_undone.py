"""What was done by mistake is undone without a dead end, and nothing counts twice."""

from datetime import date

import pytest
from django.utils import timezone

from ayni.directory.tests.factories import ServiceFactory
from ayni.outreach.actions import around, assisting, attending, sheets
from ayni.outreach.actions.assisting import Step
from ayni.outreach.actions.attending import WalkIn
from ayni.outreach.models import Assistance, Attendance, Certificate, Session
from ayni.outreach.queries import attending as came
from ayni.outreach.rules.assisting import CannotAssist
from ayni.outreach.rules.attending import CannotNote
from ayni.outreach.rules.sheets import CannotTakeIn
from tests.at_once import at_once, refused

from .factories import held_session, workbook
from .test_assisting import begun

pytestmark = pytest.mark.django_db
SHEET = workbook([("Nombres", "Apellidos"), ("Ana", "Pérez"), ("Beto", "Ruiz")])


def read(session, by):
    return sheets.read_sheet(session=session, content=SHEET, by=by, at=timezone.now())


def certified(session, one, by):
    Session.objects.filter(pk=session.pk).update(state="HELD")
    one.session.refresh_from_db()
    return around.issue_certificate(attendance=one, name="Ana Pérez", by=by, at=timezone.now())


def test_the_same_file_is_not_taken_in_twice_unless_it_was_taken_back(rosa):
    session = held_session(rosa)
    first, second = read(session, rosa), read(session, rosa)
    sheets.take_in(sheet=first, by=rosa, at=timezone.now())
    with pytest.raises(CannotTakeIn, match="Este mismo archivo se incorporó"):
        sheets.take_in(sheet=second, by=rosa, at=timezone.now())
    assert came.came(session) == 2
    assert sheets.undo_sheet(sheet=first, by=rosa, at=timezone.now()) == 2
    assert sheets.take_in(sheet=second, by=rosa, at=timezone.now()) == 2


def test_whose_certificate_was_withdrawn_is_taken_back(rosa):
    session = held_session(rosa)
    [one] = attending.note_walk_in(session=session, walk_in=WalkIn(), by=rosa, at=timezone.now())
    paper = certified(session, one, rosa)
    with pytest.raises(CannotNote, match="constancia"):
        attending.take_back(attendance=one, by=rosa, at=timezone.now())
    around.withdraw_certificate(certificate=paper, by=rosa, at=timezone.now())
    attending.take_back(attendance=one, by=rosa, at=timezone.now())
    assert not Attendance.objects.exists()


def test_a_sheet_whose_certificates_were_withdrawn_is_taken_back(rosa):
    session = held_session(rosa)
    sheet = read(session, rosa)
    sheets.take_in(sheet=sheet, by=rosa, at=timezone.now())
    paper = certified(session, Attendance.objects.order_by("pk").first(), rosa)
    around.withdraw_certificate(certificate=paper, by=rosa, at=timezone.now())
    assert sheets.undo_sheet(sheet=sheet, by=rosa, at=timezone.now()) == 2
    assert not Certificate.objects.exists()


def test_a_colleague_is_one_and_whoever_says_several_is_told_so(rosa, julio):
    session = held_session(rosa)
    with pytest.raises(CannotNote, match="Un colega es una persona"):
        attending.note_walk_in(
            session=session, walk_in=WalkIn(colleague=julio, people=3), by=rosa, at=timezone.now()
        )  # fmt: skip
    attending.note_walk_in(session=session, walk_in=WalkIn(colleague=julio), by=rosa, at=timezone.now())
    with pytest.raises(CannotNote, match="Julio Ramos Tello"):
        attending.note_walk_in(session=session, walk_in=WalkIn(colleague=julio), by=rosa, at=timezone.now())


def test_a_year_typed_wrong_is_asked_about(rosa, world):
    service = ServiceFactory(organisation=world.cem)
    with pytest.raises(CannotAssist, match="01/01/1900 está a más de 10 años"):
        begun(rosa, service, baseline_on=date(1900, 1, 1))
    made = begun(rosa, service)
    with pytest.raises(CannotAssist, match="año"):
        assisting.add_step(assistance=made, step=Step("Ficha", date(2996, 1, 1)), by=rosa, at=timezone.now())
    with pytest.raises(CannotAssist, match="año"):
        assisting.agree(assistance=made, on=date(1900, 1, 1), by=rosa, at=timezone.now())
    assert made.milestones.count() == 1


@pytest.mark.django_db(transaction=True)
def test_commitments_written_down_at_the_same_moment_have_each_their_number(rosa, world):
    service = ServiceFactory(organisation=world.cem)
    assert not refused(at_once(lambda _n: begun(rosa, service), range(5)))
    assert Assistance.objects.values("code").distinct().count() == 5
