"""Verbs about the key of the observatory: made once, copied to where it is safe, brought back."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ayni.audit import actions as audit
from ayni.audit.models import Head

from ..models import Release
from ..noise import keys
from ..noise.keys import KeyRefused, Secret


def key_path() -> Path:
    """Where the key of this installation is."""
    return Path(settings.OBSERVATORY_KEY) if settings.OBSERVATORY_KEY else settings.AYNI_HOME / keys.FILE_NAME


def fingerprint() -> str:
    """Of the key under which this installation released; empty before its first release."""
    made = Release.objects.exclude(fingerprint="").order_by("-asked_at", "-pk")
    return made.values_list("fingerprint", flat=True).first() or ""


def releases_were_made() -> bool:
    return bool(fingerprint())


def secret() -> Secret:
    """The key, if it is there and is the one of the releases. Raises KeyRefused, which says how to bring it back."""
    held = keys.read(key_path())
    keys.check_is(held, fingerprint())
    return held


@transaction.atomic
def make_key(*, at: datetime) -> Secret:
    """The first key of an installation. After the first release another one would do harm, so none is made."""
    if known := fingerprint():
        raise KeyRefused(
            _("Releases were made under the key %(known)s. A new one would give the same people other figures.")
            % {"known": known}
            + f" {keys.how()}"
        )
    made = keys.new()
    _record("observatory.key_made", made, at=at)
    keys.write(made, key_path())
    return made


@transaction.atomic
def export_key(*, to: Path, at: datetime) -> Secret:
    """A copy for safe keeping."""
    held = secret()
    _record("observatory.key_exported", held, at=at)
    keys.write(held, to)
    return held


@transaction.atomic
def restore_key(*, source: Path, at: datetime) -> Secret:
    """Bring the key back from a copy. Another one than that of the releases is refused."""
    held = keys.read(source)
    keys.check_is(held, fingerprint())
    _record("observatory.key_restored", held, at=at)
    keys.write(held, key_path())
    return held


def _record(verb: str, held: Secret, *, at: datetime) -> None:
    head = Head.objects.filter(pk=1).first() or Head(pk=1)
    audit.record(verb, subject=head, by=audit.SYSTEM, at=at, fingerprint=held.fingerprint)
