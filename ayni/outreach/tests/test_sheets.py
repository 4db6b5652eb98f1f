"""A sheet of who came: half the names known, merged cells, lines twice; looked at, taken in, taken back."""

from datetime import date

import pytest
from django.utils import timezone

from ayni.cases.tests.factories import open_case
from ayni.codelists.models import SexGender
from ayni.outreach import actions
from ayni.outreach.actions import Effort, around, sheets
from ayni.outreach.models import Attendance, RowState, Sheet, SheetRow, SheetState
from ayni.outreach.queries import attending
from ayni.outreach.queries import sheets as queries
from ayni.outreach.rules.sheets import CannotTakeIn
from ayni.people import actions as people
from ayni.people.rules.imports.tables import CannotRead
from ayni.people.tests.factories import CountryFactory, PersonFactory, SexFactory

from .factories import BandFactory, held_session, workbook

pytestmark = pytest.mark.django_db
HEADERS = ("Nombres", "Apellidos", "Fecha de nacimiento", "Número de documento", "Sexo", "Nacionalidad")


@pytest.fixture(autouse=True)
def lists():
    SexFactory(), CountryFactory(), BandFactory()  # noqa: B018


def known(rosa, number, given="Yusleidy", surname="Quintero", **other):
    return PersonFactory(
        registered_by=rosa, given_name_1=given, given_name_2="", surname_1=surname, surname_2="Rojas",
        birth_date=date(1990, 3, 12), document=number, **other,
    )  # fmt: skip


def read(session, rosa, rows, **other):
    return sheets.read_sheet(session=session, content=workbook(rows, **other), by=rosa, at=timezone.now())


def states(sheet):
    return dict(SheetRow.objects.filter(sheet=sheet).order_by("number").values_list("number", "state"))


def test_known_unknown_and_repeated_lines_are_told_apart(rosa):
    person, session = known(rosa, "AB123456"), held_session(rosa)
    sheet = read(session, rosa, [
        HEADERS,
        ("Yusleidy", "Quintero Rojas", date(1990, 3, 12), "AB123456", "F", "Venezuela"),
        ("Nadie", "Conocido", date(1985, 1, 2), "", "", "Venezuela"),
        ("Yusleidy", "Quintero Rojas", date(1990, 3, 12), "AB123456", "F", "Venezuela"),
        ("", "", "", "", "F", ""),
    ])  # fmt: skip
    assert states(sheet) == {2: "KNOWN", 3: "COUNTED", 4: "REPEATED", 5: "EMPTY"}
    assert sheets.take_in(sheet=sheet, by=rosa, at=timezone.now()) == 2
    linked, counted = Attendance.objects.order_by("-person")
    if linked.person_id is None:
        linked, counted = counted, linked
    assert linked.person == person
    assert (counted.person, counted.nationality, counted.age_band) == (None, "VEN", "AB-30-59")
    assert not SheetRow.objects.exists(), "what the lines said is forgotten"


def test_merged_cells_and_a_title_above_do_not_shift_names(rosa):
    session = held_session(rosa)
    sheet = read(session, rosa, [
        ("Lista de asistencia del 12 de marzo", "", "", "", "", ""),
        ("Persona", "", "", "Documento", "", ""),
        ("Nombres", "Apellidos", "Fecha de nacimiento", "Número", "Sexo", "Nacionalidad"),
        ("Ana", "Pérez", "", "", "F", "Venezuela"),
        ("", "", "", "", "F", ""),
        ("Beto", "Ruiz", "", "", "", ""),
    ], merged=["A1:F1", "A2:C2", "D2:F2", "A4:A5", "B4:B5"])  # fmt: skip
    assert states(sheet) == {4: "COUNTED", 5: "EMPTY", 6: "COUNTED"}
    assert any("no tienen nombre" in notice for notice in sheet.notices)


def test_a_doubtful_line_is_asked_about_before_anything_is_taken_in(rosa):
    person, session = known(rosa, "AB123456"), held_session(rosa)
    sheet = read(session, rosa, [HEADERS, ("Yusleidy", "Quintero Rojas", date(1991, 3, 12), "", "", "")])
    assert states(sheet) == {2: RowState.DOUBTFUL}
    with pytest.raises(CannotTakeIn, match="1 líneas"):
        sheets.take_in(sheet=sheet, by=rosa, at=timezone.now())
    row = SheetRow.objects.get()
    sheets.decide_row(row=row, state=RowState.KNOWN, by=rosa, at=timezone.now())
    sheets.take_in(sheet=sheet, by=rosa, at=timezone.now())
    assert Attendance.objects.get().person == person


def test_a_name_alone_is_asked_about(rosa):
    known(rosa, "AB123456")
    sheet = read(held_session(rosa), rosa, [HEADERS, ("Yusleidy", "Quintero Rojas", "", "", "", "")])
    assert states(sheet) == {2: RowState.DOUBTFUL}


def test_of_a_file_that_the_reader_may_not_see_the_sheet_says_nothing(rosa, julio, world):
    person = known(rosa, "AB123456")
    open_case(rosa, "VP-TRATA", person=person, team=world.trata)
    session = held_session(julio)
    line = [HEADERS, ("Yusleidy", "Quintero Rojas", date(1990, 3, 12), "AB123456", "F", "Venezuela")]
    sheet = sheets.read_sheet(session=session, content=workbook(line), by=julio, at=timezone.now())
    assert states(sheet) == {2: RowState.COUNTED}
    assert SheetRow.objects.get().match is None
    sheets.take_in(sheet=sheet, by=julio, at=timezone.now())
    assert Attendance.objects.get().person is None


def test_whoever_took_back_their_consent_is_only_counted(rosa):
    person, session = known(rosa, "AB123456"), held_session(rosa)
    sheet = read(session, rosa, [HEADERS, ("Yusleidy", "Quintero Rojas", date(1990, 3, 12), "AB123456", "F", "")])
    consent = person.consents.get(purpose="REGISTER")
    people.withdraw_consent(consent=consent, by=rosa, at=timezone.now())
    sheets.take_in(sheet=sheet, by=rosa, at=timezone.now())
    assert Attendance.objects.get().person is None


def test_a_sheet_is_taken_back_as_a_whole_and_who_was_noted_at_the_door_stays(rosa):
    session = held_session(rosa)
    first = read(session, rosa, [HEADERS, ("Ana", "Pérez", "", "", "", "")])
    second = read(session, rosa, [HEADERS, ("Beto", "Ruiz", "", "", "", ""), ("Caro", "Díaz", "", "", "", "")])
    for one in (first, second):
        sheets.take_in(sheet=one, by=rosa, at=timezone.now())
    assert sheets.undo_sheet(sheet=second, by=rosa, at=timezone.now()) == 2
    assert attending.came(session) == 1
    with pytest.raises(CannotTakeIn, match="colega"):
        sheets.undo_sheet(sheet=second, by=rosa, at=timezone.now())
    assert Sheet.objects.get(pk=second.pk).state == SheetState.UNDONE


def test_a_sheet_with_a_certificate_is_not_taken_back(rosa):
    session = held_session(rosa)
    sheet = read(session, rosa, [HEADERS, ("Ana", "Pérez", "", "", "", "")])
    sheets.take_in(sheet=sheet, by=rosa, at=timezone.now())
    actions.hold_session(session=session, by=rosa, at=timezone.now())
    one = Attendance.objects.get()
    made = around.issue_certificate(attendance=one, name="Ana Pérez", by=rosa, at=timezone.now())
    with pytest.raises(CannotTakeIn, match="1 constancias"):
        sheets.undo_sheet(sheet=sheet, by=rosa, at=timezone.now())
    assert made.withdrawn_at is None


def test_the_same_file_twice_is_said(rosa):
    session = held_session(rosa)
    content = workbook([HEADERS, ("Ana", "Pérez", "", "", "", "")])
    for _time in range(2):
        sheet = sheets.read_sheet(session=session, content=content, by=rosa, at=timezone.now())
    assert any("ya se leyó" in notice for notice in sheet.notices)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x01", "dañado|NUL"),
        (b"a;b\n1;2\n", "quién vino|encabezados|datos"),
        (b"Nombres;Apellidos\n;\n", "nombre|vac"),
    ],
)
def test_what_is_no_sheet_of_people_is_refused_with_what_to_do(rosa, content, sentence):
    session = held_session(rosa)
    with pytest.raises((CannotRead, CannotTakeIn), match=f"(?i){sentence}"):
        sheets.read_sheet(session=session, content=content, by=rosa, at=timezone.now())
    assert not Sheet.objects.exists()


def test_three_thousand_lines_with_half_the_names_known(rosa, django_assert_max_num_queries):
    """Known by their documents; every tenth line stands there twice."""
    SexGender.objects.get(code=SexFactory().code)
    session, letters = held_session(rosa), "ABCDEFGHIJ"
    names = [f"{a}{b.lower()}ra" for a in letters for b in letters]
    for n in range(150):
        known(rosa, f"DOC{n:05d}", given=names[n % 100], surname=f"Zu{names[n // 2]}")
    lines = [HEADERS]
    for n in range(150):
        lines.append((names[n % 100], f"Zu{names[n // 2]} Rojas", date(1990, 3, 12), f"DOC{n:05d}", "F", "Venezuela"))
    lines += [(f"Otra{n}", f"Persona{n}", "", "", "", "Venezuela") for n in range(2550)]
    lines += lines[1:301]
    sheet = read(session, rosa, lines)
    counts = dict(queries.numbers(sheet))
    assert sum(counts.values()) == 3000
    assert counts[RowState.KNOWN] == 150
    assert counts[RowState.REPEATED] >= 300
    sheets.count_the_doubtful(sheet=sheet, by=rosa, at=timezone.now())
    with django_assert_max_num_queries(60):
        made = sheets.take_in(sheet=sheet, by=rosa, at=timezone.now())
    assert made == attending.came(session)
    assert Attendance.objects.filter(person__isnull=False).count() == 150


def test_a_closed_session_takes_no_sheet(rosa):
    session = held_session(rosa)
    sheet = read(session, rosa, [HEADERS, ("Ana", "Pérez", "", "", "", "")])
    actions.close_session(session=session, effort=Effort(), by=rosa, at=timezone.now())
    with pytest.raises(Exception, match="cerrada"):
        sheets.take_in(sheet=sheet, by=rosa, at=timezone.now())
