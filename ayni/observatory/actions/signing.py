"""From two signatures to what everybody reads, and back."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit

from .. import releasing, rules
from ..models import Planned, Release, Signature, State
from ..published import described, root


@transaction.atomic
def sign_release(*, release: Release, seen: str, by: User, at: datetime) -> Release:
    """One of the two signatures. `seen`: the checksum of what was looked at."""
    release = _held(release)
    signers = set(release.signatures.values_list("by_id", flat=True))
    rules.check_moves(release.state, rules.SIGN.get(State(release.state), State.SIGNED))
    rules.check_may_sign(by.pk, asked_by=release.asked_by_id, signers=signers)
    rules.check_unchanged(seen, release.checksum)
    Signature.objects.create(release=release, by=by, at=at, checksum=release.checksum)
    release.state = rules.SIGN[State(release.state)]
    release.save()
    _record("observatory.signed", release, by=by, at=at)
    return release


@transaction.atomic
def publish_release(*, release: Release, by: User, at: datetime) -> Release:
    """Put it where everybody reads: from the announced day on, at midnight in Lima; at once if that day came."""
    release = _held(release)
    rules.check_moves(release.state, State.PUBLISHED)
    signed = {one.checksum for one in release.signatures.all()}
    if signed != {releasing.checksum(settings.AYNI_HOME, release.name)}:
        raise rules.CannotRelease(
            _("The files are not those that were signed. Give this release up and prepare it again.")
        )
    there = described(root(settings.AYNI_HOME) / release.name)
    day = Planned.objects.get(period=release.period).day
    moment = there.moment if there else max(rules.embargo(day), at)
    release.state, release.is_open, release.published_at = State.PUBLISHED, False, moment
    release.save()
    _record("observatory.published", release, by=by, at=at)
    # Last, so that what goes wrong here undoes the rows. Should the rows be lost after it, the next try finds it done.
    releasing.publish(settings.AYNI_HOME, release.name, at=moment)
    return release


@transaction.atomic
def withdraw_release(*, release: Release, why: str, by: User, at: datetime) -> Release:
    """Give up what was prepared, or take back what was published. It is kept, and nobody reads it any more."""
    release = _held(release)
    rules.check_moves(release.state, State.WITHDRAWN)
    release.state, release.is_open = State.WITHDRAWN, False
    release.withdrawn_at, release.withdrawn_why = at, why
    release.save()
    _record("observatory.withdrawn", release, by=by, at=at)
    releasing.withdraw(settings.AYNI_HOME, release.name)
    return release


def _held(release: Release) -> Release:
    return Release.objects.select_for_update(of=("self",)).get(pk=release.pk)


def _record(verb: str, release: Release, *, by: User, at: datetime) -> None:
    audit.record(verb, subject=release, by=by, at=at, period=release.period, version=release.version)
