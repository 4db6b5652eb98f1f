"""The register of gaps: the list, narrowed, and what came of one."""

from dataclasses import dataclass

from django.db.models import QuerySet

from ayni.access import queries as access
from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.codelists import queries as codelists

from ..models import DraftState, FollowUp, Gap, Instrument, InstrumentState, ProtocolDraft

GAPS_OPENED = ("-opened_at", "-pk")
APPROVED = (InstrumentState.ENACTED, InstrumentState.PUBLISHED, InstrumentState.IN_FORCE)


@dataclass(frozen=True)
class GapFilters:
    """What narrows the list. Empty: everything."""

    state: str = ""
    kind: str = ""
    profile: str = ""
    department: str = ""
    institution: str = ""
    right: str = ""
    open: bool = False
    mine: bool = False


def gaps(user: User, filters: GapFilters) -> QuerySet[Gap]:
    """Order: GAPS_OPENED. A place within a department is found by the department."""
    rows = Gap.objects.visible_to(user).select_related("profile", "territory", "institution", "owner")
    asked = {
        "state": filters.state,
        "kind": filters.kind,
        "profile__code": filters.profile,
        "territory__department_code": filters.department,
        "institution__code": filters.institution,
    }
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    if filters.right:
        rows = rows.filter(right__in=[one.label_es for one in codelists.kept_rights() if one.code == filters.right])
    rows = rows.open() if filters.open else rows
    return rows.filter(owner=user) if filters.mine else rows


def whole_gaps(user: User) -> QuerySet[Gap]:
    """With all that the page of one shows."""
    return Gap.objects.visible_to(user).select_related(
        "profile", "territory__parent__parent", "institution", "need", "norm", "owner", "opened_by", "closed_by",
        "same_as",
    )  # fmt: skip


def is_mended_by_a_norm(gap: Gap) -> bool:
    return gap.instruments.filter(state__in=APPROVED).exists()


def is_mended_by_a_version(gap: Gap) -> bool:
    return gap.drafts.filter(state=DraftState.APPROVED).exists()


@dataclass(frozen=True)
class CameOfIt:
    """What is being done about a gap: norms proposed, and versions of protocols."""

    instruments: list[Instrument]
    drafts: list[ProtocolDraft]


def came_of(gap: Gap) -> CameOfIt:
    drafts = gap.drafts.exclude(state=DraftState.DISCARDED).select_related("protocol").order_by("-started_at", "-pk")
    return CameOfIt(list(gap.instruments.order_by("-registered_at", "-pk")), list(drafts))


def may_own() -> QuerySet[User]:
    """Colleagues with a role to work on gaps."""
    return access.holders_of(Permission.GAP_WORK)


def follow_ups_of(norm_code: str) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(norm_code=norm_code).select_related("recorded_by").order_by("-on", "-pk")
