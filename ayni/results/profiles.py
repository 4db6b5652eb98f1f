"""The migration governance profile of a territory (R229), dimension by dimension of the MGI: what the indicators that
are aligned to it say there, what people found in place, what could be done next, and what nobody knows and why.

An indicator belongs to a dimension if it contributes to it, or to a node that is aligned with it. It is counted by the
same engine as everywhere, which knows departments: of a district or a province nothing is counted, and the profile says
so beside the figure of its department."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from ayni.facts.builds import Build

from . import catalogue, measuring
from .hooks import Known
from .measuring import Figure
from .models import Aspect, Assessment, Definition, InPlace, Node, Origin, ValueState
from .profile_frame import Frame
from .sheets import change, shown
from .spans import Span
from .territories import Territory


@dataclass(frozen=True)
class Measured:
    """An indicator in a territory."""

    definition: Definition
    figure: Figure
    via: Sequence[str]
    """The nodes by which it belongs to the dimension."""
    around: Figure | None = None
    """Of a local government: the figure of its department."""

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def is_known(self) -> bool:
        return self.figure.value is not None

    @property
    def value(self) -> str:
        return shown(self.figure.value, self.definition.unit)

    @property
    def of(self) -> str:
        """What a share was divided from: 34 of 47."""
        figure = self.figure
        if not figure.is_share or figure.value is None:
            return ""
        parts = {"part": shown(figure.numerator, "NUMBER"), "whole": shown(figure.denominator, "NUMBER")}
        return _("%(part)s of %(whole)s") % parts

    @property
    def value_around(self) -> str:
        known = self.around is not None and self.around.value is not None
        return shown(self.around.value, self.definition.unit) if self.around is not None and known else ""


@dataclass(frozen=True)
class Found:
    """An aspect, and the answer that counts; None: not assessed."""

    aspect: Aspect
    answer: Assessment | None = None
    waits: bool = False
    """A newer answer waits for a colleague."""

    @property
    def words(self) -> str:
        return str(InPlace(self.answer.state).label) if self.answer else _("not assessed")

    @property
    def state(self) -> str:
        return self.answer.state if self.answer else ""

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def is_known(self) -> bool:
        return self.answer is not None and self.answer.state != InPlace.UNKNOWN


TONES = {
    InPlace.WORKS: "green", InPlace.PARTLY: "yellow", InPlace.ABSENT: "orange", InPlace.UNKNOWN: "grey", "": "grey",
}  # fmt: skip


@dataclass(frozen=True)
class Dimension:
    node: Node
    beside: Node | None
    indicators: Sequence[Measured]
    aspects: Sequence[Found]
    known: Sequence[Known] = ()
    """What other registers hold, with where to read it."""

    @property
    def measured(self) -> list[Measured]:
        return [one for one in self.indicators if one.is_known]

    @property
    def potential(self) -> list[Found]:
        return [one for one in self.aspects if one.answer and one.answer.potential]

    @property
    def not_measured(self) -> list[Measured]:
        return [one for one in self.indicators if not one.is_known]

    @property
    def not_found_out(self) -> list[Found]:
        return [one for one in self.aspects if not one.is_known]

    def count(self, state: str) -> int:
        """How many aspects are in this state; "" counts those that nobody assessed."""
        return sum(one.state == state for one in self.aspects)


@dataclass(frozen=True)
class Profile:
    territory: Territory
    span: Span
    dimensions: Sequence[Dimension] = field(default_factory=list)

    def count(self, state: str) -> int:
        return sum(one.count(state) for one in self.dimensions)

    @property
    def indicators(self) -> dict[str, Measured]:
        """Each once, also one that belongs to several dimensions."""
        return {one.code: one for dimension in self.dimensions for one in dimension.indicators}

    @property
    def measured(self) -> int:
        return sum(one.is_known for one in self.indicators.values())


def profile(
    build: Build, on: Frame, where: Territory, span: Span, known: Mapping[str, Sequence[Known]] | None = None
) -> Profile:  # fmt: skip
    """Of one territory in one year. Two statements, besides those of the frame."""
    figures, around = _figures(build, on.definitions, where, span)
    answers, waiting = _answers(where, span.window.until)
    said = {definition.code: definition for definition in on.definitions}
    return Profile(where, span, [
        Dimension(
            node, on.beside.get(node.code),
            [Measured(said[code], figures[code], via, around.get(code)) for code, via in on.aligned[node.code].items()],
            [Found(one, answers.get(one.pk), one.pk in waiting) for one in on.aspects
             if one.dimension == node.code and _is_asked(one, where, answers)],
            (known or {}).get(node.code, ()),
        )
        for node in on.dimensions
    ])  # fmt: skip


def _is_asked(aspect: Aspect, where: Territory, answers: Mapping[int, Assessment]) -> bool:
    return aspect.pk in answers or (aspect.is_asked and where.tier in aspect.tiers)


def _figures(
    build: Build, definitions: Sequence[Definition], where: Territory, span: Span
) -> tuple[dict[str, Figure], dict[str, Figure]]:
    """Code → its figure there; and of a local government, that of its department."""
    good, bad = catalogue.readable(definitions)
    counted = measuring.figures(build, good, [span.window], where.department)
    typed = catalogue.typed_figures(definitions, [span.window], where.department)
    found: dict[str, Figure] = {}
    for said in definitions:
        if said.origin == Origin.FACTS:
            found[said.code] = counted[said.code][0] if said.code in good else Figure(why=bad[said.code])
        else:
            found[said.code] = _given(typed[said.code][0][0])
    if not where.is_local:
        return found, {}
    why = _("it is known by department, not by district or province")
    return {code: Figure(why=one.why or why, is_share=one.is_share) for code, one in found.items()}, found


def _given(figure: Figure) -> Figure:
    return figure if figure.value is not None else replace(figure, why=_("nobody has given a value of this year"))


def _answers(where: Territory, until: date | None) -> tuple[dict[int, Assessment], set[int]]:
    """Aspect → the newest answer that was approved, of that year or an earlier one; and those of which one waits."""
    rows = Assessment.objects.filter(place=where.code).exclude(review=ValueState.RETURNED).order_by("on", "pk")
    last = measuring.last_day(until) if until else date.max
    newest: dict[int, Assessment] = {}
    waiting: set[int] = set()
    for row in rows.select_related("by", "decided_by"):
        if row.review == ValueState.WAITING:
            waiting.add(row.aspect_id)
        elif row.on <= last:
            newest[row.aspect_id] = row
    return newest, waiting


@dataclass(frozen=True)
class Pair:
    """The same thing in two profiles; None: it is not asked there."""

    name: str
    one: str
    other: str
    change: str = ""
    differs: bool = False


@dataclass(frozen=True)
class ComparedDimension:
    node: Node
    aspects: Sequence[Pair]
    indicators: Sequence[Pair]


def compared(one: Profile, other: Profile) -> list[ComparedDimension]:
    """Dimension by dimension. What is not known stays so: it is compared with nothing."""
    return [
        ComparedDimension(mine.node, _pairs_of_aspects(mine, theirs), _pairs_of_indicators(mine, theirs))
        for mine, theirs in zip(one.dimensions, other.dimensions, strict=True)
    ]


def _pairs_of_aspects(mine: Dimension, theirs: Dimension) -> list[Pair]:
    left, right = ({one.aspect.pk: one for one in side.aspects} for side in (mine, theirs))
    aspects = {one.aspect.pk: one.aspect for one in (*mine.aspects, *theirs.aspects)}
    pairs = []
    for pk, aspect in sorted(aspects.items(), key=lambda item: (item[1].order, item[1].code)):
        a, b = left.get(pk), right.get(pk)
        both_known = a is not None and b is not None and a.is_known and b.is_known
        pairs.append(Pair(aspect.label_es, _words(a), _words(b), differs=both_known and _words(a) != _words(b)))
    return pairs


def _words(found: Found | None) -> str:
    return found.words if found else _("not asked of this government")


def _pairs_of_indicators(mine: Dimension, theirs: Dimension) -> list[Pair]:
    """Those of which at least one side is known."""
    right = {one.code: one for one in theirs.indicators}
    pairs = []
    for one in mine.indicators:
        other = right[one.code]
        if one.is_known or other.is_known:
            a, b = one.figure.value, other.figure.value
            moved = change(b - a, one.definition.unit) if a is not None and b is not None else ""
            name = f"{one.code} {one.definition.name}"
            pairs.append(Pair(name, _value(one), _value(other), moved, differs=bool(moved) and a != b))
    return pairs


def _value(one: Measured) -> str:
    return one.value if one.is_known else one.figure.reason


def states_of_both(one: Profile, other: Profile) -> list[tuple[str, int, int]]:
    """How many aspects are in each state here and there."""
    return [
        (words, here, there) for (words, _tone, here), (*_same, there) in zip(states(one), states(other), strict=True)
    ]


def history(aspect: Aspect, where: Territory) -> list[Assessment]:
    """Every answer that was given, the newest first."""
    rows = aspect.assessments.filter(place=where.code).select_related("by", "decided_by")
    return list(rows.order_by("-on", "-pk"))


def waiting() -> list[Assessment]:
    rows = Assessment.objects.filter(review=ValueState.WAITING).select_related("aspect", "by")
    return list(rows.order_by("at", "pk"))


def assessed() -> dict[str, int]:
    """Code of a place → how many aspects have an approved answer there."""
    rows = Assessment.objects.approved().order_by().values_list("place", "aspect").distinct()
    found: dict[str, int] = {}
    for place, _aspect in rows:
        found[place] = found.get(place, 0) + 1
    return found


def asked(aspects: Iterable[Aspect], where: Territory) -> int:
    return sum(one.is_asked and where.tier in one.tiers for one in aspects)


def states(of: Profile) -> list[tuple[str, str, int]]:
    """How many aspects are in each state: words, tone, number."""
    every = [(str(state.label), TONES[state], of.count(state)) for state in InPlace]
    return [*every, (_("Not assessed"), TONES[""], of.count(""))]
