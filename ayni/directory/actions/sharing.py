"""Agreements on data with local governments: written down, corrected, ended."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.codelists.models import Territory
from ayni.lib.written import check_as_seen, mark_of_row

from .. import rules
from ..models import AgreementState, DataSharing
from ..rules.sharing import SharingTerms


@transaction.atomic
def write_sharing(
    *, territory: Territory, ours: Organisation, terms: SharingTerms, by: User, at: datetime
) -> DataSharing:
    """Write down what was signed with the municipality or the regional government of this territory."""
    taken = DataSharing.objects.filter(code__iexact=terms.code).exists()
    rules.check_sharing(terms, code_taken=taken, same_party=ours == terms.theirs)
    row = DataSharing(territory=territory, ours=ours, written_by=by, written_at=at)
    _put(row, terms)
    _record("sharing.written", row, by=by, at=at)
    return row


@transaction.atomic
def correct_sharing(
    *, sharing: DataSharing, terms: SharingTerms, by: User, at: datetime, seen: str = ""
) -> DataSharing:
    """What was written wrong, or what both sides signed anew. What it said before stands in the trail's days. `seen`:
    the mark of what the page showed."""
    row = DataSharing.objects.select_for_update(of=("self",)).get(pk=sharing.pk)
    rules.check_may_end(is_over=row.ended_on is not None)
    check_as_seen(seen=seen, mark=mark_of_row(row, terms.__dataclass_fields__))
    others = DataSharing.objects.filter(code__iexact=terms.code).exclude(pk=row.pk)
    rules.check_sharing(terms, code_taken=others.exists(), same_party=row.ours == terms.theirs)
    _put(row, terms)
    _record("sharing.corrected", row, by=by, at=at)
    return row


def _put(row: DataSharing, terms: SharingTerms) -> None:
    for name in terms.__dataclass_fields__:
        setattr(row, name, getattr(terms, name))
    row.we_give, row.they_give = sorted(terms.we_give), sorted(terms.they_give)
    row.save()


@transaction.atomic
def end_sharing(*, sharing: DataSharing, by: User, at: datetime) -> DataSharing:
    """From today on it counts no more. Feeds go on: what is published is for anybody."""
    row = DataSharing.objects.select_for_update(of=("self",)).get(pk=sharing.pk)
    over = {AgreementState.ENDED, AgreementState.EXPIRED}
    rules.check_may_end(is_over=row.ended_on is not None or row.state(localdate(at)) in over)
    row.ended_on = localdate(at)
    row.save(update_fields=["ended_on"])
    _record("sharing.ended", row, by=by, at=at)
    return row


def _record(verb: str, row: DataSharing, *, by: User, at: datetime) -> None:
    audit.record(
        verb, subject=row, by=by, at=at, code=row.code, place=row.territory.code, is_open=row.is_open,
        valid_from=row.valid_from.isoformat(), valid_to=row.valid_to.isoformat() if row.valid_to else "",
    )  # fmt: skip
