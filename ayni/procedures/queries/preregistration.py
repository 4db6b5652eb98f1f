"""Preregistrations: whose browser it is, who it may already be."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from ayni.access import queries as access
from ayni.access.models import Office, User
from ayni.files import queries as files
from ayni.files.models import StoredFile
from ayni.files.preparing import Drawn
from ayni.lib.ids import read_number
from ayni.people.models import Draft
from ayni.referrals.queries import token_hash

from .. import rules
from ..models import Preregistration, PreregistrationState, Procedure, Requirement, RequirementKind, Station

WITH = ("procedure", "office")


def code_hash(number: str, code: str) -> str:
    return token_hash("preregistration", f"{number}:{code}")


def of_browser(pk: str, secret: str, at: datetime) -> Preregistration | None:
    """The one that this browser fills in, while it is open."""
    try:
        found = Preregistration.objects.select_related(*WITH).filter(pk=UUID(pk)).first()
    except ValueError:
        return None
    if found is None or not found.browser_hash or not _is_open(found, at):
        return None
    return found if constant_time_compare(found.browser_hash, token_hash("browser", secret)) else None


def of_link(token: str, at: datetime) -> Preregistration | None:
    found = Preregistration.objects.filter(token_hash=token_hash("preregistration-link", token)).first()
    return found if found is not None and _is_open(found, at) else None


def of_number(typed: str) -> Preregistration | None:
    number = read_number("P", typed)
    return Preregistration.objects.select_related(*WITH).filter(number=number).first() if number else None


def _is_open(found: Preregistration, at: datetime) -> bool:
    return rules.is_open(state=found.state, saved_at=found.saved_at, wrong_codes=found.wrong_codes, at=at)


def station_of(token: str) -> Station | None:
    rows = Station.objects.select_related("office").filter(revoked_at__isnull=True)
    return rows.filter(token_hash=token_hash("station", token)).first()


def open_station(pk: int) -> Station | None:
    return Station.objects.select_related("office").filter(pk=pk, revoked_at__isnull=True).first()


def stations(user: User) -> QuerySet[Station]:
    rows = Station.objects.filter(office__in=own_offices(user).order_by().values("pk"))
    return rows.select_related("office").order_by("-made_at", "-pk")


def own_offices(user: User) -> QuerySet[Office]:
    """Those where the user has a role today."""
    offices = [m.office_id for m in user.active_memberships if m.office_id]
    return Office.objects.filter(pk__in=offices).order_by("name", "pk")


def offices_to_go_to() -> QuerySet[Office]:
    """Those of our institution that are not known to be closed."""
    rows = Office.objects.filter(organisation__in=access.own_institution()).exclude(is_open=False)
    return rows.order_by("name", "pk")


def papers_asked(procedure: Procedure) -> QuerySet[Requirement]:
    """What somebody can send a copy of beforehand. Nothing that only a case knows is asked here."""
    rows = procedure.requirements.filter(kind__in=[RequirementKind.DOCUMENT, RequirementKind.PAYMENT])
    return rows.exclude(applies__in=rules.RESERVED).order_by("order")


def waiting(user: User) -> QuerySet[Preregistration]:
    rows = Preregistration.objects.visible_to(user).filter(state=PreregistrationState.SENT)
    return rows.select_related(*WITH)


def registered_from(found: Preregistration) -> UUID | None:
    """Whom staff registered with what it says, if they finished."""
    if found.registration is None:
        return None
    return Draft.objects.filter(pk=found.registration).values_list("person", flat=True).first()


def drawn_of(file: StoredFile) -> Drawn:
    """As it was drawn when it came in: it goes into the file of a person without being drawn once more."""
    return Drawn(
        media_type=file.media_type, width=file.width, height=file.height, pages=file.pages,
        content=files.read(file), small=files.read(file, small=True),
    )  # fmt: skip
