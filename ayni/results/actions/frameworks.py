"""Verbs about frameworks: a review makes the next version, and takes nothing from whoever still works on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.errors import RuleBroken

from .. import catalogue, profile_frame
from ..models import Alignment, Contribution, FormerVision, Framework, FrameworkVersion, Node

SAID = ("level", "parent_code", "number", "label_es", "label_en", "detail", "confidence", "source")


class CannotReview(RuleBroken):
    """A version of a framework that cannot be. The message says what to do first."""


@dataclass(frozen=True)
class Review:
    """What a new version changes, by code: what falls away (and where its indicators go), what is worded anew, what is
    new."""

    valid_from: date
    reason: str
    is_review: bool = True
    dropped: Mapping[str, str] = field(default_factory=dict)
    """Code → the code that takes its indicators, or empty."""
    reworded: Mapping[str, str] = field(default_factory=dict)
    added: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class NewFramework:
    """What somebody says of a framework that is followed from now on."""

    code: str
    name: str
    source: str
    valid_from: date
    vision: str = ""
    nodes: Sequence[Mapping[str, Any]] = ()


@transaction.atomic
def begin_framework(*, said: NewFramework, by: User, at: datetime) -> Framework:
    """One more framework that the unit answers to, behind those that are there (R237)."""
    last = Framework.objects.aggregate(Max("order"))["order__max"] or 0
    framework, made = Framework.objects.get_or_create(
        code=said.code,
        defaults={"name": said.name, "source": said.source, "vision": said.vision, "order": last + 1},
    )
    if not made:
        raise CannotReview(_("There is a %(code)s already. Choose another code.") % {"code": said.code})
    FrameworkVersion.objects.create(framework=framework, number=1, valid_from=said.valid_from, made_by=by, made_at=at)
    put_nodes(framework, 1, _new(said.nodes, beside=set()), moves={})
    audit.record("framework.begun", subject=framework, by=by, at=at, nodes=len(said.nodes))
    return framework


@transaction.atomic
def review_framework(*, framework: Framework, review: Review, by: User, at: datetime) -> FrameworkVersion:
    """The next version. Refused where an effect falls away that an indicator still shows, unless its indicators are
    moved; with who uses it."""
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    newest = framework.versions.order_by("-number").first()
    if newest is not None and review.valid_from <= newest.valid_from:
        raise CannotReview(_("The version before began on that day or later. Choose a later day."))
    standing = {node.code: node for node in framework.nodes.standing().order_by("order", "pk")}
    wanted = _wanted(standing, review)
    number = (framework.versions.aggregate(Max("number"))["number__max"] or 0) + 1
    version = FrameworkVersion.objects.create(
        framework=framework, number=number, valid_from=review.valid_from, is_review=review.is_review,
        reason=review.reason, made_by=by, made_at=at,
    )  # fmt: skip
    put_nodes(framework, number, wanted, moves=review.dropped)
    audit.record(
        "framework.reviewed", subject=framework, by=by, at=at, version=number, dropped=sorted(review.dropped),
        reworded=sorted(review.reworded), added=[str(node["code"]) for node in review.added],
    )  # fmt: skip
    return version


def _wanted(standing: Mapping[str, Node], review: Review) -> list[dict[str, Any]]:
    unknown = sorted({*review.dropped, *review.reworded} - set(standing))
    if unknown:
        raise CannotReview(_("There is no %(code)s in this framework. Check the code.") % {"code": unknown[0]})
    kept = [node for code, node in standing.items() if code not in review.dropped]
    orphans = [node.code for node in kept if node.parent_code in review.dropped]
    if orphans:
        raise CannotReview(
            _("%(code)s falls away, and %(child)s under it stays. Drop that too, or keep both.")
            % {"code": standing[orphans[0]].parent_code, "child": orphans[0]}
        )
    said = [{"code": n.code} | {name: getattr(n, name) for name in SAID} for n in kept]
    for one in said:
        one["label_es"] = review.reworded.get(one["code"], one["label_es"])
    return said + _new(review.added, beside={one["code"] for one in said})


def _new(added: Sequence[Mapping[str, Any]], *, beside: set[str]) -> list[dict[str, Any]]:
    """Nodes that nobody has yet, each under one that there is, up to one that stands alone."""
    codes = [str(node["code"]) for node in added]
    twice = sorted({code for code in codes if codes.count(code) > 1} | (set(codes) & set(catalogue.nodes())))
    if twice:
        raise CannotReview(_("There is a %(code)s already. Choose another code.") % {"code": twice[0]})
    above = {str(node["code"]): str(node.get("parent_code", "")) for node in added}
    for code, parent in above.items():
        if parent and parent not in above and parent not in beside:
            raise CannotReview(
                _("%(code)s would stand under %(parent)s, which is not in this framework. Check the code.")
                % {"code": code, "parent": parent}
            )
        if _stands_under_itself(code, above):
            raise CannotReview(_("%(code)s would stand under itself. Check the codes above.") % {"code": code})
    blank = dict.fromkeys(SAID, "")
    return [blank | dict(node) for node in added]


def _stands_under_itself(code: str, above: Mapping[str, str]) -> bool:
    passed = {code}
    while code := above.get(code, ""):
        if code in passed:
            return True
        passed.add(code)
    return False


def put_nodes(
    framework: Framework, number: int, wanted: Sequence[Mapping[str, Any]], *, moves: Mapping[str, str]
) -> None:
    """Make these the nodes of this version. Who comes from the data and who from a page are held to the same."""
    standing = {node.code: node for node in Node.objects.standing().filter(framework=framework).order_by("pk")}
    codes = {str(node["code"]) for node in wanted}
    _move_or_refuse(sorted(set(standing) - codes), moves, codes)
    fresh, ended = [], [standing[code].pk for code in standing if code not in codes]
    for order, node in enumerate(wanted):
        before = standing.get(str(node["code"]))
        if before is not None and all(getattr(before, name) == node.get(name, "") for name in SAID):
            continue
        if before is not None:
            ended.append(before.pk)
        fresh.append(Node(framework=framework, first_version=number, order=order, **node))
    Node.objects.filter(pk__in=ended).update(last_version=max(1, number - 1))
    Node.objects.bulk_create(fresh)
    gone = set(standing) - codes
    Alignment.objects.filter(one__in=gone).delete()
    Alignment.objects.filter(other__in=gone).delete()
    transaction.on_commit(profile_frame.forget)


def _move_or_refuse(gone: Sequence[str], moves: Mapping[str, str], codes: set[str]) -> None:
    used = catalogue.users_of(gone)
    for code, indicators in used.items():
        to = moves.get(code, "")
        if not to:
            raise CannotReview(
                _("%(code)s is in use: %(indicators)s show its progress. Say where they go, or retire them first.")
                % {"code": code, "indicators": ", ".join(indicators)}
            )
        if to not in codes:
            raise CannotReview(_("%(code)s is not in the new version: nothing can move there.") % {"code": to})
        rows = Contribution.objects.filter(node_code=code)
        there = set(Contribution.objects.filter(node_code=to).values_list("indicator_id", flat=True))
        rows.filter(indicator__in=there).delete()
        rows.update(node_code=to)
    Contribution.objects.filter(node_code__in=gone).delete()


@transaction.atomic
def align(*, one: Node, other: Node, by: User, at: datetime) -> Alignment:
    """Say that two nodes speak of the same."""
    if one.framework_id == other.framework_id:
        raise CannotReview(_("Both are of the same framework. Choose a node of another one."))
    if other.code in catalogue.aligned().get(one.code, []):
        raise CannotReview(_("They are aligned already."))
    made = Alignment.objects.create(one=one.code, other=other.code, by_hand=True)
    transaction.on_commit(profile_frame.forget)
    audit.record("framework.aligned", subject=one.framework, by=by, at=at, one=one.code, other=other.code)
    return made


@transaction.atomic
def describe_framework(*, framework: Framework, vision: str, context: str, by: User, at: datetime) -> None:
    """What it wants to have come true, and the challenges that it names. What it said before stays."""
    locked = Framework.objects.select_for_update().get(pk=framework.pk)
    if (locked.vision, locked.context) == (vision, context):
        return
    if locked.vision or locked.context:
        FormerVision.objects.create(
            framework=locked, vision=locked.vision, context=locked.context, replaced_by=by, replaced_at=at
        )
    Framework.objects.filter(pk=locked.pk).update(vision=vision, context=context)
    audit.record("framework.described", subject=locked, by=by, at=at)
