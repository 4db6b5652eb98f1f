"""Knocks are counted, however many knock."""

from ayni.lib.limits import used, within


def test_a_crowd_does_not_make_the_count_of_others_be_forgotten():
    assert within("first", most=1, seconds=600)
    for n in range(2000):
        within(f"crowd:{n}", most=1, seconds=600)
    assert used("first") == 1
    assert not within("first", most=1, seconds=600)
