"""The rows behind an indicator, in the order of their sealed ids, as far as this user may see them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.cases.models import Case, Denial, FollowUp, Need, ServiceGiven, Task
from ayni.design import words
from ayni.procedures.models import Application
from ayni.referrals.models import Referral

from . import counted
from .counted import KINDS, Kind, Listing

NOTHING = "\N{EN DASH}"
_CASE, _STATE = pgettext_lazy("rows", "Case"), _("State")


def _moment(at: Any) -> str:
    return words.moment(at) if at else NOTHING


def _of_cases(user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(case__in=Case.objects.visible_to(user).order_by().values("pk")).select_related("case")


def _case(one: Any) -> str:
    return reverse("desk:case", args=[one.case_id])


def _of_case(columns: tuple[Any, ...], rows: Any, cells: Any) -> Kind:
    return Kind(_CASE, columns, rows, lambda one: one.case.number, cells, Permission.CASE_VIEW, _case)


MORE: Mapping[str, Kind] = {
    **KINDS,
    "cases": Kind(
        _CASE,
        (pgettext_lazy("rows", "Opened"), pgettext_lazy("rows", "Closed"), _STATE),
        lambda user: Case.objects.visible_to(user),
        lambda case: case.number,
        lambda case: (_moment(case.opened_at), _moment(case.closed_at), case.get_status_display()),
        Permission.CASE_VIEW,
        lambda case: reverse("desk:case", args=[case.pk]),
    ),
    "steps": _of_case(
        (pgettext_lazy("rows", "Institution"), pgettext_lazy("rows", "Due"), pgettext_lazy("rows", "Done or skipped")),
        lambda user: _of_cases(user, Task.objects.select_related("organisation")),
        lambda one: (one.organisation.name, _moment(one.due_at), _moment(one.finished_at)),
    ),
    "referrals": _of_case(
        (pgettext_lazy("rows", "Institution"), pgettext_lazy("rows", "Sent"), _("Answer due"), _STATE),
        lambda user: Referral.objects.visible_to(user).select_related("case", "organisation"),
        lambda one: (
            one.organisation.name, _moment(one.sent_at), _moment(one.answer_by), one.get_status_display(),
        ),
    ),
    "needs": _of_case(
        (_("Sector"), _STATE),
        lambda user: _of_cases(user, Need.objects.select_related("sector")),
        lambda one: (one.sector.label_es, one.get_state_display()),
    ),
    "denials": _of_case(
        (_("What was asked for"), _("Why it was denied")),
        lambda user: _of_cases(user, Denial.objects.select_related("category", "barrier")),
        lambda one: (one.category.label_es, one.barrier.label_es),
    ),
    "services": _of_case(
        (_("What was given"), pgettext_lazy("rows", "Day")),
        lambda user: _of_cases(user, ServiceGiven.objects.select_related("category")),
        lambda one: (one.category.label_es, words.day(one.given_on)),
    ),
    "follow_ups": _of_case(
        (pgettext_lazy("rows", "Due"), _STATE),
        lambda user: _of_cases(user, FollowUp.objects.all()),
        lambda one: (_moment(one.due_at), one.get_state_display()),
    ),
    "applications": Kind(
        _("Application"),
        (pgettext_lazy("rows", "Procedure"), pgettext_lazy("rows", "Submitted"), _STATE),
        lambda user: Application.objects.visible_to(user).select_related("procedure"),
        lambda one: one.number,
        lambda one: (one.procedure.label_es, _moment(one.submitted_at), one.get_state_display()),
        Permission.APPLICATION_VIEW,
        lambda one: reverse("procedures:application", args=[one.pk]),
    ),
}  # fmt: skip


def listing(user: User, table: str, rows: Sequence[tuple[str, str]]) -> Listing:
    """What the user may not see, or no longer may, is left out."""
    return counted.listing(user, table, rows, MORE)
