"""Who is invited, what is handed out, what a certificate proves."""

from collections.abc import Sequence

from django.db.models import QuerySet

from ayni.access.models import Organisation
from ayni.directory.models import FocalPoint
from ayni.lib.names import plain
from ayni.referrals.queries import token_hash

from ..models import Attendance, Certificate, Invited, Material, Session


def addresses_of(organisations: Sequence[Organisation]) -> dict[str, Organisation | None]:
    """Whoever answers for them now and has an e-mail in the directory."""
    rows = FocalPoint.objects.standing().filter(organisation__in=[one.pk for one in organisations]).exclude(email="")
    return {one.email.lower(): one.organisation for one in rows.select_related("organisation").order_by("-pk")}


def institutions() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name", "pk")


def invited(session: Session) -> QuerySet[Invited]:
    return Invited.objects.filter(session=session).select_related("organisation").order_by("made_at", "pk")


def materials(session: Session) -> QuerySet[Material]:
    return Material.objects.filter(session=session).select_related("file").order_by("made_at", "pk")


def print_of(attendance: Attendance, name: str) -> str:
    """What a certificate says, as a keyed digest: spelled otherwise it is another one."""
    return token_hash("session-certificate", f"{attendance.pk}:{plain(name)}")[:32]


def certificate_of_proof(proof: str) -> Certificate | None:
    """One that stands."""
    return Certificate.objects.filter(proof=proof[:32], withdrawn_at__isnull=True).order_by("pk").first()
