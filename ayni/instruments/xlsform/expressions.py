"""The expressions of XLSForm (XPath as ODK writes it): read into a tree once, and worked out over answers.

`${name}` is the answer to another question, `.` the answer at hand, a bare name a column of the choices (only in a
choice filter). No loops, no regular expressions, no access to anything but the answers: whatever a form says, it is
worked out at once.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

LONGEST = 1_000
DEEPEST = 40
Tree = tuple[Any, ...]
_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{\s*(?P<name>[A-Za-z_][\w.-]*)\s*\})|(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<sign><=|>=|!=|[=<>+\-*(),])|(?P<word>[A-Za-z_][\w-]*)|(?P<self>\.))"
)
_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"or"}), frozenset({"and"}), frozenset({"=", "!="}), frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}), frozenset({"*", "div", "mod"}),
)  # fmt: skip
FUNCTIONS: dict[str, tuple[int, int]] = {
    "selected": (2, 2), "count-selected": (1, 1), "not": (1, 1), "if": (3, 3), "coalesce": (2, 2),
    "string-length": (1, 1), "concat": (1, 20), "int": (1, 1), "round": (1, 2), "number": (1, 1), "today": (0, 0),
    "true": (0, 0), "false": (0, 0), "count": (1, 1), "sum": (1, 1), "min": (1, 20), "max": (1, 20),
}  # fmt: skip
"""Name → how few and how many arguments."""
_OVER_MANY = frozenset({"count", "sum", "min", "max"})


class CannotUnderstand(ValueError):
    """Says what of an expression is outside of the subset."""


class _Token(NamedTuple):
    kind: str
    text: str


@dataclass
class _Reader:
    tokens: list[_Token]
    at: int = 0
    depth: int = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _Token("end", "")

    def take(self, text: str = "") -> _Token:
        token = self.next
        if token.kind == "end" or (text and token.text != text):
            said = {"wanted": text or _("a value"), "now": token.text or _("the end")}
            raise CannotUnderstand(_("“%(wanted)s” is missing before “%(now)s”") % said)
        self.at += 1
        return token


def parse(text: str) -> Tree:
    """Raises CannotUnderstand."""
    if len(text) > LONGEST:
        raise CannotUnderstand(_("it is longer than %(most)d characters") % {"most": LONGEST})
    reader = _Reader(_tokens(text))
    tree = _level(reader, 0)
    if reader.next.kind != "end":
        raise CannotUnderstand(_("“%(now)s” is left over") % {"now": reader.next.text})
    return tree


def _tokens(text: str) -> list[_Token]:
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise CannotUnderstand(_("“%(now)s” is not known") % {"now": text[at : at + 12].strip()})
        kind = str(match.lastgroup if match.lastgroup != "name" else "ref")
        found.append(_Token(kind, match["name"] if kind == "ref" else match[kind]))
        at = match.end()
    return found


def _level(reader: _Reader, level: int) -> Tree:
    if level == len(_LEVELS):
        return _single(reader)
    left = _level(reader, level + 1)
    while reader.next.text in _LEVELS[level] and reader.next.kind in {"sign", "word"}:
        sign = reader.take().text
        left = ("op", sign, left, _level(reader, level + 1))
    return left


def _single(reader: _Reader) -> Tree:
    reader.depth += 1
    if reader.depth > DEEPEST:
        raise CannotUnderstand(_("it is nested too deeply"))
    token = reader.take()
    tree = _of_token(reader, token)
    reader.depth -= 1
    return tree


def _of_token(reader: _Reader, token: _Token) -> Tree:
    if token.text == "-" and token.kind == "sign":
        return ("op", "-", ("value", Decimal(0)), _single(reader))
    if token.text == "(" and token.kind == "sign":
        inner = _level(reader, 0)
        reader.take(")")
        return inner
    ways: dict[str, Callable[[], Tree]] = {
        "ref": lambda: ("ref", token.text),
        "number": lambda: ("value", Decimal(token.text)),
        "text": lambda: ("value", token.text[1:-1]),
        "self": lambda: ("self",),
        "word": lambda: _call(reader, token.text) if reader.next.text == "(" else ("column", token.text),
    }
    if token.kind not in ways:
        raise CannotUnderstand(_("“%(now)s” stands where a value should") % {"now": token.text})
    return ways[token.kind]()


def _call(reader: _Reader, name: str) -> Tree:
    if name not in FUNCTIONS:
        known = {"name": name, "known": ", ".join(sorted(FUNCTIONS))}
        raise CannotUnderstand(_("the function %(name)s() is not known; write it with these: %(known)s") % known)
    reader.take("(")
    given: list[Tree] = []
    while reader.next.text != ")":
        given.append(_level(reader, 0))
        if reader.next.text != ")":
            reader.take(",")
    reader.take(")")
    few, many = FUNCTIONS[name]
    if not few <= len(given) <= many:
        raise CannotUnderstand(_("%(name)s() takes another number of values") % {"name": name})
    return ("call", name, *given)


def names_in(tree: Tree) -> set[str]:
    """The questions that it asks about."""
    if tree[0] == "ref":
        return {tree[1]}
    return set().union(*(names_in(part) for part in tree if isinstance(part, tuple)), set())


def columns_in(tree: Tree) -> set[str]:
    if tree[0] == "column":
        return {tree[1]}
    return set().union(*(columns_in(part) for part in tree if isinstance(part, tuple)), set())


@dataclass(frozen=True)
class Around:
    """What an expression may look at."""

    answers: Mapping[str, Any]
    """Question → answer; of a question in a repeat, from outside of it: the list of its answers."""
    today: date
    own: Any = None
    columns: Mapping[str, str] = field(default_factory=dict)


def work_out(tree: Tree, around: Around) -> Any:
    """A text, a number, a truth; or nothing, where nothing was answered."""
    match tree[0]:
        case "value":
            return tree[1]
        case "ref":
            return around.answers.get(tree[1])
        case "self":
            return around.own
        case "column":
            return around.columns.get(tree[1], "")
        case "op":
            return _operated(tree[1], tree[2], tree[3], around)
    return _called(tree[1], tree[2:], around)


def holds(tree: Tree, around: Around) -> bool:
    return truth(work_out(tree, around))


def truth(value: Any) -> bool:
    return bool(value) and value not in ("", Decimal(0))


def _operated(sign: str, left: Tree, right: Tree, around: Around) -> Any:
    a = work_out(left, around)
    if sign == "or":
        return truth(a) or holds(right, around)
    if sign == "and":
        return truth(a) and holds(right, around)
    b = work_out(right, around)
    if sign in {"=", "!="}:
        return (_same(a, b)) is (sign == "=")
    x, y = number(a), number(b)
    if sign in {"<", "<=", ">", ">="}:
        return _ordered(sign, x, y, a, b)
    return None if x is None or y is None else _reckoned(sign, x, y)


def _same(a: Any, b: Any) -> bool:
    x, y = number(a), number(b)
    return x == y if x is not None and y is not None else text(a) == text(b)


def _ordered(sign: str, x: Decimal | None, y: Decimal | None, a: Any, b: Any) -> bool:
    """Days are compared as days: written year first, they stand in the order of their letters."""
    if x is None or y is None:
        one, other = text(a), text(b)
        is_days = all(re.fullmatch(r"\d{4}-\d\d-\d\d", each) for each in (one, other))
        return is_days and {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[sign]
    return {"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}[sign]


def _reckoned(sign: str, x: Decimal, y: Decimal) -> Decimal | None:
    if sign in {"div", "mod"} and y == 0:
        return None
    ways: dict[str, Callable[[], Decimal]] = {
        "+": lambda: x + y, "-": lambda: x - y, "*": lambda: x * y, "div": lambda: x / y, "mod": lambda: x % y,
    }  # fmt: skip
    try:
        return ways[sign]()
    except (InvalidOperation, OverflowError):
        return None


def number(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return Decimal(int(value))
    try:
        found = Decimal(text(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < Decimal("1e30") else None


def text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(map(text, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _called(name: str, given: Sequence[Tree], around: Around) -> Any:
    if name == "if":
        return work_out(given[1] if holds(given[0], around) else given[2], around)
    values = [work_out(one, around) for one in given]
    if name in _OVER_MANY:
        return _over_many(name, values)
    return _ONE_BY_ONE[name](values, around)


def _over_many(name: str, values: Sequence[Any]) -> Any:
    """Of one value that is the answers of a repeat, or of several."""
    flat = [one for value in values for one in (value if isinstance(value, list | tuple) else [value])]
    if name == "count":
        return Decimal(sum(one not in (None, "") for one in flat))
    numbers = [one for one in map(number, flat) if one is not None]
    if name == "sum":
        return sum(numbers, Decimal(0))
    return (min(numbers) if name == "min" else max(numbers)) if numbers else None


def _round(values: Sequence[Any]) -> Decimal | None:
    value, places = number(values[0]), number(values[1]) if len(values) > 1 else Decimal(0)
    if value is None or places is None:
        return None
    return value.quantize(Decimal(1).scaleb(-max(0, min(6, int(places)))), ROUND_HALF_UP)


def _int(value: Any) -> Decimal | None:
    found = number(value)
    return None if found is None else found.to_integral_value(rounding="ROUND_FLOOR")


def _chosen(value: Any) -> list[str]:
    return [text(one) for one in value] if isinstance(value, list | tuple) else text(value).split()


_ONE_BY_ONE: dict[str, Callable[[Sequence[Any], Around], Any]] = {
    "selected": lambda v, _a: text(v[1]) in _chosen(v[0]),
    "count-selected": lambda v, _a: Decimal(len(_chosen(v[0]))),
    "not": lambda v, _a: not truth(v[0]),
    "coalesce": lambda v, _a: v[0] if text(v[0]) else v[1],
    "string-length": lambda v, _a: Decimal(len(text(v[0]))),
    "concat": lambda v, _a: "".join(map(text, v)),
    "int": lambda v, _a: _int(v[0]),
    "round": lambda v, _a: _round(v),
    "number": lambda v, _a: number(v[0]),
    "today": lambda _v, a: a.today.isoformat(),
    "true": lambda _v, _a: True,
    "false": lambda _v, _a: False,
}
