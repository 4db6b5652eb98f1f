"""Text with separators (CSV): its encoding, its separator and its quotation marks are found out, and said."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import islice

from django.utils.translation import gettext as _

from .guessing import guess
from .headers import Names, find_headers
from .tables import LONGEST_CELL, LOOKED_AT, CannotRead, Opener, Row, Table, below
from .values import LOST

_SEPARATORS = ";,\t|"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TWICE = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]")
"""What is left of an accented letter that was encoded twice."""
_LOST_TWICE = LOST.encode().decode("cp1252")
"""A letter that had been lost before the list was put together from two encodings."""
_AT_ONCE = 1 << 20


def read_separated(
    opener: Opener,
    named: Names = guess,
    *,
    format: str = "CSV",  # noqa: A002 - the word of the house
) -> Table:
    encoding, notices = _encoding(opener)
    separator, skipped = _separator(opener, encoding)
    rows = partial(_rows, opener, encoding, separator, skipped)
    headers = find_headers(list(islice(rows(), LOOKED_AT)), named)
    said = {";": _("semicolon"), "\t": _("tabulator"), "|": _("vertical bar")}
    if separator in said:
        notices.append(_("The columns are separated by: %(sign)s.") % {"sign": said[separator]})
    return Table(format, headers.names, lambda: below(rows(), headers.below), (*notices, *headers.notices))


def _encoding(opener: Opener) -> tuple[str, list[str]]:
    """Of the whole file: what is UTF-8 for a thousand rows may not be in the next."""
    with opener() as file:
        start = file.read(4)
    if not start:
        raise CannotRead(_("The file is empty: it holds no row of data. Check that it is the right file, and saved."))
    for mark, name in _BOMS:
        if start.startswith(mark):
            notices = [_("The file is in UTF-16, as “Unicode text” of Excel.")] if name == "utf-16" else []
            return name, notices
    decoder, plain = codecs.getincrementaldecoder("utf-8")(), True
    with opener() as file:
        while piece := file.read(_AT_ONCE):
            if b"\x00" in piece:
                raise CannotRead(
                    _("The file holds characters that no text has (NUL): it was damaged on the way, or is no table. "
                      "Save it again as CSV UTF-8 or as XLSX.")
                )  # fmt: skip
            if plain:
                plain = _decodes(decoder, piece)
    if plain and _decodes(decoder, b"", final=True):
        return "utf-8", []
    return "cp1252", [
        _("The file is not in UTF-8: it was read as Windows (cp1252). Check that accents and ñ look right.")
    ]


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _separator(opener: Opener, encoding: str) -> tuple[str, int]:
    """The sign that parts most lines into the same number of columns; and how many lines say so (“sep=;”)."""
    with _text(opener, encoding) as text:
        lines = [line for line in islice(text, LOOKED_AT) if line.strip()]
    if not lines:
        raise CannotRead(_("The file is empty: it holds no row of data. Check that it is the right file, and saved."))
    if match := re.match(r"^sep=(.)\s*$", lines[0]):
        return match[1], 1
    return max(_SEPARATORS, key=lambda sign: _parts(lines, sign)), 0


def _parts(lines: list[str], sign: str) -> tuple[int, int]:
    counts = [re.sub(r'"[^"]*"', "", line).count(sign) for line in lines]
    counts = [count for count in counts if count]
    return (len(counts) if counts else 0) * min(max(counts, default=0), 3), sum(counts)


def _text(opener: Opener, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(opener(), encoding=encoding, errors="replace", newline="")


def _rows(opener: Opener, encoding: str, separator: str, skipped: int) -> Iterator[Row]:
    with _text(opener, encoding) as text:
        for _line in range(skipped):
            text.readline()
        reader = csv.reader(text, delimiter=separator)
        number = skipped
        while True:
            begun = reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise CannotRead(_unclosed(begun + 1 + skipped)) from error
            number += 1
            if len(cells) > 1 or (cells and cells[0].strip()):
                yield Row(number, [_whole(cell, begun + 1 + skipped) for cell in cells])
            elif number <= LOOKED_AT:
                yield Row(number, [])


def _whole(cell: str, line: int) -> str:
    if len(cell) > LONGEST_CELL:
        raise CannotRead(_unclosed(line))
    cell = cell.strip().replace(_LOST_TWICE, LOST)
    if _TWICE.search(cell):
        with suppress(UnicodeError):
            return cell.encode("cp1252").decode("utf-8")
    return cell


def _unclosed(line: int) -> str:
    return _(
        "From line %(line)s on, a quotation mark is opened and never closed, or a cell is longer than any text. "
        "Mend that line, or save the list as XLSX."
    ) % {"line": line}
