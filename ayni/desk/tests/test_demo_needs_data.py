"""Apart from the other tests of the demo world: those share reference data for a module."""

import pytest

from ayni.desk.demo import make_world
from ayni.desk.demo.reference import ReferenceMissing
from tests.demo import AT


def test_without_reference_data_there_is_no_world(db: None) -> None:
    with pytest.raises(ReferenceMissing, match="ayni setup"):
        make_world(people=10, seed=1, at=AT)
