"""What a file holds, and whether what should be on the disk is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from django.conf import settings
from django.db.models import Exists, ManyToOneRel, OuterRef, QuerySet

from ayni.lib.keys import CannotDecrypt, keyring

from .blobs import blobs
from .models import StoredFile
from .rules import Unreadable, context_of, is_address, small_of

BATCH = 1_000


def read(file: StoredFile, *, small: bool = False) -> bytes:
    """The content, or its thumbnail. Raises Unreadable, which holds nothing of it."""
    name = small_of(file.address) if small else file.address
    try:
        return keyring(settings.AYNI_HOME).decrypt(blobs().read(name), context=context_of(name))
    except FileNotFoundError:
        raise Unreadable(f"The content of file {file.pk} is not on the disk.") from None
    except CannotDecrypt:
        raise Unreadable(f"The content of file {file.pk} is not what was put there.") from None


def unreferred() -> QuerySet[StoredFile]:
    """Files to which nothing refers, whichever app it would be in."""
    rows = StoredFile.objects.all()
    # Hidden ones too: most of our references have no name to be followed back by.
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            holders = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(holders))
    return rows


def orphans() -> Iterator[str]:
    """Addresses on the disk that no file has, a batch of names at a time."""
    names = (name for name in blobs().names() if is_address(name))
    while batch := {name.partition(".")[0] for name in islice(names, BATCH)}:
        yield from sorted(batch - set(StoredFile.objects.filter(address__in=batch).values_list("address", flat=True)))


class Fault(StrEnum):
    MISSING = "missing"
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Finding:
    """`what`: the id of a file; of what is foreign its place on the disk."""

    fault: Fault
    what: str


def examine(*, newest: int | None = None) -> Iterator[Finding]:
    """Every file: is it there, and of the `newest` so many (else of all), can it be read? And what is there besides."""
    known: set[str] = set()
    for number, file in enumerate(StoredFile.objects.order_by("-made_at", "-pk").iterator()):
        known |= {file.address, small_of(file.address)}
        if fault := _fault(file, thoroughly=newest is None or number < newest):
            yield Finding(fault, str(file.pk))
    for name in blobs().names():
        # An address without a row is what a crash leaves: the sweep takes it away.
        if name not in known and not is_address(name):
            yield Finding(Fault.FOREIGN, name)


def _fault(file: StoredFile, *, thoroughly: bool) -> Fault | None:
    if not all(blobs().has(name) for name in (file.address, small_of(file.address))):
        return Fault.MISSING
    try:
        if thoroughly:
            read(file), read(file, small=True)  # noqa: B018
    except Unreadable:
        return Fault.UNREADABLE
    return None
