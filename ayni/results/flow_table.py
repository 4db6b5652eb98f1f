"""The tables of the page about regularisation: words, numbers, and for whoever may open them, addresses."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from ayni.facts.builds import Build

from . import opened, regularisation, words
from .regularisation import NUMBERS, Flow, Published, Regularisation, Share, Shares
from .rules import APART, Choice, Reach
from .table import Number, asked_of

Addresses = Callable[[str], tuple[str, str]]
"""A group → where its part opens, and its whole; empty where they do not."""


@dataclass(frozen=True)
class FlowRow:
    label: str
    numbers: list[Number]
    share_on_time: float | None
    days: float | None


@dataclass(frozen=True)
class ShareRow:
    label: str
    code: str
    share: Share
    part_href: str = ""
    whole_href: str = ""


@dataclass(frozen=True)
class FlowTable:
    rows: list[FlowRow]
    failing: list[ShareRow]
    absent: list[ShareRow]


def flow_table(build: Build, reach: Reach, choice: Choice, found: Regularisation) -> FlowTable:
    flows: Sequence[Flow] = (*found.flows, *([found.apart] if found.apart else []))
    # What is not broken down opens nothing: nobody who reads it may see whose it is.
    told_of = regularisation.options(build, reach)[choice.by] if reach.opens_rows else []
    opening = {code for code, _name in told_of}
    return FlowTable(
        [_row(build, choice, flow, opens=flow.group in opening) for flow in flows],
        _shares(build, "requirement", found.failing, _opening(build, choice, "failing", "asked", reach.opens_rows)),
        _shares(build, choice.by, found.absent, _opening(build, choice, "absent", "expected", opening)),
    )


def _opening(build: Build, choice: Choice, part: str, whole: str, groups: Collection[str] | bool) -> Addresses:
    """What a line of shares opens: its part and its whole. `groups`: of which lines; True says any requirement."""

    def addresses(group: str) -> tuple[str, str]:
        if group in {APART, ""} or groups is False or (groups is not True and group not in groups):
            return "", ""
        within = replace(choice, requirement=group) if groups is True else choice.within(group)
        return opened.address(build, within, part), opened.address(build, within, whole)

    return addresses


def _row(build: Build, choice: Choice, flow: Flow, *, opens: bool) -> FlowRow:
    numbers = []
    for code, what in NUMBERS.items():
        value = flow.count(code)
        address = _address(build, choice.within(flow.group), code) if opens and value else ""
        numbers.append(Number(what.name, value, address))
    return FlowRow(words.group(build, choice.by, flow.group), numbers, flow.share_on_time, flow.days)


def _shares(build: Build, by: str, shares: Shares, addresses: Addresses) -> list[ShareRow]:
    lines = (*shares.lines, *([shares.apart] if shares.apart else []))
    coded = {s.group for s in lines if by == "requirement"} - {APART}
    return [
        ShareRow(words.group(build, by, s.group), s.group if s.group in coded else "", s, *addresses(s.group))
        for s in lines
    ]


def _address(build: Build, choice: Choice, code: str) -> str:
    return f"{reverse('desk:application-rows', args=[code])}?{urlencode({'build': build.id, **asked_of(choice)})}"


@dataclass(frozen=True)
class Beside:
    """A published figure, and what this register would count of the same, in its months."""

    published: Published
    ours: int


def published_beside(build: Build, reach: Reach) -> list[Beside]:
    figures = regularisation.published(settings.BASE_DIR / "data")
    return [Beside(f, regularisation.people_of_the_register(build, reach, f)) for f in figures.values()]
