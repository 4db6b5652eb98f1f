"""Simulated prints: always the same finger from the same seed, and never taken for another."""

from ayni.lib.prints import Impression
from ayni.procedures.bridge.simulator import ALIKE, Simulator, drawn, likeness


def test_the_same_finger_is_known_again_and_no_other_one_is():
    people = ["ana", "luis", "mei"]
    first = {(who, at): drawn(who, at, capture=1) for who in people for at in (1, 2)}
    again = {(who, at): drawn(who, at, capture=2) for who in people for at in (1, 2)}
    same = [likeness(first[key], again[key]) for key in first]
    others = [likeness(first[one], again[two]) for one in first for two in first if one != two]
    assert min(same) > ALIKE + 0.1
    assert max(others) < ALIKE - 0.1


def test_a_worn_print_has_a_poor_grade_and_a_good_one_a_good_grade():
    reader = Simulator(seconds=0, worn=frozenset({3}))
    grade = {
        at: reader.capture(position=at, impression=Impression.PLAIN, subject="ana", cancelled=lambda: False).quality
        for at in (1, 2, 3)
    }
    assert grade[3] < 30 < 60 < min(grade[1], grade[2])
