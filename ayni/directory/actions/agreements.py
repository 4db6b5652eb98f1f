"""Agreements with institutions: written down, renewed, ended, watched."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.codelists.models import Profile
from ayni.lib.written import check_as_seen, mark_of_row
from ayni.notices import actions as notices

from .. import queries, rules
from ..models import Agreement, AgreementState, Service


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the signed paper says."""

    code: str
    name: str
    purpose: str
    sections: Collection[str]
    profiles: Collection[Profile]
    services: Collection[Service]
    valid_from: date
    valid_to: date | None
    document: str
    alert_days: int


@transaction.atomic
def write_agreement(
    *, ours: Organisation, theirs: Organisation, terms: Terms, watched_by: User, by: User, at: datetime
) -> Agreement:
    """Write down what was signed. From its first day on, it limits what may be shared."""
    rules.check_agreement(
        code_taken=Agreement.objects.filter(code__iexact=terms.code).exists(), same_party=ours == theirs,
        sections=terms.sections, valid_from=terms.valid_from, valid_to=terms.valid_to,
    )  # fmt: skip
    row = Agreement.objects.create(
        code=terms.code, name=terms.name, ours=ours, theirs=theirs, purpose=terms.purpose,
        sections=sorted(terms.sections), valid_from=terms.valid_from, valid_to=terms.valid_to, document=terms.document,
        watched_by=watched_by, alert_days=terms.alert_days, written_by=by, written_at=at,
    )  # fmt: skip
    row.profiles.set(terms.profiles)
    row.services.set(terms.services)
    audit.record(
        "agreement.written", subject=row, by=by, at=at, theirs=theirs.code, sections=sorted(terms.sections),
        valid_from=terms.valid_from.isoformat(), valid_to=terms.valid_to.isoformat() if terms.valid_to else "",
    )  # fmt: skip
    return row


@transaction.atomic
def renew_agreement(
    *, agreement: Agreement, until: date, document: str, by: User, at: datetime, seen: str = ""
) -> Agreement:
    """Both sides signed that it goes on. What it lets go stays as it was: other terms are another agreement. `seen`:
    the mark of its last day and its paper on the page."""
    row = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    rules.check_may_end(is_over=row.ended_on is not None)
    check_as_seen(seen=seen, mark=mark_of_row(row, rules.RENEWED))
    rules.check_may_renew(valid_to=row.valid_to, until=until, today=localdate(at))
    former, row.valid_to, row.alerted_on = row.valid_to, until, None
    row.document = document or row.document
    row.save(update_fields=["valid_to", "alerted_on", "document"])
    audit.record(
        "agreement.renewed", subject=row, by=by, at=at, former=former.isoformat() if former else "",
        until=until.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def end_agreement(*, agreement: Agreement, by: User, at: datetime) -> Agreement:
    """From today on it counts no more."""
    row = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    over = {AgreementState.ENDED, AgreementState.EXPIRED}
    rules.check_may_end(is_over=row.ended_on is not None or row.state(localdate(at)) in over)
    row.ended_on = localdate(at)
    row.save(update_fields=["ended_on"])
    audit.record("agreement.ended", subject=row, by=by, at=at)
    return row


@transaction.atomic
def watch_agreements(*, at: datetime) -> int:
    """Tell whoever watches an agreement that it ends soon, once. How many were told of."""
    today, rows = localdate(at), queries.ending_soon(localdate(at))
    for row in rows:
        url = settings.PUBLIC_URL + reverse("directory:agreement", args=[row.pk])
        notices.queue_email(
            to=row.watched_by.email, about=None, at=at,
            subject=_("Agreement %(code)s ends soon") % {"code": row.code},
            text=_("Without it, data can be shared only by law. Renew it or end it here: %(url)s") % {"url": url},
        )  # fmt: skip
        row.alerted_on = today
        row.save(update_fields=["alerted_on"])
        audit.record("agreement.ends_soon", subject=row, by=audit.SYSTEM, at=at)
    return len(rows)
