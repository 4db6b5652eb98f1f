"""A guide with its marks resolved: what the reference data says today, with how sure that is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ayni.codelists.models import LegalNorm

from ..hooks import CATALOGUE, Cost, Offer
from ..models import EmergencyLine, Guide, PublishedFigure
from ..rules.texts import Piece, Text, pieces
from .guides import Shown, shown

SURE = frozenset({"high", "stated"})
UNITS: dict[str, Callable[[str], str]] = {
    "percent": lambda value: f"{value} %",
    "persons": lambda value: _("%(n)s people") % {"n": grouped(value)},
    "USD": lambda value: f"US$ {grouped(value)}",
    "percent of GDP": lambda value: _("%(n)s %% of the GDP") % {"n": value},
}


def grouped(value: str) -> str:
    """A long whole number with its thousands apart."""
    return f"{int(value):,}".replace(",", "\N{NO-BREAK SPACE}") if value.isdecimal() and len(value) > 4 else value


MORE = {">": lambda said: _("more than %(n)s") % {"n": said}, "~": lambda said: _("about %(n)s") % {"n": said}}


@dataclass(frozen=True)
class Word:
    """What stands in the place of a mark."""

    text: str
    is_sure: bool = True
    address: str = ""
    language: str = ""
    """When it is not that of the page: the papers are called as the office calls them."""

    @property
    def plain(self) -> str:
        return self.text if self.is_sure else f"{self.text} {to_be_confirmed()}"

    @property
    def html(self) -> SafeString:
        lang = format_html(' lang="{}"', self.language) if self.language else ""
        said = format_html("<span{}>{}</span>", lang, self.text) if lang else format_html("{}", self.text)
        if self.address:
            said = format_html('<a class="govuk-link" href="{}"{}>{}</a>', self.address, lang, self.text)
        if self.is_sure:
            return said
        template = '<span class="ay-unsure">{}</span> <span class="ay-unsure__note">{}</span>'
        return format_html(template, said, to_be_confirmed())


def to_be_confirmed() -> str:
    return _("(to be confirmed)")


def offer_of(code: str, on: date) -> Offer | None:
    return CATALOGUE[0](code, on) if CATALOGUE else None


def in_words_soles(amount: Any) -> str:
    return pgettext("fee", "Free") if amount == 0 else f"S/ {amount:,.2f}"


class Resolver:
    """Asks the reference data, each thing once for a page."""

    def __init__(self, language: str, on: date) -> None:
        self.language, self.on = language, on
        self.offers: dict[str, Offer | None] = {}
        self.guides: dict[str, Shown | None] = {}

    def offer(self, code: str) -> Offer | None:
        if code not in self.offers:
            self.offers[code] = offer_of(code, self.on)
        return self.offers[code]

    def guide(self, slug: str) -> Shown | None:
        if slug not in self.guides:
            there = Guide.objects.standing().filter(slug=slug).first()
            self.guides[slug] = shown(there, self.language, self.on) if there else None
        return self.guides[slug]

    @cached_property
    def norms(self) -> dict[str, LegalNorm]:
        return {norm.code: norm for norm in LegalNorm.objects.in_force(self.on)}

    @cached_property
    def phones(self) -> dict[str, EmergencyLine]:
        return {line.code: line for line in EmergencyLine.objects.current()}

    def words(self, piece: Piece) -> list[Word]:
        """None are there for what is gone since it was written: the page says the rest."""
        ways: dict[str, Callable[[str], list[Word]]] = {
            "plain": lambda value: [Word(value)],
            "fee": self._fee,
            "days": self._days,
            "papers": self._papers,
            "norm": self._norm,
            "phone": self._phone,
            "figure": self._figure,
            "guide": self._guide,
            "address": lambda value: [Word(value.removeprefix("https://").rstrip("/"), address=value)],
        }
        return ways[piece.kind](piece.value)

    def _fee(self, code: str) -> list[Word]:
        offer = self.offer(code)
        if offer is None or not offer.costs:
            return [Word(_("nobody has confirmed what it costs"))]
        return [word for cost in offer.costs for word in self._cost(cost)]

    def _cost(self, cost: Cost) -> list[Word]:
        """Of whom it is asked says the catalogue, in Spanish."""
        said = Word(in_words_soles(cost.amount), cost.is_sure)
        if not cost.whom or self.language == "es":
            return [Word(" · ".join(filter(None, (said.text, cost.whom))), cost.is_sure)]
        return [said, Word(cost.whom, language="es")]

    def _days(self, code: str) -> list[Word]:
        offer = self.offer(code)
        if offer is None:
            return []
        said = ngettext("%(n)s working day", "%(n)s working days", offer.days) % {"n": offer.days}
        return [Word(said, offer.days_are_sure)]

    def _papers(self, code: str) -> list[Word]:
        offer = self.offer(code)
        lang = "" if self.language == "es" else "es"
        return [Word(_paper(paper), paper.is_sure, language=lang) for paper in (offer.papers if offer else ())]

    def _norm(self, code: str) -> list[Word]:
        norm = self.norms.get(code)
        lang = "" if self.language == "es" else "es"
        return [Word(short_title(norm), norm.confidence in SURE, language=lang)] if norm else []

    def _phone(self, code: str) -> list[Word]:
        line = self.phones.get(code)
        return [Word(line.number, line.confidence in SURE, f"tel:{dialled(line.number)}")] if line else []

    def _figure(self, code: str) -> list[Word]:
        found = PublishedFigure.objects.current().filter(code=code).first()
        return [Word(self.said_of(found))] if found else []

    def said_of(self, found: PublishedFigure) -> str:
        said = UNITS.get(found.unit, str)(found.value)
        said = MORE[found.comparator](said) if found.comparator in MORE else said
        source = ", ".join(part for part in (found.source, found.reference_date) if part)
        return f"{said} ({source})" if source else said

    def _guide(self, slug: str) -> list[Word]:
        found = self.guide(slug)
        if found is None:
            return []
        lang = "" if found.said.language == self.language else found.said.language
        return [Word(found.title, address=found.address, language=lang)]


def _paper(paper: Any) -> str:
    more = [paper.whom] if paper.whom else []
    more += [] if paper.is_mandatory else [_("only if there is one")]
    return f"{paper.label} ({'; '.join(more)})" if more else str(paper.label)


def short_title(norm: LegalNorm) -> str:
    """Such as "Ley 30103, Ley que…": by what it is asked for, and what it is called."""
    kinds = {"ley": "Ley", "dl": "Decreto Legislativo", "ds": "Decreto Supremo", "rs": "Resolución de Superintendencia"}
    kind = kinds.get(norm.kind, "")
    number = norm.number if not kind or norm.number.lower().startswith(kind.lower()) else f"{kind} {norm.number}"
    return number if norm.label_es.startswith(number) or number == norm.label_es else f"{number}, {norm.label_es}"


@dataclass(frozen=True)
class Line:
    """A line of a guide as HTML of ours, and as it is read aloud."""

    html: SafeString
    plain: str


@dataclass(frozen=True)
class Illustration:
    """A picture of a guide, and what is said of it to whoever does not see it."""

    place: int
    """0: above the text; else the number of its step."""
    name: str
    alt: str
    address: str
    width: int
    height: int
    is_lazy: bool = False


@dataclass(frozen=True)
class Step:
    title: Line
    text: Line
    picture: Illustration | None = None


@dataclass(frozen=True)
class Right:
    text: Line
    norm: Line | None


@dataclass
class Told:
    """All that a page of a guide says of it, ready to be printed."""

    title: str
    browser_title: str
    summary: Line
    share: str
    who: list[Line] = field(default_factory=list)
    need: list[Line] = field(default_factory=list)
    cost: Line | None = None
    time: Line | None = None
    steps: list[Step] = field(default_factory=list)
    where: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)
    rights: list[Right] = field(default_factory=list)
    doubts: list[Line] = field(default_factory=list)
    picture: Illustration | None = None
    """Above the text."""


def told(text: Text, language: str, on: date) -> Told:
    """The text with what the reference data says that day in the place of its marks."""
    ask = Resolver(language, on)

    def line(said: str) -> Line:
        return _line(said, ask)

    def lines(part: str) -> list[Line]:
        return [one for said in text.get(part) or [] for one in _spread(said, ask)]

    return Told(
        title=str(text.get("title", "")),
        browser_title=str(text.get("browser_title") or text.get("title", "")),
        summary=line(str(text.get("summary", ""))),
        share=str(text.get("share", "")),
        who=lines("who"),
        need=lines("need"),
        cost=line(text["cost"]) if text.get("cost") else None,
        time=line(text["time"]) if text.get("time") else None,
        steps=[Step(line(row["title"]), line(row.get("text", ""))) for row in text.get("steps") or []],
        where=lines("where"),
        refused=lines("refused"),
        rights=[_right(row, ask) for row in text.get("rights") or []],
        doubts=[line(row["text"]) for row in text.get("doubts") or []],
    )


def _right(row: dict[str, str], ask: Resolver) -> Right:
    norm = _line(f"{{norm:{row['norm']}}}", ask) if row.get("norm") else None
    return Right(_line(row["text"], ask), norm if norm and norm.plain else None)


def _spread(said: str, ask: Resolver) -> list[Line]:
    """A line that is only the papers of a procedure is as many lines as it has papers."""
    found = list(pieces(said.strip()))
    if len(found) == 1 and found[0].kind == "papers":
        return [Line(word.html, word.plain) for word in ask.words(found[0])]
    return [_line(said, ask)]


def _line(said: str, ask: Resolver) -> Line:
    html, plain = SafeString(), ""
    for piece in pieces(said):
        if piece.kind == "strong":
            html += format_html("<strong>{}</strong>", piece.value)
            plain += piece.value
            continue
        words = ask.words(piece)
        html += format_html_join(mark_safe("; "), "{}", ((word.html,) for word in words))
        plain += "; ".join(word.plain for word in words)
    return Line(html, plain)


def told_lines(said: Iterable[str], language: str, on: date) -> list[Line]:
    """Lines of a text that is no guide, with their marks resolved."""
    ask = Resolver(language, on)
    return [_line(one, ask) for one in said]


def known(on: date) -> Callable[[str, str], bool]:
    """Whether a text may name such a thing: kind of mark and code."""
    ask = Resolver("es", on)
    slugs = set(Guide.objects.standing().values_list("slug", flat=True))
    figures = set(PublishedFigure.objects.current().values_list("code", flat=True))
    ways: dict[str, Callable[[str], bool]] = {
        **dict.fromkeys(("fee", "days", "papers"), lambda code: ask.offer(code) is not None),
        "norm": lambda code: code in ask.norms,
        "phone": lambda code: code in ask.phones,
        "figure": lambda code: code in figures,
        "guide": lambda code: code in slugs,
    }
    return lambda kind, code: ways[kind](code)


def dialled(number: str) -> str:
    return "".join(digit for digit in number if digit.isdigit())


@dataclass(frozen=True)
class Call:
    number: str
    label: str
    is_sure: bool

    @property
    def dialled(self) -> str:
        return dialled(self.number)


def lines_of_emergency(language: str) -> list[Call]:
    """Those to call in danger, in their order."""
    rows = EmergencyLine.objects.current().filter(is_emergency=True).order_by("order", "code")
    return [Call(row.number, row.label(language), row.confidence in SURE) for row in rows]
