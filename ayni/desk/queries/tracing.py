"""What the pages of looking for a relative show."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.cases.models import Case, Tracing
from ayni.people.hooks import ToCall
from ayni.people.models import Consent, Person, Relationship

from .calling import whom_to_call as call

LABELS: Mapping[str, str | Promise] = {
    "name": _("By which name are they known?"),
    "birth_year": _("Year of birth, about"),
    "last_seen": _("Where and when were they together for the last time?"),
    "also_known": _("What else helps to find them"),
}


def known(tracing: Tracing) -> list[tuple[str | Promise, Any]]:
    return [(label, tracing.known[key]) for key, label in LABELS.items() if tracing.known.get(key)]


def consents(case: Case) -> QuerySet[Consent]:
    """What the person agreed to and did not withdraw."""
    rows = Consent.objects.filter(person=case.person_id, withdrawn_at__isnull=True, superseded_by__isnull=True)
    return rows.filter(basis__in=("CONSENT", "REPRESENTATIVE")).select_related("organisation").order_by("-given_at")


def linked(tracing: Tracing, user: User) -> list[Person]:
    """Files that family links name for the person of the case, as far as this user may open them."""
    links = Relationship.objects.filter(person=tracing.case.person_id, relative__isnull=False)
    rows = Person.objects.visible_to(user).filter(pk__in=links.order_by().values("relative"))
    return list(rows.order_by("pk")[:20])


def whom_to_call(user: User) -> ToCall | None:
    return call(user)
