"""Institutions are asked once a month whether their entries are right, and say so through a link."""

import logging
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access.models import Organisation
from ayni.audit import actions as audit
from ayni.notices import actions as notices

from .. import queries, rules
from ..models import EntryLink, FocalPoint, FreshnessLimit, How, InstitutionEntry, Location, Service

logger = logging.getLogger(__name__)
A_DAY = 200
"""Institutions that one day asks: the outbox has other mail too."""


def load_limits(limits: dict[str, tuple[int, str]]) -> int:
    """Take over `freshness.csv`. Returns how many kinds changed."""
    changed = 0
    there = {limit.kind: limit for limit in FreshnessLimit.objects.order_by("kind")}
    for kind, (days, note) in limits.items():
        limit = there.get(kind) or FreshnessLimit(kind=kind)
        if (limit.days, limit.note) != (days, note):
            limit.days, limit.note = days, note
            limit.save()
            changed += 1
    return changed


def ask_institutions(*, at: datetime) -> int:
    """Send the monthly link to whoever answers for an institution that has entries of its own. Says how many."""
    sent = 0
    for organisation, focal_point in queries.to_be_asked(at=at, limit=A_DAY):
        ask_institution(organisation=organisation, focal_point=focal_point, at=at)
        sent += 1
    if sent:
        logger.info("asked %s institutions whether their entries are right", sent)
    return sent


@transaction.atomic
def ask_institution(*, organisation: Organisation, focal_point: FocalPoint, at: datetime) -> str:
    """One link to one institution. Earlier ones are closed. Returns its token, which is kept nowhere."""
    EntryLink.objects.filter(organisation=organisation, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    token = secrets.token_urlsafe(32)
    link = EntryLink.objects.create(
        organisation=organisation,
        focal_point=focal_point,
        token_hash=queries.entry_token_hash(token),
        made_at=at,
        expires_at=at + rules.LINK_LASTS,
    )
    text = _(
        "The directory of services for migrants shows what your institution offers. Is it still right?\n\n"
        "Read it, and say that it is right or correct it, here: %(url)s\n\n"
        "It takes two minutes. The link works once and lasts three weeks. It shows nothing about any person."
    ) % {"url": settings.PUBLIC_URL + reverse("directory:verify", args=[token])}
    notices.queue_email(
        to=focal_point.email, subject=_("Is what the directory says of you right?"), text=text, about=link.pk, at=at
    )
    audit.record("entry_link.sent", subject=link, by=audit.SYSTEM, at=at, organisation=organisation.code)
    return token


@transaction.atomic
def confirm_through_link(*, link: EntryLink, at: datetime) -> int:
    """The institution says that its entries are right, but for what it corrected through this link. Spends it."""
    link = EntryLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not link.is_open(at):
        raise rules.CannotWrite(_("This link was used already, or is too old. Ask for another one."))
    corrected = link.proposals.all()
    said = {"verified_at": at, "verified_by": None, "verified_how": How.LINK}
    own = link.organisation_id
    services = Service.objects.filter(organisation=own)
    services = services.exclude(pk__in=corrected.filter(service__isnull=False).values("service"))
    shown = Location.objects.filter(organisation=own, is_confidential=False, is_closed=False)
    places = shown.exclude(pk__in=corrected.filter(location__isnull=False).values("location"))
    count = services.update(**said) + places.update(**said)
    mine = {"hsds_id": rules.hsds.id_of("organization", link.organisation.code)}
    InstitutionEntry.objects.update_or_create(organisation_id=own, defaults=said, create_defaults=said | mine)
    FocalPoint.objects.filter(pk=link.focal_point_id).update(confirmed_at=at)
    link.used_at = at
    link.save(update_fields=["used_at"])
    audit.record("entry_link.used", subject=link, by=f"entry link:{link.pk}", at=at, entries=count)
    return count
