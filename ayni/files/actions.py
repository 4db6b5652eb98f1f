"""Keeping what was drawn anew, and letting it go when nothing refers to it any more."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from ayni.access.models import User
from ayni.lib.keys import Keyring, keyring

from . import queries
from .blobs import blobs
from .models import StoredFile
from .preparing import Drawn
from .rules import address_of, context_of, small_of

A_WHILE = timedelta(hours=1)
"""How long something half written may still be somebody's who is writing it."""


@transaction.atomic
def keep(*, drawn: Drawn, by: User | None, at: datetime) -> StoredFile:
    """The file of this content. What is there already is not written twice.

    The content is on the disk before the transaction ends, so that nothing which is committed misses it; if the
    transaction is rolled back, what is left has no row, no name that says anything, and goes with the next sweep.
    """
    ring = keyring(settings.AYNI_HOME)
    file = _claimed(address_of(ring, drawn.content), drawn, by, at)
    place = blobs()
    contents = {file.address: drawn.content, small_of(file.address): drawn.small}
    for name, content in contents.items():
        if not place.has(name):
            place.write(name, ring.encrypt(content, context=context_of(name)))
    return file


def _claimed(address: str, drawn: Drawn, by: User | None, at: datetime) -> StoredFile:
    """The row of this address, locked: whoever clears it away meanwhile is waited for, or waits."""
    values = {
        "media_type": drawn.media_type,
        "bytes": len(drawn.content),
        "width": drawn.width,
        "height": drawn.height,
        "pages": drawn.pages,
        "key_version": keyring(settings.AYNI_HOME).newest,
        "made_by": by,
        "made_at": at,
    }
    while True:
        file, is_new = StoredFile.objects.get_or_create(address=address, defaults=values)
        if is_new or StoredFile.objects.select_for_update().filter(pk=file.pk).exists():
            return file


@transaction.atomic
def let_go(*, file: StoredFile) -> bool:
    """Called after a reference to it went: if that was the last one, the file goes. Says whether it did."""
    locked = StoredFile.objects.select_for_update().filter(pk=file.pk)
    if not locked.exists() or not queries.unreferred().filter(pk=file.pk).exists():
        return False
    locked.delete()
    # Robust: the row is gone whatever happens to the disk now, and the sweep comes again.
    transaction.on_commit(lambda: clear(address=file.address, at=file.made_at), robust=True)
    return True


@transaction.atomic
def clear(*, address: str, at: datetime) -> bool:
    """Remove the content at an address that has no row. Says whether there is none left.

    Somebody may be keeping the same content at this very moment. Its row, uncommitted as it is, keeps ours from being
    written, and the other way round: one of the two waits.
    """
    row, is_ours = StoredFile.objects.get_or_create(address=address, defaults={"made_at": at})
    if not is_ours:
        return False
    gone = [blobs().remove(name) for name in (address, small_of(address))]
    row.delete()
    return all(gone)


def sweep(*, at: datetime) -> int:
    """What no verb could clear away: files nobody refers to, and contents without a file. Returns how many."""
    count = sum(let_go(file=file) for file in queries.unreferred().filter(made_at__lt=at - A_WHILE).order_by("pk"))
    for address in queries.orphans():
        count += clear(address=address, at=at)
    return count + blobs().forget_unfinished(at - A_WHILE)


def under_older_keys(ring: Keyring) -> int:
    return sum(_is_old(file, ring) for file in StoredFile.objects.order_by("pk").iterator())


def write_anew(ring: Keyring) -> int:
    """Every content under the newest key. What an interruption left is taken up by the next call."""
    written = 0
    for file in StoredFile.objects.order_by("pk").iterator():
        if _is_old(file, ring):
            written += _written_anew(file, ring)
    return written


def _is_old(file: StoredFile, ring: Keyring) -> bool:
    # The disk is asked, not the row: `--forget-old` throws away what the disk may still need.
    versions = [blobs().version(name) for name in _names(file)]
    return any(version is not None and version != ring.newest for version in versions)


@transaction.atomic
def _written_anew(file: StoredFile, ring: Keyring) -> int:
    locked = StoredFile.objects.select_for_update().filter(pk=file.pk)
    if not locked.exists():
        return 0
    for name in _names(file):
        if blobs().version(name) not in {None, ring.newest}:
            plain = ring.decrypt(blobs().read(name), context=context_of(name))
            blobs().write(name, ring.encrypt(plain, context=context_of(name)))
    locked.update(key_version=ring.newest)
    return 1


def _names(file: StoredFile) -> Iterable[str]:
    return file.address, small_of(file.address)
