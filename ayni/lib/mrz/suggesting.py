"""What may have been meant by a character that does not fit. Only what makes a failed check fit, or what cannot stand
where it stands, is suggested; nothing is changed."""

from collections.abc import Iterator, Sequence

from .checks import checks_of, covered_by
from .fields import Suggestion, Zone
from .layouts import Layout, Span
from .letters import DIGITS, FILLER, LETTERS

_PAIRS = "0O 1I 8B 5S 2Z 6G 1L 0D 0Q IL OD OQ UV VY KX <K <C <L CG EF MN 4A 7T 17 38 3B"
ALIKE: dict[str, str] = {}
for _pair in _PAIRS.split():
    ALIKE[_pair[0]] = ALIKE.get(_pair[0], "") + _pair[1]
    ALIKE[_pair[1]] = ALIKE.get(_pair[1], "") + _pair[0]
"""Characters that people and machines take for one another, the likeliest first."""

ONLY_DIGITS = frozenset({"birth", "expiry"})
ONLY_LETTERS = frozenset({"document_code", "issuer", "nationality", "name"})


def suggestions_of(zone: Zone) -> tuple[Suggestion, ...]:
    """Replacements of one character: those that mend most checks first, then the likeliest."""
    found = {}
    for line, place in _suspects(zone):
        for suggestion in _tried(zone, line, place):
            found[(line, place, suggestion.proposed)] = suggestion
    return tuple(sorted(found.values(), key=_order))


def _order(each: Suggestion) -> tuple[int, int, int, int]:
    likely = min(_PAIRS.find(each.written + each.proposed) % 999, _PAIRS.find(each.proposed + each.written) % 999)
    return -len(each.then_fit), likely, each.line, each.place


def _suspects(zone: Zone) -> Iterator[tuple[int, int]]:
    """Where a failed check answers, and where something stands that cannot."""
    for name in zone.failed:
        for span in covered_by(zone.layout, zone.lines, name):
            yield from _places(span)
    for problem in zone.problems:
        yield from ((problem.line, place) for place in problem.places)


def _tried(zone: Zone, line: int, place: int) -> Iterator[Suggestion]:
    written, field = zone.lines[line - 1][place - 1], _field_at(zone.layout, line, place)
    failed, before = set(zone.failed), {check.name for check in zone.checks if check.fits}
    for proposed in ALIKE.get(written, ""):
        if not _may_stand(field, proposed):
            continue
        checks = checks_of(zone.layout, _replaced(zone.lines, line, place, proposed))
        fit = {check.name for check in checks if check.fits}
        mended = tuple(name for name in (check.name for check in checks) if name in failed & fit)
        is_out_of_place = not _may_stand(field, written)
        # The whole does not fit because a part of it does not: what mends the whole alone hides that.
        hides = mended == ("composite",) and failed - fit
        # What breaks a check that fits is no repair.
        if before <= fit and not hides and (mended or is_out_of_place):
            yield Suggestion(field, line, place, written, proposed, mended)


def _may_stand(field: str, character: str) -> bool:
    if field in ONLY_LETTERS:
        return character in LETTERS + FILLER
    if field in ONLY_DIGITS:
        return character in DIGITS + FILLER
    return field != "check" or character in DIGITS


def _field_at(layout: Layout, line: int, place: int) -> str:
    for name, span in layout.fields.items():
        if span.line == line and span.start <= place <= span.end:
            return name
    return "check"


def _places(span: Span) -> Iterator[tuple[int, int]]:
    return ((span.line, place) for place in range(span.start, span.end + 1))


def _replaced(lines: Sequence[str], line: int, place: int, character: str) -> tuple[str, ...]:
    text = lines[line - 1]
    return *lines[: line - 1], text[: place - 1] + character + text[place:], *lines[line:]
