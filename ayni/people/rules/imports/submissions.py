"""Answers that were collected with ODK: the CSV of Central, the archive of it, and submissions as XML."""

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from .archives import open_archive
from .guessing import guess
from .headers import Names, find_headers
from .separated import read_separated
from .tables import CannotRead, Opener, Row, Table, check_width

LARGEST_SUBMISSION = 5_000_000
_SEEN_FIRST = 200
"""Submissions whose elements together are the columns: an answer that was not given may be left out."""


def read_answers_archive(opener: Opener, named: Names = guess) -> Table:
    with open_archive(opener()) as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    tables = sorted((n for n in names if n.lower().endswith(".csv") and "/" not in n), key=lambda n: (len(n), n))
    if tables:
        table = read_separated(partial(_entry, opener, tables[0]), named, format="ODK")
        others = (_("The archive has more tables; this is “%(name)s”.") % {"name": tables[0]},)
        return Table("ODK", table.headers, table.rows, (*table.notices, *(others if len(tables) > 1 else ())))
    submissions = sorted(n for n in names if n.lower().endswith(".xml"))
    if not submissions:
        raise CannotRead(_("The archive holds no table (CSV) and no answers (XML). Import the file that does."))
    return _of_submissions(partial(_documents, opener, submissions))


def read_submission(opener: Opener) -> Table:
    return _of_submissions(partial(_one, opener))


def _entry(opener: Opener, name: str) -> BinaryIO:
    archive = open_archive(opener())
    return io.BufferedReader(archive.open(name))  # type: ignore[type-var]


def _one(opener: Opener) -> Iterator[bytes]:
    with opener() as file:
        yield file.read(LARGEST_SUBMISSION + 1)


def _documents(opener: Opener, names: list[str]) -> Iterator[bytes]:
    with open_archive(opener()) as archive:
        for name in names:
            try:
                with archive.open(name) as file:
                    yield file.read(LARGEST_SUBMISSION + 1)
            except (zipfile.BadZipFile, OSError) as error:
                raise CannotRead(_("The archive is damaged. Send it again.")) from error


def _of_submissions(documents: partial[Iterator[bytes]]) -> Table:
    seen: dict[str, None] = {}
    for text in islice(documents(), _SEEN_FIRST):
        seen |= dict.fromkeys(_answers(text))
    if not seen:
        raise CannotRead(_("The file is empty: it holds no row of data. Check that it is the right file, and saved."))
    check_width(len(seen))
    headers = find_headers([Row(1, list(seen))]).names
    return Table("ODK", headers, partial(_rows, documents, tuple(seen)))


def _rows(documents: partial[Iterator[bytes]], paths: tuple[str, ...]) -> Iterator[Row]:
    for number, text in enumerate(documents(), 2):
        answers = _answers(text)
        yield Row(number, [answers.get(path, "") for path in paths])


def _answers(text: bytes) -> dict[str, str]:
    """Path of each answer (“persona-nombre”, as Central writes it) → what was answered."""
    if len(text) > LARGEST_SUBMISSION:
        raise CannotRead(_("One submission is larger than any form. Export the answers as CSV, and import that."))
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise CannotRead(
            _("The XML is no submission of a form, or is damaged. Export the answers from ODK Central as CSV.")
        ) from error
    found: dict[str, str] = {}
    _leaves(root, "", found)
    if "meta-instanceID" in found:
        found["KEY"] = found.pop("meta-instanceID")
    return found


def _leaves(element: Element, path: str, found: dict[str, str]) -> None:
    for child in element:
        name = child.tag.rpartition("}")[2]
        here = f"{path}-{name}" if path else name
        if len(child):
            _leaves(child, here, found)
        else:
            # A group that repeats is of several people: the first is whose submission it is.
            found.setdefault(here, (child.text or "").strip())
