"""What holds of every zone: written and read it is the same; a wrong character is noticed, but for those named here."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.lib.mrz import LAYOUTS, CannotRead, Fields, PartialDate, Sex, read, same_to_the_check, write
from ayni.lib.mrz.checks import checks_of, covered_by
from ayni.lib.mrz.codes import KNOWN
from ayni.lib.mrz.letters import ALPHABET, DIGITS, LETTERS

from .test_mrz import LONG, SPECIMENS, TODAY

ROOM = {"TD1": 22, "TD2": 14}
CODES = {"TD1": "ID", "TD2": "I", "TD3": "P", "MRV-A": "V", "MRV-B": "VC"}
words = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=3).map(" ".join)
states = st.sampled_from(sorted(KNOWN))


def number_of(layout):
    return st.text(DIGITS + LETTERS, min_size=1, max_size=ROOM.get(layout, 9))


def births():
    whole = st.dates(date(1927, 1, 1), date(2026, 11, 1))
    return st.builds(_less, whole, st.integers(0, 3))


def _less(day, unknown):
    return PartialDate(*[None if at > 2 - unknown else part for at, part in enumerate((day.year, day.month, day.day))])


@st.composite
def zones(draw):
    layout = draw(st.sampled_from(sorted(LAYOUTS)))
    end = draw(st.dates(date(2026, 11, 2), date(2060, 1, 1)))
    return LAYOUTS[layout], Fields(
        document_code=CODES[layout],
        issuer=draw(states),
        document_number=draw(number_of(layout)),
        nationality=draw(states),
        surnames=draw(words),
        given_names=draw(words | st.just("")),
        birth=draw(births()),
        sex=draw(st.sampled_from(Sex)),
        expiry=PartialDate(end.year, end.month, end.day),
    )


@settings(deadline=None)
@given(zones())
def test_what_is_written_is_read_the_same(made):
    layout, fields = made
    lines = write(fields, layout)
    assert {len(line) for line in lines} == {layout.width}
    assert set("".join(lines)) <= set(ALPHABET)
    zone = read("\n".join(lines), today=TODAY)
    assert zone.is_valid
    assert zone.layout == layout
    for name in ("document_code", "issuer", "document_number", "nationality", "sex", "expiry"):
        assert getattr(zone.fields, name) == getattr(fields, name)
    assert str(zone.fields.birth) == str(fields.birth)
    if not zone.fields.is_truncated:
        assert (zone.fields.surnames, zone.fields.given_names) == (fields.surnames, fields.given_names)


@settings(deadline=None)
@given(st.text(max_size=120) | st.text(ALPHABET + "\n", min_size=60, max_size=95))
def test_whatever_is_read_either_is_told_or_is_refused(text):
    try:
        zone = read(text, today=TODAY)
    except CannotRead:
        return
    assert (len(zone.lines), len(zone.lines[0])) == (zone.layout.lines, zone.layout.width)


def corrupted(lines, line, place, character):
    text = lines[line - 1]
    return [*lines[: line - 1], text[: place - 1] + character + text[place:], *lines[line:]]


@pytest.mark.parametrize("text", [*SPECIMENS.values(), *LONG.values()])
def test_every_wrong_character_in_a_checked_place_is_noticed_unless_its_value_is_the_same_modulo_10(text):
    zone, missed = read(text, today=TODAY), 0
    places = {
        (span.line, place)
        for check in zone.checks
        for span in covered_by(zone.layout, zone.lines, check.name)
        for place in range(span.start, span.end + 1)
    }
    for line, place in places:
        right = zone.lines[line - 1][place - 1]
        for wrong in set(ALPHABET) - {right}:
            read_again = read("\n".join(corrupted(zone.lines, line, place, wrong)), today=TODAY)
            if wrong not in same_to_the_check(right):
                assert read_again.failed or read_again.problems, (line, place, wrong)
            elif read_again.is_valid:
                missed += 1
    # What the standard cannot see is there to be seen: 0, A, K, U and the filler are one to it.
    assert missed > 0


@pytest.mark.parametrize(
    ("line", "place", "failed"),
    [
        (2, 1, {"document_number", "composite"}),
        (2, 10, {"document_number", "composite"}),
        (2, 15, {"birth", "composite"}),
        (2, 23, {"expiry", "composite"}),
        (2, 30, {"optional", "composite"}),
        (2, 43, {"optional", "composite"}),
        (2, 44, {"composite"}),
    ],
)
def test_one_wrong_character_says_which_check_failed(line, place, failed):
    lines = SPECIMENS["TD3"].split("\n")
    right = lines[line - 1][place - 1]
    wrong = next(c for c in "1234567" if c != right and c not in same_to_the_check(right))
    assert set(read("\n".join(corrupted(lines, line, place, wrong)), today=TODAY).failed) == failed


def test_the_values_that_the_check_takes_for_one_another():
    assert same_to_the_check("0") == "AKU<"
    assert same_to_the_check("1") == "BLV"
    assert same_to_the_check("8") == "IS"
    assert same_to_the_check("O") == "4EY"


@pytest.mark.parametrize(("right", "wrong", "place"), [("0", "O", 6), ("2", "Z", 7), ("8", "B", 2), ("8", "B", 4)])
def test_what_looks_alike_is_suggested_with_the_checks_that_then_fit(right, wrong, place):
    lines = SPECIMENS["TD3"].split("\n")
    assert lines[1][place - 1] == right
    zone = read("\n".join(corrupted(lines, 2, place, wrong)), today=TODAY)
    # Several may fit: the check digit cannot tell which of them was meant, and neither do we.
    then_fit = {(each.place, each.proposed): each.then_fit for each in zone.suggestions}
    assert then_fit[place, right] == ("document_number", "composite")
    assert len(then_fit) < 8
    assert zone.fields.document_number != "L898902C3"


def test_what_mends_the_whole_alone_is_not_suggested_while_a_part_of_it_does_not_fit():
    """A filler taken for a letter would hide that the birth was read wrong."""
    lines = SPECIMENS["TD3"].split("\n")
    zone = read("\n".join(corrupted(lines, 2, 19, "5")), today=TODAY)
    assert {"birth", "composite"} <= set(zone.failed)
    assert not [each for each in zone.suggestions if each.then_fit == ("composite",)]


def test_the_standard_does_not_see_an_i_for_an_8_or_a_1_for_a_b():
    lines = SPECIMENS["TD3"].split("\n")
    assert {check.fits for check in checks_of(LAYOUTS["TD3"], corrupted(lines, 2, 2, "I"))} == {True}


def test_a_letter_in_a_date_is_named_and_the_digit_it_resembles_is_suggested():
    lines = SPECIMENS["TD3"].split("\n")
    zone = read("\n".join(corrupted(lines, 2, 17, "B")), today=TODAY)
    assert [(problem.field, problem.places) for problem in zone.problems] == [("birth", (17,))]
    assert zone.suggestions[0].proposed == "8"
    assert "birth" in zone.suggestions[0].then_fit
