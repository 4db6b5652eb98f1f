"""A plugin of pytest: a test is run once more with a filter on rows taken out, and must fail.

The matrix (`test_held.py`) holds the filters that one of its questions misses. Of the others it is asked here whether a
test of the part itself does. By hand, after a filter was added that no question holds:

    python -m pytest -n 2 --dist loadscope -p tests.access.without --filters=try -m "not slow and not journey"

writes `held_by_tests.csv`. This tries what stands there, each filter with its test:

    python -m tests.access.without
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.access import held
from tests.access.mutants import Mutants, filters, planted

MOST_TRIED = 40
"""Tests a filter is tried with, of those in which it has a part: the first ones, file by file."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--filters", choices=["try", "check"], required=True, help="look for tests, or look at those known"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register({"try": Trying, "check": Checking}[config.getoption("filters")](config), "filters")


class _Without:
    """Plants the mutants once everything is loaded; runs a test with some of them taken out."""

    def __init__(self, config: pytest.Config) -> None:
        self.config, self.open = config, ExitStack()
        self.mutants = Mutants()
        self.names: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self) -> None:
        if not hasattr(self.config, "workerinput") and self.config.getoption("numprocesses", None):
            return
        self.mutants = self.open.enter_context(planted())
        self.names = self.mutants.names()

    def fails_without(self, item: pytest.Item, number: int) -> bool:
        with self.mutants.without(number):
            return not is_passed(runtestprotocol(item, log=False, nextitem=item.parent))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        self.mutants.met.clear()
        reports = runtestprotocol(item, log=False, nextitem=item.parent)
        if is_passed(reports):
            self.look(item, reports)
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        item.session._setupstate.teardown_exact(nextitem)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def look(self, item: pytest.Item, reports: list[pytest.TestReport]) -> None:
        raise NotImplementedError

    def pytest_sessionfinish(self) -> None:
        self.open.close()


class Trying(_Without):
    """Of each filter that no question of the matrix holds, the first test that fails without it."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        self.sought = {name for name, question in held.read().items() if not question}
        self.found: dict[str, str] = {}
        self.tried: dict[str, int] = defaultdict(int)

    def look(self, item: pytest.Item, _reports: list[pytest.TestReport]) -> None:
        for number in sorted(self.mutants.met):
            name = self.names[number]
            if name not in self.sought or name in self.found or self.tried[name] >= MOST_TRIED:
                continue
            self.tried[name] += 1
            # A test that cannot be run twice says nothing.
            if self.fails_without(item, number) and is_passed(runtestprotocol(item, log=False, nextitem=item.parent)):
                self.found[name] = item.nodeid

    def pytest_sessionfinish(self) -> None:
        super().pytest_sessionfinish()
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["found"] = self.found
        else:
            write(self.found)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.found = {**getattr(node, "workeroutput", {}).get("found", {}), **self.found}


class Checking(_Without):
    """Each filter that stands in the file is taken out under its test."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        self.held: dict[str, list[str]] = defaultdict(list)
        for name, test in held.read_tests().items():
            self.held[test].append(name)

    def look(self, item: pytest.Item, reports: list[pytest.TestReport]) -> None:
        places = [self.names.index(name) for name in self.held[item.nodeid]]
        if missed := [self.names[number] for number in places if not self.fails_without(item, number)]:
            (called,) = (report for report in reports if report.when == "call")
            called.outcome = "failed"
            called.longrepr = "Taken out, and this test did not notice:\n" + "\n".join(missed)


def is_passed(reports: list[pytest.TestReport]) -> bool:
    return any(one.when == "call" for one in reports) and all(one.passed for one in reports)


def write(found: dict[str, str]) -> None:
    """What was known of a filter stays, unless another test was found or the filter is gone."""
    there = set(filters())
    held.write_tests({name: test for name, test in (held.read_tests() | found).items() if name in there})


def nodes() -> Iterator[str]:
    yield from sorted(set(held.read_tests().values()))


if __name__ == "__main__":
    own = ["-n", "2", "--dist", "loadscope", "-p", "tests.access.without", "--filters=check"]
    sys.exit(pytest.main([*own, *sys.argv[1:], *nodes()]))
