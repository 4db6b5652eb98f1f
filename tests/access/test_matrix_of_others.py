"""The other half of `test_matrix.py`, in another process: what is asked, and of what world, stands there."""

import pytest

from tests.access.asking import WHO
from tests.access.test_matrix import asks_everything, cast, published, quiet, things  # noqa: F401 - fixtures


@pytest.mark.parametrize("part", [2, 3])
def test_the_other_half_gets_what_is_theirs_and_nothing_else(cast, things, part):  # noqa: F811
    asks_everything(cast, things, WHO[part::4])
