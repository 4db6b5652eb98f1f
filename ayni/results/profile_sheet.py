"""A governance profile as a sheet: what is in place, what is measured, what nobody knows and why."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ayni.design.words import moment
from ayni.facts.builds import Build

from .models import Node
from .profiles import ComparedDimension, Dimension, Found, Measured, Profile, compared, states, states_of_both
from .sheets import safe


def as_xlsx(build: Build, profile: Profile) -> bytes:
    """Numbers as numbers, so that whoever gets the sheet can go on with them."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = pgettext("governance", "Profile")
    _lines(first, [_("Migration governance profile"), profile.territory.name], _summary(build, profile), (36, 60))
    _lines(book.create_sheet(_("What is in place")), _titles_of_aspects(), _aspects(profile),
           (30, 34, 20, 60, 36, 14, 24, 24, 50))  # fmt: skip
    _lines(book.create_sheet(_("Indicators")), _titles_of_indicators(), _indicators(profile), (30, 12, 50, 14, 14, 14))
    _lines(book.create_sheet(_("Not measured")), [_("Dimension"), _("Code"), _("What"), _("Why")], _unknown(profile),
           (30, 12, 60, 60))  # fmt: skip
    _lines(book.create_sheet(_("In other registers")), [_("Dimension"), _("What"), _("What is known")], _known(profile),
           (30, 40, 60))  # fmt: skip
    return _saved(book)


def compared_as_xlsx(build: Build, one: Profile, other: Profile) -> bytes:
    """Two profiles beside each other, in columns of the same order everywhere."""
    book, sides = openpyxl.Workbook(), [f"{side.territory.name}, {side.span.label}" for side in (one, other)]
    parts = compared(one, other)
    first = book.active
    first.title = _("Comparison")
    _lines(first, [_("Governance profiles compared"), *sides], _both(build, one, other), (40, 36, 36))
    titles = [_("Dimension"), _("Aspect"), *sides, pgettext("profile", "differs")]
    _lines(book.create_sheet(_("What is in place")), titles, _pairs_of_aspects(parts), (30, 40, 30, 30, 10))
    titles = [_("Dimension"), _("Code"), _("Indicator"), *sides, _("Difference"), _("Why not")]
    _lines(book.create_sheet(_("Indicators")), titles, _pairs_of_indicators(one, other), (30, 12, 50, 16, 16, 16, 60))
    return _saved(book)


def _both(build: Build, one: Profile, other: Profile) -> Iterable[Sequence[Any]]:
    yield _("Facts of"), *[moment(localtime(build.as_of))] * 2
    yield _("Build"), *[build.id] * 2
    yield from states_of_both(one, other)
    yield _("Indicators that are measured"), one.measured, other.measured
    yield _("Indicators that are aligned"), len(one.indicators), len(other.indicators)


def _pairs_of_aspects(parts: Iterable[ComparedDimension]) -> Iterable[Sequence[Any]]:
    for part in parts:
        for pair in part.aspects:
            yield _named(part.node), pair.name, pair.one, pair.other, _("yes") if pair.differs else ""


def _pairs_of_indicators(one: Profile, other: Profile) -> Iterable[Sequence[Any]]:
    """Numbers as numbers; where one is missing, why."""
    for mine, theirs in zip(one.dimensions, other.dimensions, strict=True):
        there = {line.code: line for line in theirs.indicators}
        for line in mine.indicators:
            both = (line, there[line.code])
            here, away = (side.figure.value for side in both)
            if here is not None or away is not None:
                moved = away - here if here is not None and away is not None else None
                why = "; ".join(side.figure.reason for side in both if not side.is_known)
                yield _name(mine), line.code, line.definition.name, here, away, moved, why


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(page: Any, titles: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> None:
    page.append([safe(title) for title in titles])
    for cell in page[1]:
        cell.font = Font(bold=True)
    for row in rows:
        page.append([safe(value) for value in row])
        for cell in page[page.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width


def _name(dimension: Dimension) -> str:
    return _named(dimension.node)


def _named(node: Node) -> str:
    return f"{node.number} {node.label_es}"


def _summary(build: Build, profile: Profile) -> Iterable[Sequence[Any]]:
    yield _("Year"), profile.span.label
    yield _("Facts of"), moment(localtime(build.as_of))
    yield _("Build"), build.id
    for words, _tone, number in states(profile):
        yield words, number
    yield _("Indicators that are measured"), profile.measured
    yield _("Indicators that are aligned"), len(profile.indicators)


def _titles_of_aspects() -> list[str]:
    return [
        _("Dimension"), _("Aspect"), _("What is in place"), pgettext("value", "What shows it"),
        _("Where it can be read"), _("Day"), _("Written by"), _("Approved by"), _("Area of potential"),
    ]  # fmt: skip


def _aspects(profile: Profile) -> Iterable[Sequence[Any]]:
    for dimension in profile.dimensions:
        for one in dimension.aspects:
            yield _name(dimension), one.aspect.label_es, one.words, *_answer(one)


def _answer(one: Found) -> Sequence[Any]:
    said = one.answer
    if said is None:
        return ("",) * 6
    approved = said.decided_by.display_name if said.decided_by else ""
    return said.found, said.source, said.on, said.by.display_name, approved, said.potential


def _titles_of_indicators() -> list[str]:
    return [_("Dimension"), _("Code"), _("Indicator"), _("Value"), _("Numerator"), _("Denominator"), _("Aligned by")]


def _indicators(profile: Profile) -> Iterable[Sequence[Any]]:
    for dimension in profile.dimensions:
        for one in dimension.measured:
            figure = one.figure
            numbers = (figure.value, figure.numerator, figure.denominator)
            yield _name(dimension), one.code, one.definition.name, *numbers, ", ".join(one.via)


def _unknown(profile: Profile) -> Iterable[Sequence[Any]]:
    for dimension in profile.dimensions:
        for one in dimension.not_measured:
            yield _name(dimension), one.code, one.definition.name, _why(one)
        for aspect in dimension.not_found_out:
            why = aspect.answer.found if aspect.answer else _("nobody has assessed it")
            yield _name(dimension), aspect.aspect.code, aspect.aspect.label_es, why


def _why(one: Measured) -> str:
    reason = one.figure.reason
    return f"{reason} ({_('its department')}: {one.value_around})" if one.value_around else reason


def _known(profile: Profile) -> Iterable[Sequence[Any]]:
    for dimension in profile.dimensions:
        for one in dimension.known:
            yield _name(dimension), one.name, one.words
