"""Transfers of whole cases: what waits for an office, and what somebody may know of it before it accepts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access import covering
from ayni.access.models import Membership, Office, User
from ayni.access.permissions import Role
from ayni.people.models import Consent, Sensitivity
from ayni.people.rules.ages import oldest_age, youngest_age

from ..hooks import Blocker
from ..models import Approval, ApprovalState, Asking, Case, Transfer
from . import approvals

ASKED_FIRST = ("asked_at", "pk")


def to_decide(user: User, at: datetime) -> QuerySet[Transfer]:
    """What waits for this user's office to accept. Of what its own office did not approve yet nobody learns. Order:
    ASKED_FIRST."""
    offices = covering.offices_answered_for(user, at)
    rows = Transfer.objects.waiting().filter(to_office__in=offices).exclude(asked_by=user)
    unapproved = Approval.objects.filter(case=OuterRef("case"), kind=Asking.TRANSFER, state=ApprovalState.ASKED)
    return rows.filter(~Exists(unapproved)).select_related("sender__organisation", "to_office", "case")


def fetch_to_decide(user: User, transfer_id: UUID, at: datetime) -> Transfer | None:
    return to_decide(user, at).filter(pk=transfer_id).first()


def of_case(case: Case) -> QuerySet[Transfer]:
    rows = Transfer.objects.filter(case=case).select_related("sender", "to_office", "asked_by", "decided_by")
    return rows.order_by("-asked_at", "-pk")[:20]


def waiting(case: Case) -> Transfer | None:
    rows = Transfer.objects.waiting().filter(case=case).select_related("sender", "to_office__organisation", "asked_by")
    return rows.first()


def resting_on(consent: Consent) -> QuerySet[Transfer]:
    """What waits for another office because the person agreed to it."""
    return Transfer.objects.waiting().filter(consent=consent).select_related("case").order_by("pk")


def blockers(case: Case) -> list[Blocker]:
    """A case that is on its way to another office is not closed behind its back."""
    transfer = waiting(case)
    if transfer is None:
        return []
    text = _("The transfer to %(office)s waits for its answer.") % {"office": transfer.to_office.name}
    return [Blocker(text, reverse("desk:case-coordination", args=[case.pk]))]


def offices(case: Case, at: datetime) -> QuerySet[Office]:
    """Where somebody could accept it."""
    active = Membership.objects.filter(
        role=Role.SUPERVISOR, office=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at, user__is_active=True
    )
    rows = Office.objects.filter(Exists(active)).exclude(pk=case.office_id)
    return rows.select_related("organisation").order_by("organisation__name", "name", "pk")


def has_receiver(office: Office, at: datetime) -> bool:
    return covering.active_staff(at, office=office, role=Role.SUPERVISOR).exists()


def standing_consents(case: Case, office: Office | None = None) -> QuerySet[Consent]:
    """What the person agreed to that would cover a transfer: the institution is named."""
    rows = Consent.objects.filter(
        person=case.person_id, purpose="REFER", withdrawn_at__isnull=True, superseded_by__isnull=True,
        basis__in=("CONSENT", "REPRESENTATIVE"),
    )  # fmt: skip
    if office is not None:
        rows = rows.filter(Q(organisation=office.organisation_id))
    return rows.select_related("organisation").defer("grounds").order_by("-given_at", "pk")


@dataclass(frozen=True)
class Known:
    """What the receiving office may know before it accepts."""

    number: str
    initials: str
    age: str
    profiles: tuple[str, ...]
    open_tasks: int


def known_of(transfer: Transfer, at: datetime) -> Known:
    """Of a restricted case no name, no initials, no profile: the summary, the urgency and how much there is to do."""
    case, person = transfer.case, transfer.case.person
    tasks = case.tasks.waiting().count()
    if case.sensitivity == Sensitivity.RESTRICTED:
        return Known("", "", "", (), tasks)
    today = localdate(at)
    young, old = (ask(person.birth_date, person.birth_precision, today) for ask in (youngest_age, oldest_age))
    age = "" if young is None or old is None else str(young) if young == old else f"{young}-{old}"
    profiles = case.profiles.order_by("-is_main", "pk").values_list("profile__label_es", flat=True)
    return Known(case.number, initials(person.listed_name), age, tuple(profiles), tasks)


def initials(name: str) -> str:
    """Quispe Huamán, Rosa → Q. H. R."""
    return " ".join(f"{word[0].upper()}." for word in name.replace(",", " ").split() if word[0].isalpha())


def needs_approval(case: Case) -> bool:
    return approvals.is_needed(case, Asking.TRANSFER)
