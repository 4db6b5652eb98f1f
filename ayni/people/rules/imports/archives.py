"""Compressed files of others: what they would become is weighed before anything is unpacked."""

import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from .tables import CannotRead

MOST_ENTRIES = 100_000
MOST_UNPACKED = 2_000_000_000
MOST_OF_TEXTS = 300_000_000
"""The texts of a spreadsheet are held in memory while it is read."""
MOST_TIMES = 150
"""How many times larger than packed: a table of the same row ten thousand times comes to about eighty."""
WEIGHED_FROM = 20_000_000
_ENCRYPTED = 0x1


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """Raises CannotRead for what is broken, locked, or would fill the memory. Sizes are those that the archive itself
    declares: Python reads no more than that of an entry."""
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CannotRead(
            _("The file is cut off or damaged and cannot be opened. Send it again, or save it again as XLSX or CSV.")
        ) from error
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise CannotRead(_("The file is locked with a password. Save it without one, and import that."))
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    texts = sum(e.file_size for e in entries if e.filename.endswith("sharedStrings.xml"))
    bursts = unpacked > WEIGHED_FROM and unpacked > MOST_TIMES * max(1, packed)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or texts > MOST_OF_TEXTS or bursts:
        raise CannotRead(
            _("Unpacked, this file would be many times larger than it is: it was not opened. If it really is a list, "
              "save it as CSV.")
        )  # fmt: skip
    return archive
