"""Preparing a release. It takes a minute, so it is asked for, and the worker does it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.facts.queries import build as build_of
from ayni.facts.queries import current
from ayni.lib.errors import RuleBroken
from ayni.lib.keys import keyring

from .. import releasing, rules
from ..lists import lists
from ..models import Planned, Release, State
from .keys import secret

PEOPLE_KEYS = "observatory"


@transaction.atomic
def ask_for_release(*, period: str, by: User | None, at: datetime, reason_es: str = "", reason_en: str = "") -> Release:
    """Ask for the release of a month to be prepared; of one that was published, for a further version that says why."""
    rules.check_month_is_over(period, at)
    if not Planned.objects.filter(period=period).exists():
        raise rules.CannotRelease(_("No day was announced for this month. Announce it, then prepare the release."))
    if Release.objects.select_for_update().filter(is_open=True).exists():
        raise rules.CannotRelease(_("Another release is being prepared or signed. Publish it or give it up first."))
    # Files that were published and of which the rows were lost count, too: what is public never changes.
    known = Release.objects.filter(period=period, published_at__isnull=False).count()
    version = 1 + max(known, releasing.versions(settings.AYNI_HOME, period))
    if version > 1 and not (reason_es and reason_en):
        raise rules.CannotRelease(_("This month was published before. Say in both languages what changes and why."))
    facts = current(settings.AYNI_HOME)
    if facts is None:
        raise rules.CannotRelease(_("The facts were not built yet. Build them (ayni facts build), then try again."))
    release = Release(period=period, version=version, asked_by=by, asked_at=at, build=facts.id)
    if version > 1:
        release.reason_es, release.reason_en = reason_es, reason_en
    release.fingerprint = secret().fingerprint
    release.save(force_insert=True)
    _record("observatory.asked_for", release, by=by, at=at)
    return release


def prepare_waiting(*, at: datetime) -> int:
    """Prepare what was asked for. Interrupted at any step, it is begun anew."""
    waiting = Release.objects.filter(state=State.PREPARING).order_by("asked_at", "pk")
    for release in waiting:
        _prepare(release, at=at)
    return len(waiting)


def _prepare(release: Release, *, at: datetime) -> None:
    """Count outside any transaction: nobody who writes has to wait for it."""
    try:
        built = _build(release)
    except RuleBroken as refused:
        release.state, release.refused, release.is_open = State.REFUSED, str(refused)[:1000], False
    else:
        release.state, release.report, release.fingerprint = State.PREPARED, dict(built.report), built.fingerprint
        release.checksum, release.prepared_at = releasing.checksum(settings.AYNI_HOME, built.id), at
    with transaction.atomic():
        now = Release.objects.select_for_update().get(pk=release.pk)
        if now.state != State.PREPARING:
            return
        release.save()
        verb = "observatory.prepared" if release.state == State.PREPARED else "observatory.refused"
        _record(verb, release, by=None, at=at)


def _build(release: Release) -> releasing.Built:
    home = settings.AYNI_HOME
    facts = build_of(home, release.build) or current(home)
    if facts is None:
        raise rules.CannotRelease(_("The facts were not built yet. Build them (ayni facts build), then try again."))
    release.build = facts.id
    changes = ({"es": release.reason_es, "en": release.reason_en},) if release.reason_es else ()
    return releasing.build(
        facts, release.period, secret(), home=home, lists=lists(), version=release.version, changes=changes,
        people_keyed=keyring(home).digest("facts", PEOPLE_KEYS).hex()[:20],
    )  # fmt: skip


def release_at_once(*, period: str, at: datetime, reason_es: str = "", reason_en: str = "") -> Release:
    """What `ayni observatory release` does: the same, without waiting for the worker. People still sign it."""
    release = Release.objects.filter(period=period, state=State.PREPARING).first()
    release = release or ask_for_release(period=period, by=None, at=at, reason_es=reason_es, reason_en=reason_en)
    _prepare(release, at=at)
    return release


def _record(verb: str, release: Release, *, by: User | None, at: datetime) -> None:
    audit.record(verb, subject=release, by=by or audit.SYSTEM, at=at, period=release.period, version=release.version)
