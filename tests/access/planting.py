"""A plugin of pytest that runs tests with a filter taken out, and says whether any of them notices.

    AYNI_FIND=places.json AYNI_FOUND=held.json python -m pytest -p tests.access.planting ayni

`AYNI_FIND`: the places to be looked for. Each test is run as it is, and once more without each such place that it meets
and that no test has noticed yet. `AYNI_FOUND`: which test noticed which.
"""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from .mutants import Mutants, planted

_open = ExitStack()
_mutants: list[Mutants] = []
_wanted: set[str] = set()
_held: dict[str, str] = {}


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    _mutants.append(_open.enter_context(planted()))
    _wanted.update(json.loads(Path(os.environ["AYNI_FIND"]).read_text()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    mutants = _mutants[0]
    mutants.met.clear()
    result = yield
    for key in sorted({mutants.places[number].key for number in mutants.met} & _wanted - set(_held)):
        with mutants.without(*(n for n, place in enumerate(mutants.places) if place.key == key)):
            item._initrequest()  # type: ignore[attr-defined]
            if any(report.failed for report in runtestprotocol(item, log=False)):
                _held[key] = item.nodeid
    return result


def pytest_unconfigure() -> None:
    _open.close()
    Path(os.environ["AYNI_FOUND"]).write_text(json.dumps(dict(sorted(_held.items())), indent=1))
