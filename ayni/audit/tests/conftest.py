from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def anchors() -> Iterator[Path]:
    """A folder of anchors in which nobody else wrote: each test has a database of its own, and one home for all."""
    folder = settings.AYNI_HOME / "anchors"
    for path in folder.glob("*"):
        path.unlink()
    yield folder
    for path in folder.glob("*"):
        path.unlink()
