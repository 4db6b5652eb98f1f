"""The specimens of ICAO Doc 9303, and what each says."""

from datetime import date

import pytest

from ayni.lib.mrz import (
    CannotRead,
    CannotWrite,
    Fields,
    PartialDate,
    Sex,
    check_digit,
    read,
    spelled,
    spellings,
    write,
)
from ayni.lib.mrz.layouts import MRVA, MRVB, TD1, TD2, TD3

TODAY = date(2026, 11, 28)

SPECIMENS = {
    "TD1": "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    "TD2": "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
    "TD3": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "MRV-A": "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    "MRV-B": "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<",
}
LONG = {
    "TD1": "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<",
    "TD2": "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8",
}


def test_the_example_of_the_standard_for_the_check_digit():
    assert check_digit("520727") == "3"
    assert check_digit("AB2134<<<") == "5"


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_specimen_of_the_standard_is_valid_and_says_who_it_is_of(name):
    zone = read(SPECIMENS[name], today=TODAY)
    assert zone.is_valid
    assert zone.layout.name == name
    assert (zone.fields.surnames, zone.fields.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert zone.fields.issuer == "UTO"
    assert zone.fields.sex == Sex.FEMALE
    assert zone.suggestions == ()


def test_the_passport_of_utopia_is_read_field_by_field():
    fields = read(SPECIMENS["TD3"], today=TODAY).fields
    assert fields.document_number == "L898902C3"
    assert str(fields.birth) == "1974-08-12"
    assert str(fields.expiry) == "2012-04-15"
    assert fields.optional == "ZE184226B"


@pytest.mark.parametrize("name", LONG)
def test_a_long_number_goes_on_in_the_optional_data(name):
    zone = read(LONG[name], today=TODAY)
    assert zone.is_valid
    assert zone.fields.document_number == "D23145890734"
    assert zone.fields.optional == ""
    assert str(zone.fields.birth) == "1934-07-12"


@pytest.mark.parametrize("text", [*SPECIMENS.values(), *LONG.values()])
def test_what_was_read_is_written_again_letter_by_letter(text):
    zone = read(text, today=TODAY)
    assert "\n".join(write(zone.fields, zone.layout)) == text


@pytest.mark.parametrize(("code", "means"), [("XXA", "stateless"), ("XXB", "refugee"), ("XXC", "other"), ("XXX", "?")])
def test_who_has_no_nationality_has_a_code(code, means):
    assert read("\n".join(write(who(nationality=code), TD1)), today=TODAY).fields.nationality == code


def test_germany_is_one_letter():
    lines = write(who(document_code="P", issuer="D", nationality="D"), TD3)
    assert lines[0].startswith("P<D<<")
    assert read("\n".join(lines), today=TODAY).fields.issuer == "D"


def test_a_code_of_no_state_is_named():
    zone = read(SPECIMENS["TD3"].replace("6UTO", "6UT0"), today=TODAY)
    assert [(problem.field, problem.places) for problem in zone.problems] == [("nationality", (13,))]
    assert [s for s in zone.suggestions if s.field == "nationality"][0].proposed == "O"


@pytest.mark.parametrize(
    ("birth", "written", "said"),
    [
        (PartialDate(1974, 8), "7408<<", "1974-08"),
        (PartialDate(1974), "74<<<<", "1974"),
        (PartialDate(), "<<<<<<", ""),
    ],
)
def test_what_is_not_known_of_a_birth_is_fillers(birth, written, said):
    zone = read("\n".join(write(who(birth=birth), TD1)), today=TODAY)
    assert zone.raw("birth") == written
    assert str(zone.fields.birth) == said
    assert zone.is_valid


def test_two_digits_of_a_year_are_past_for_a_birth_and_near_for_an_end():
    fields = read("\n".join(write(who(birth=PartialDate(2025, 3, 1)), TD1)), today=TODAY).fields
    assert (fields.birth.year, fields.birth.other_year) == (2025, 1925)
    fields = read("\n".join(write(who(birth=PartialDate(1927, 3, 1)), TD1)), today=TODAY).fields
    assert (fields.birth.year, fields.birth.other_year) == (1927, None)


def test_nobody_is_born_after_their_document_ended():
    lines = write(who(birth=PartialDate(1920, 5, 5), expiry=PartialDate(1995, 1, 1)), TD1)
    assert read("\n".join(lines), today=TODAY).fields.birth.year == 1920


def test_the_29th_of_february_is_of_the_century_that_has_it():
    lines = write(who(birth=PartialDate(2000, 2, 29)), TD1)
    assert read("\n".join(lines), today=TODAY).fields.birth.other_year is None


def test_the_31st_of_april_is_no_day():
    zone = read(SPECIMENS["MRV-B"].replace("4009078", "400431" + check_digit("400431")), today=TODAY)
    assert [problem.field for problem in zone.problems] == ["birth"]
    assert zone.failed == ()


def test_letters_of_other_alphabets_are_spelled():
    assert spelled("Ñandú Müller-D’Ávila") == "NANDU<MULLER<DAVILA"
    assert {"NUNEZ", "NUNXXEZ"} == spellings("Núñez")
    assert {"GUELL", "GULL"} > {"GULL"} & spellings("Güll")
    assert spelled("Straße Øre Þór Łódź Şahin Ærø ıI") == "STRASSE<OERE<THOR<LODZ<SAHIN<AEROE<II"
    assert spelled("Хрущёв") == "KHRUSHCHEV"
    assert spelled("Al-Ḥusayn ʿAlī") == "AL<HUSAYN<ALI"


def test_an_enye_read_as_three_letters_is_kept_as_it_stands_and_compared_as_one():
    zone = read("\n".join(write(who(surnames="MUNXXOZ"), TD1)), today=TODAY)
    assert zone.fields.surnames in spellings("Muñoz")


def test_somebody_with_one_name_has_it_in_the_first_part():
    lines = write(who(document_code="P", surnames="", given_names="Arkfreith"), TD3)
    assert lines[0] == "P<PERARKFREITH".ljust(44, "<")
    fields = read("\n".join(lines), today=TODAY).fields
    assert (fields.surnames, fields.given_names) == ("ARKFREITH", "")


@pytest.mark.parametrize(
    ("surnames", "given", "name"),
    [
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo", "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"),
        ("Abcdefghijklmnopqrstuvwxyzabcdefghijk", "A B", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ<<A"),
    ],
)
def test_a_name_that_is_too_long_ends_with_a_letter(surnames, given, name):
    lines = write(who(document_code="P", surnames=surnames, given_names=given), TD3)
    assert lines[0][5:] == name
    assert read("\n".join(lines), today=TODAY).fields.is_truncated


def test_the_gap_between_two_names_never_stands_last():
    line = write(who(surnames="Perez", given_names="Alejandra Carolinax Bea"), TD1)[2]
    assert line == "PEREZ<<ALEJANDRA<CAROLINAX<BEA"
    line = write(who(surnames="Perezosa", given_names="Alejandra Carolinax Bea"), TD1)[2]
    assert line == "PEREZOSA<<ALEJANDRA<CAROLINA<B"


@pytest.mark.parametrize(
    ("layout", "wrong"),
    [
        (TD1, {"document_number": ""}),
        (TD1, {"document_number": "A" * 23}),
        (TD2, {"document_number": "A" * 15}),
        (TD3, {"document_number": "A" * 10}),
        (MRVA, {"document_number": "A" * 10}),
        (MRVB, {"optional": "A" * 9}),
        (TD1, {"document_number": "A" * 22, "optional": "A"}),
        (TD1, {"document_code": "P"}),
        (TD1, {"nationality": "QQQ"}),
        (TD1, {"surnames": "Perez 2"}),
        (TD1, {"surnames": "王"}),
        (TD1, {"birth": PartialDate(1974, None, 3)}),
    ],
)
def test_what_has_no_place_in_the_zone_is_refused(layout, wrong):
    code = {"TD1": "I", "TD2": "I", "TD3": "P"}.get(layout.name, "V")
    with pytest.raises(CannotWrite):
        write(who(**{"document_code": code, **wrong}), layout)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "EMPTY"),
        (" \n\n ", "EMPTY"),
        ("P<UTO", "LINES"),
        ("A" * 44 + "\n" + "B" * 43, "WIDTH"),
        ("A\nB\nC\nD", "LINES"),
    ],
)
def test_what_has_not_the_shape_of_a_zone_is_refused_with_its_widths(text, reason):
    with pytest.raises(CannotRead) as told:
        read(text, today=TODAY)
    assert told.value.reason == reason


def test_lines_that_come_as_one_or_with_spaces_and_small_letters_are_the_same_lines():
    for text in SPECIMENS.values():
        plain = read(text, today=TODAY)
        assert read(text.replace("\n", ""), today=TODAY) == plain
        assert read(text.lower().replace("\n", " \r\n\r\n"), today=TODAY) == plain


def who(**fields):
    given = {"document_code": "I", "issuer": "PER", "document_number": "001234567"}
    given |= {"nationality": "VEN", "surnames": "Pérez", "given_names": "Ana", "birth": PartialDate(1990, 1, 2)}
    given |= {"sex": Sex.FEMALE, "expiry": PartialDate(2027, 1, 1)}
    return Fields(**{**given, **fields})


@pytest.mark.parametrize(
    ("ended", "is_over"),
    [(PartialDate(2026, 11, 29), True), (PartialDate(2026, 11, 30), False), (PartialDate(2026, 11), False),
     (PartialDate(2026, 10), True), (PartialDate(2025), True), (PartialDate(), False)],
)  # fmt: skip
def test_a_document_is_over_only_where_every_sense_of_its_date_is(ended, is_over):
    assert ended.is_before(date(2026, 11, 30)) is is_over
