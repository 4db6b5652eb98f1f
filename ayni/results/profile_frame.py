"""What every governance profile is laid out on: the dimensions of the MGI with what stands beside them, the aspects
that are asked, and the indicators that belong there.

Dimensions, alignments and aspects change with a review of a framework or with new data, and every profile asks for
them: a process remembers them, and the verbs that change them make it forget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import F, Q

from .models import Alignment, Aspect, Definition, Node

MGI, MIGOF = "MGI", "MIGOF"
REMEMBERED = "results.profile_frame"
_KEPT = 60
"""Seconds that a process trusts its copy: another one may have aligned something meanwhile."""


@dataclass(frozen=True)
class Laid:
    """The part that is remembered."""

    dimensions: Sequence[Node]
    beside: Mapping[str, Node]
    """Dimension → the principle or objective of MiGOF that it stands for."""
    partners: Mapping[str, Sequence[str]]
    """Dimension → itself, and the nodes of other frameworks that are aligned with it."""
    aspects: Sequence[Aspect]


@dataclass(frozen=True)
class Frame(Laid):
    aligned: Mapping[str, Mapping[str, Sequence[str]]]
    """Dimension → code of an indicator → the nodes by which it belongs there."""
    definitions: Sequence[Definition]


def frame() -> Frame:
    """One statement; four where this process remembers nothing."""
    laid: Laid = cache.get(REMEMBERED) or _laid()
    cache.add(REMEMBERED, laid, _KEPT)
    contributing, definitions = _contributing({node for some in laid.partners.values() for node in some})
    aligned = {
        code: {said: [n for n in partners if n in via] for said, via in contributing.items()
               if not via.isdisjoint(partners)}
        for code, partners in laid.partners.items()
    }  # fmt: skip
    return Frame(laid.dimensions, laid.beside, laid.partners, laid.aspects, aligned, definitions)


def forget() -> None:
    """The next profile of this process reads it all anew."""
    cache.delete(REMEMBERED)


def _laid() -> Laid:
    every = Node.objects.standing().filter(framework__code__in=[MGI, MIGOF]).order_by("framework__order", "order", "pk")
    nodes = {node.code: node for node in every.select_related("framework")}
    dimensions = [node for node in nodes.values() if node.framework.code == MGI]
    codes = [node.code for node in dimensions]
    partners: dict[str, list[str]] = {code: [code] for code in codes}
    pairs = Alignment.objects.filter(Q(one__in=codes) | Q(other__in=codes)).order_by("one", "other")
    for one, other in pairs.values_list("one", "other"):
        for mine, theirs in ((one, other), (other, one)):
            if mine in partners:
                partners[mine].append(theirs)
    beside = {code: nodes[theirs] for code in codes for theirs in partners[code][1:] if theirs in nodes}
    return Laid(dimensions, beside, partners, list(Aspect.objects.order_by("order", "code")))


def _contributing(nodes: set[str]) -> tuple[dict[str, set[str]], list[Definition]]:
    """Code of an indicator in use → those of these nodes that it contributes to; and the definitions."""
    rows = Definition.objects.standing().filter(indicator__contributions__node_code__in=nodes)
    by_code = rows.select_related("indicator").order_by("indicator__code", "indicator__contributions__node_code")
    via: dict[str, set[str]] = {}
    found: dict[str, Definition] = {}
    for row in by_code.annotate(via=F("indicator__contributions__node_code")):
        via.setdefault(row.code, set()).add(row.via)  # type: ignore[attr-defined]
        found.setdefault(row.code, row)
    return via, list(found.values())
