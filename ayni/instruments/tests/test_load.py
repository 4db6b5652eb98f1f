import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from ayni.codelists.tests.factories import ProfileFactory
from ayni.instruments import actions, queries, source
from ayni.instruments.models import Instrument, Question

pytestmark = pytest.mark.django_db

FOLDER = settings.BASE_DIR / "data" / "instruments"
TODAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 22)


PROFILES = [
    "VP-NNA-NA", "VP-NNA-SE", "VP-NNA-RD", "VP-NNA-AC", "VP-VBG", "VP-TRATA", "VP-TIM", "VP-SALUD", "VP-VIHTB",
    "VP-GEST", "VP-DISC", "VP-PAM", "VP-LGBTIQ", "VP-MADRE", "VP-SOLREF", "VP-APAT", "VP-INDOC", "VP-EXPLAB",
    "VP-DISCRIM", "VP-SMENTAL", "VP-CALLE", "VP-EMERG", "VP-TORT", "VP-DETEN", "VP-RETOR", "VP-FAMMONO", "VP-OTRO",
]  # fmt: skip


@pytest.fixture
def profiles():
    return [ProfileFactory(code=code) for code in PROFILES]


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(FOLDER, tmp_path / "instruments"))


def edit(folder, name, before, after):
    path = folder / name
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_the_forms_of_the_screening_load(profiles):
    loaded = actions.load(FOLDER, TODAY)
    assert len(loaded.new) == Instrument.objects.count() == 37
    assert Question.objects.count() > 70


def test_a_second_load_changes_nothing(profiles, django_assert_max_num_queries):
    actions.load(FOLDER, TODAY)
    with django_assert_max_num_queries(5):
        loaded = actions.load(FOLDER, TOMORROW)
    assert (loaded.new, loaded.changed, loaded.closed, loaded.same) == ([], [], [], 37)


def test_a_changed_question_makes_a_new_version_of_its_form_alone(profiles, folder):
    actions.load(folder, TODAY)
    edit(folder, "questions.csv", "¿Puede salir e irse cuando quiere", "¿Puede salir o irse cuando quiere")
    assert actions.load(folder, TOMORROW).changed == ["SCR-LIB"]
    old, new = Instrument.objects.filter(code="SCR-LIB").order_by("version")
    assert (old.valid_to, new.version, new.valid_from) == (TOMORROW, 2, TOMORROW)
    assert [i.version for i in queries.in_force("SCREENING", TODAY) if i.code == "SCR-LIB"] == [1]
    assert [i.version for i in queries.in_force("SCREENING", TOMORROW) if i.code == "SCR-LIB"] == [2]


def test_a_form_that_is_gone_is_closed_and_may_come_back(profiles, folder):
    actions.load(folder, TODAY)
    shutil.rmtree(folder)
    shutil.copytree(FOLDER, folder)
    for name in ("instruments.csv", "questions.csv", "signals.csv"):
        rows = (folder / name).read_text().splitlines(keepends=True)
        (folder / name).write_text("".join(row for row in rows if not row.startswith("SCR-RET,")))
    assert actions.load(folder, TODAY).closed == ["SCR-RET"]
    assert actions.load(FOLDER, TOMORROW).new == ["SCR-RET"]
    assert Instrument.objects.get(code="SCR-RET", valid_to=None).version == 2


BROKEN = [
    ("instruments.csv", "SCR-NNA,SCREENING,20,", "SCR-NNA,SCREENING,veinte,", "line 3, column order"),
    ("instruments.csv", "age=child,Obs", "age,Obs", "line 3, column opened_by"),
    ("instruments.csv", "age=child,Obs", "age=baby,Obs", "line 3, column opened_by"),
    ("instruments.csv", "code,series", "codigo,series", r"line 1, column \*"),
    ("questions.csv", "SCR-INICIO,danger,2,YES_NO,", "SCR-INICIO,danger,2,MAYBE,", "line 3, column kind"),
    ("questions.csv", "SCR-INICIO,danger,2,", "SCR-INICIO,age,2,", "line 3, column key"),
    ("questions.csv", "SCR-INICIO,danger,2,", "SCR-NADA,danger,2,", "line 3, column instrument"),
    ("questions.csv", "child=Menos de 18 años|", "child|", "line 2, column choices"),
    ("questions.csv", "company=relative|company=guardian", "company=aunt|company=guardian", "column shown_if"),
    ("questions.csv", "¿Qué edad tiene la persona?", "¿" * 301, "line 2, column text_es"),
    ("signals.csv", "VP-OTRO,3,IMMEDIATE", "VP-NADA,3,IMMEDIATE", "line 2, column profile"),
    ("signals.csv", "VP-OTRO,3,IMMEDIATE", "VP-OTRO,99,IMMEDIATE", "line 2, column weight"),
    ("signals.csv", "VP-OTRO,3,IMMEDIATE", "VP-OTRO,3,YESTERDAY", "line 2, column urgency"),
    ("signals.csv", "danger,yes,VP-OTRO,3,IMMEDIATE", "danger,perhaps,VP-OTRO,3,IMMEDIATE", "line 2, column answer"),
    ("signals.csv", "danger,yes,VP-OTRO,3,IMMEDIATE", "danger,yes,VP-OTRO,3", "line 2, column urgency"),
]


@pytest.mark.parametrize(("name", "before", "after", "where"), BROKEN)
def test_a_malformed_row_is_named_and_nothing_is_half_loaded(profiles, folder, settings, name, before, after, where):
    settings.LANGUAGE_CODE = "en"
    edit(folder, name, before, after)
    with pytest.raises(
        source.MalformedRow, match=where.replace("line", "(line|línea)").replace("column", "(column|columna)")
    ) as broken:
        actions.load(folder, TODAY)
    assert str(broken.value).startswith(name)
    assert not Instrument.objects.exists()


def test_a_missing_or_unreadable_file_is_named(profiles, folder):
    (folder / "signals.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(source.MalformedRow, match="signals.csv"):
        actions.load(folder, TODAY)
    (folder / "signals.csv").unlink()
    with pytest.raises(source.MalformedRow, match="signals.csv"):
        actions.load(folder, TODAY)


def test_every_profile_can_be_reached(profiles):
    forms = source.read(FOLDER, profiles=set(PROFILES))
    reached = {signal[0] for form in forms for q in form.questions for found in q.signals.values() for signal in found}
    assert reached == set(PROFILES)
    assert len(reached) == 27


def test_nobody_is_asked_for_the_name_of_a_perpetrator_or_a_diagnosis_or_an_orientation(profiles):
    forms = source.read(FOLDER, profiles=set(PROFILES))
    asked = " ".join(q.text_es.lower() for form in forms for q in form.questions)
    for word in (
        "quién lo hizo",
        "nombre del agresor",
        "qué enfermedad",
        "orientación sexual",
        "es usted gay",
        "es lesbiana",
    ):
        assert word not in asked


def test_the_forms_are_short(profiles):
    for form in source.read(FOLDER, profiles=set(PROFILES)):
        assert 4 <= len(form.questions) <= 7, form.code
        assert form.guidance_es, form.code
