import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from ayni.codelists.models import Profile
from ayni.codelists.tests.factories import ProfileFactory
from ayni.instruments import actions, queries, rules, source
from ayni.instruments.models import Instrument, ProfileForm, Question

pytestmark = pytest.mark.django_db

FOLDER = settings.BASE_DIR / "data" / "instruments"
TODAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 22)
NOON = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


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
    assert len(loaded.new) == Instrument.objects.count() == 40
    assert Question.objects.count() > 70


def test_a_second_load_changes_nothing(profiles, django_assert_max_num_queries):
    actions.load(FOLDER, TODAY)
    with django_assert_max_num_queries(5):
        loaded = actions.load(FOLDER, TOMORROW)
    assert (loaded.new, loaded.changed, loaded.closed, loaded.same) == ([], [], [], 40)


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
        least, most = (4, 7) if form.series == "SCREENING" else (6, 18)
        if form.series.startswith("SESSION_"):
            # Answered on a telephone in the room: nobody asks, and there is nobody to guide.
            assert 3 <= len(form.questions) <= 5, form.code
            continue
        assert least <= len(form.questions) <= most, form.code
        assert form.guidance_es, form.code


def test_every_profile_has_its_forms_and_every_form_somebody_whose_it_is(profiles):
    actions.load(FOLDER, TODAY)
    alone = set(Instrument.objects.filter(series="").values_list("code", flat=True))
    used = dict.fromkeys(PROFILES, 0)
    for row in ProfileForm.objects.exclude(profile=ProfileForm.EVERY):
        used[row.profile] += 1
    assert set(ProfileForm.objects.values_list("instrument", flat=True)) == alone
    assert [code for code, number in used.items() if not number] == ["VP-OTRO"], "VP-OTRO has that of every case"


def test_every_question_of_a_case_is_there_in_english_too(profiles):
    for form in source.read(FOLDER, profiles=set(PROFILES)):
        if form.series == "SCREENING":
            continue
        english = form.translations["en"]
        for question in form.questions:
            said = english["questions"][question.key]
            assert said["text"], (form.code, question.key)
            assert set(said.get("choices", {})) == {value for value, _label in question.choices}, question.key


def test_a_translation_that_comes_later_makes_no_new_version(profiles, folder):
    actions.load(folder, TODAY)
    edit(folder, "translations.csv", "Situation and wishes", "Situation and what is wished")
    assert actions.load(folder, TOMORROW).changed == []
    form = Instrument.objects.get(code="CF-GENERAL")
    assert (form.version, form.title("en"), form.title("fr")) == (
        1, "Situation and what is wished", "Situación y deseos",
    )  # fmt: skip


def test_a_question_that_a_reserved_answer_opens_cannot_be_less_reserved(profiles, folder):
    edit(folder, "questions.csv", "agrees=yes,,TEAM", "agrees=yes,,TEAM")
    text = (folder / "questions.csv").read_text()
    line = next(row for row in text.splitlines() if row.startswith("CF-VBG,now72"))
    (folder / "questions.csv").write_text(text.replace(line, line.removesuffix("TEAM") + "PROTECTED"))
    with pytest.raises(source.MalformedRow, match="sensitivity"):
        actions.load(folder, TODAY)


def test_forms_written_by_hand_outlive_a_load(world, profiles, folder):
    actions.load(folder, TODAY)
    profile = Profile.objects.get(code="VP-OTRO")
    actions.assign_forms(
        profile=profile, forms={"CF-SALUD": actions.Times(due=5), "CF-PAM": actions.Times()}, by=world.marta, at=NOON
    )
    actions.load(folder, TOMORROW)
    rows = ProfileForm.objects.filter(profile="VP-OTRO").values_list("instrument", "due_days")
    assert sorted(rows, key=str) == [("CF-PAM", None), ("CF-SALUD", 5)]
    with pytest.raises(rules.CannotAssign, match="CF-NADA"):
        actions.assign_forms(profile=profile, forms={"CF-NADA": actions.Times()}, by=world.marta, at=NOON)
