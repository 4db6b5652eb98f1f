import re
from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ayni.audit.models import Event
from ayni.people import actions, hooks, queries
from ayni.people.models import Basis, Birth, ConsentText, Purpose
from ayni.people.rules import consents as rules
from ayni.people.rules.texts import MalformedTexts, Text, read_texts

from .factories import NOON, ConsentFactory, ConsentTextFactory, PersonFactory

pytestmark = pytest.mark.django_db
REFER = Purpose.REFER


@pytest.fixture
def person(rosa):
    return PersonFactory(registered_by=rosa)


def give(person, by, **kwargs):
    purpose = kwargs.setdefault("purpose", REFER)
    kwargs.setdefault("organisation", None)
    kwargs.setdefault("basis", Basis.CONSENT)
    kwargs.setdefault("grounds", "")
    if "text" not in kwargs:
        kwargs["text"] = ConsentTextFactory(purpose=purpose)
    return actions.give_consent(person=person, by=by, at=NOON, **kwargs)


def test_sharing_with_one_institution_says_nothing_about_another(person, rosa, world):
    consent = give(person, rosa, organisation=world.cem)
    assert queries.standing_consent(person, world.cem) == consent
    assert queries.standing_consent(person, world.oim) is None


def test_sharing_names_its_institution_and_nothing_else_does(person, rosa, world):
    with pytest.raises(rules.CannotConsent):
        give(person, rosa)
    with pytest.raises(rules.CannotConsent):
        give(person, rosa, purpose=Purpose.CONTACT, organisation=world.cem)


def test_it_ends_at_once_and_can_be_given_again(person, rosa, julio, world):
    first = give(person, rosa, organisation=world.cem)
    actions.withdraw_consent(consent=first, by=julio, at=NOON)
    assert queries.standing_consent(person, world.cem) is None
    with pytest.raises(rules.CannotWithdraw):
        actions.withdraw_consent(consent=first, by=rosa, at=NOON)
    second = give(person, rosa, organisation=world.cem)
    assert queries.standing_consent(person, world.cem) == second
    first.refresh_from_db()
    assert first.withdrawn_by == julio
    assert queries.history(person)[-1] == first


def test_whoever_relied_on_it_is_told_in_the_same_transaction(person, rosa, world, monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "WITHDRAWN", [lambda consent, by, at: told.append((consent.pk, by, at))])
    consent = give(person, rosa, organisation=world.cem)
    actions.withdraw_consent(consent=consent, by=rosa, at=NOON)
    assert told == [(consent.pk, rosa, NOON)]


def test_what_stops_is_said_before(person, rosa, world, monkeypatch):
    monkeypatch.setattr(hooks, "WITHDRAWAL_EFFECTS", [lambda consent: ["La derivación R-1 deja de mostrarse."]])
    lines = queries.effects_of_withdrawing(give(person, rosa, organisation=world.cem))
    assert len(lines) == 2
    assert lines[1] == "La derivación R-1 deja de mostrarse."


def test_one_stands_at_a_time(person, rosa, world):
    give(person, rosa, organisation=world.cem)
    with pytest.raises(rules.CannotConsent):
        give(person, rosa, organisation=world.cem)


def test_the_words_that_were_read_are_those_of_the_purpose_and_in_force(person, rosa, world):
    wrong = ConsentTextFactory(purpose=Purpose.CONTACT)
    over = ConsentTextFactory(purpose=REFER, version=7, valid_to=NOON.date())
    coming = ConsentTextFactory(purpose=REFER, version=8, valid_from=NOON.date() + timedelta(days=1))
    for text in (wrong, over, coming, None):
        with pytest.raises(rules.CannotConsent):
            give(person, rosa, organisation=world.cem, text=text)


@pytest.mark.parametrize("basis", [b for b in Basis if b not in rules.CONSENTS])
def test_a_basis_without_consent_needs_grounds(rosa, world, basis):
    child = PersonFactory(registered_by=rosa, birth_date=date(2020, 1, 1))
    adult = PersonFactory(registered_by=rosa)
    person = child if basis == Basis.BEST_INTERESTS else adult
    for grounds in ("", "   "):
        with pytest.raises(rules.CannotConsent):
            give(person, rosa, organisation=world.cem, basis=basis, text=None, grounds=grounds)
    consent = give(person, rosa, organisation=world.cem, basis=basis, text=None, grounds=" Peligro de muerte. ")
    assert (consent.grounds, consent.text) == ("Peligro de muerte.", None)


@pytest.mark.parametrize(
    ("born", "precision", "is_child"),
    [
        (date(2008, 11, 21), Birth.EXACT, True),
        (date(2008, 11, 20), Birth.EXACT, False),
        (date(2008, 1, 1), Birth.YEAR, True),
        (date(2007, 1, 1), Birth.YEAR, False),
        (date(2008, 11, 1), Birth.MONTH, True),
        (date(2008, 1, 1), Birth.ESTIMATED, True),
        (None, Birth.UNKNOWN, False),
    ],
)
def test_whoever_may_be_a_child_needs_a_representative(rosa, world, born, precision, is_child):
    person = PersonFactory(registered_by=rosa, birth_date=born, birth_precision=precision)
    if not is_child:
        assert give(person, rosa, organisation=world.cem)
        return
    with pytest.raises(rules.CannotConsent):
        give(person, rosa, organisation=world.cem)
    assert give(person, rosa, organisation=world.cem, basis=Basis.REPRESENTATIVE)


def test_the_best_interests_of_an_adult_are_not_a_basis(person, rosa, world):
    with pytest.raises(rules.CannotConsent):
        give(person, rosa, organisation=world.cem, basis=Basis.BEST_INTERESTS, text=None, grounds="Porque sí.")


def test_the_trail_keeps_the_basis_and_not_the_grounds(person, rosa, world):
    give(person, rosa, organisation=world.cem, basis=Basis.VITAL_INTEREST, text=None, grounds="Herida de bala")
    event = Event.objects.get(verb="consent.given", thread=person.pk)
    assert event.details["basis"] == "VITAL_INTEREST"
    assert "bala" not in str(event.details)


def test_the_database_itself_refuses_two_that_stand(person, rosa, world):
    give(person, rosa, organisation=world.cem)
    for purpose, organisation in ((Purpose.REGISTER, None), (REFER, world.cem)):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConsentFactory(person=person, purpose=purpose, organisation=organisation, taken_by=rosa)


def test_what_may_be_shared_is_only_what_is_there_and_safe(rosa):
    person = PersonFactory(registered_by=rosa, document="AB123456", known_as="Yuli", phone="987654321")
    person.contacts.create(kind="SMS", value="911111111", is_safe=False, since=NOON)
    person.relationships.create(kind="CHILD", name="Ana Nombre Ajeno", birth_year=2020, born_in_peru=True)
    items = {item.field.split(":")[0]: item.value for item in queries.shareable(person, rosa)}
    assert items["name"] == "Yusleidy Carolina González Rondón"
    assert items["birth"] == "12 Mar 1990" or items["birth"].lower() == "12 mar 1990"
    assert "AB123456" in items["document"]
    assert "987654321" in items["contact"]
    assert "911111111" not in str(items)
    assert "Ajeno" not in str(items)
    assert items["children"].startswith("1 ")
    assert "education" not in items


CSV = "purpose,language,version,valid_from,text\n"


def load(folder, rows, on=date(2026, 11, 20)):
    (folder / "consent_texts.csv").write_text(CSV + rows, encoding="utf-8")
    return actions.load_consent_texts(folder, on)


def test_the_texts_of_the_project_load_and_load_again(settings):
    assert actions.load_consent_texts(settings.BASE_DIR / "data", date(2026, 11, 20)) == 35
    assert actions.load_consent_texts(settings.BASE_DIR / "data", date(2026, 11, 21)) == 0
    for purpose in Purpose:
        languages = [t.language for t in queries.texts_in_force(purpose, date(2026, 11, 20))]
        assert languages[0] == "es"
        assert set(languages) == {"es", "pt", "en", "fr", "ht"}


def test_every_language_says_what_the_spanish_text_says(settings):
    """Sentence by sentence, by their number and their length: a clause that one language lacks makes one shorter."""
    texts = {text.key: text.text for text in read_texts(settings.BASE_DIR / "data/consent_texts.csv")}
    newest = {purpose: max(v for p, lang, v in texts if (p, lang) == (purpose, "es")) for purpose, _l, _v in texts}
    for (purpose, language, version), text in texts.items():
        # Somebody may have agreed to an earlier version: its words stay as they were.
        assert version <= newest[purpose]
        if version < newest[purpose]:
            continue
        ours, theirs = (re.findall(r"[^.?]+[.?]", words) for words in (texts[purpose, "es", version], text))
        assert len(theirs) == len(ours), (purpose, language)
        for spanish, said in zip(ours, theirs, strict=True):
            assert 0.6 <= len(said) / len(spanish) <= 1.6, (purpose, language, said)


def test_a_new_version_is_there_in_every_language(settings):
    languages = defaultdict(set)
    for purpose, language, version in (t.key for t in read_texts(settings.BASE_DIR / "data/consent_texts.csv")):
        languages[purpose, version].add(language)
    assert set(map(frozenset, languages.values())) == {frozenset({"es", "pt", "en", "fr", "ht"})}


def test_a_new_version_ends_the_one_before(tmp_path):
    load(tmp_path, "REFER,es,1,2026-01-01,Uno\n")
    load(tmp_path, "REFER,es,1,2026-01-01,Uno\nREFER,es,2,2026-12-01,Dos\n")
    assert ConsentText.objects.get(version=1).valid_to == date(2026, 12, 1)
    assert queries.text_in_force(REFER, date(2026, 11, 30)).text == "Uno"
    assert queries.text_in_force(REFER, date(2026, 12, 1)).text == "Dos"


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ("ELSE,es,1,2026-01-01,Uno\n", "line 2, column purpose"),
        ("REFER,es,one,2026-01-01,Uno\n", "line 2, column version"),
        ("REFER,es,1,01/01/2026,Uno\n", "line 2, column valid_from"),
        ("REFER,es,1,2026-01-01,\n", "line 2, column text"),
        ("REFER,spanish-of-peru,1,2026-01-01,Uno\n", "line 2, column language"),
        ("REFER,es,1\n", "line 2: expected 5 cells"),
        ("REFER,es,1,2026-01-01,Uno\nREFER,es,1,2026-01-01,Dos\n", "twice"),
    ],
)
def test_a_malformed_row_says_where_and_nothing_is_loaded(tmp_path, rows, where):
    with pytest.raises(MalformedTexts, match=where):
        load(tmp_path, rows)
    assert not ConsentText.objects.exists()


def test_words_that_people_agreed_to_never_change(tmp_path):
    load(tmp_path, "REFER,es,1,2026-01-01,Uno\n")
    with pytest.raises(MalformedTexts, match="version 2"):
        load(tmp_path, "REFER,es,1,2026-01-01,Otro\n")
    assert ConsentText.objects.get().text == "Uno"


def test_without_the_file_or_its_columns_it_says_so(tmp_path):
    with pytest.raises(MalformedTexts, match="missing"):
        actions.load_consent_texts(tmp_path, NOON.date())
    (tmp_path / "consent_texts.csv").write_text("a,b\n1,2\n")
    with pytest.raises(MalformedTexts, match="line 1"):
        actions.load_consent_texts(tmp_path, NOON.date())


def test_a_space_that_does_not_break_makes_no_other_words():
    text = Text("REFER", "fr", 1, NOON.date(), "D\u2019accord\u202f?", "consent_texts.csv, line 2")
    text.check_same("D\u2019accord ?")
    with pytest.raises(MalformedTexts):
        text.check_same("D\u2019accord.")
