import numpy as np
import pytest

from ayni.observatory.noise import tables
from ayni.observatory.noise.tables import LARGEST, ROWS, SLOTS, VARIANCE, table
from ayni.observatory.tests.country import OTHER, SECRET

NOISE = table(SECRET.raw).noise.astype(int)


def test_nobody_stays_nobody() -> None:
    assert not NOISE[0].any()


@pytest.mark.parametrize("count", range(1, ROWS))
def test_the_noise_of_each_count_keeps_its_promises(count: int) -> None:
    row = NOISE[count]
    assert row.sum() == 0, "it adds nothing on average, exactly"
    assert np.abs(row).max() <= LARGEST
    assert abs(row.var() - VARIANCE) < 0.02
    assert not set(count + row) & {1, 2}
    assert (count + row).min() >= 0


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_people_become_nobody_at_least_three_times_in_ten(count: int) -> None:
    assert (NOISE[count] == -count).mean() >= 0.3


def test_large_counts_share_a_row() -> None:
    counts, slots = np.array([8, 9, 1000, 10**6]), np.full(4, 17)
    assert len(set(table(SECRET.raw).added(counts, slots).tolist())) == 1


def test_another_secret_has_another_table_that_keeps_the_same_promises() -> None:
    other = table(OTHER.raw).noise.astype(int)
    assert (other != NOISE).any(axis=1)[1:].all()
    assert not other.sum(axis=1).any()
    assert (np.abs(other[1:].var(axis=1) - VARIANCE) < 0.02).all()


def test_the_shares_differ_by_the_secret_and_not_only_their_order() -> None:
    """Sorted alike, so a table from the code alone would be no table of this installation."""
    plain = tables.nearest(tables.outputs(8), np.ones(11))
    ours = np.bincount(NOISE[8] + LARGEST, minlength=11) / SLOTS
    assert np.abs(plain - ours).max() > 0.005
