"""What a file of answers says, held to the form of its study and to what is here already."""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ayni.instruments.xlsform.incoming import KEY, OUR_ID, REASON, Line, Reader
from ayni.people.queries.looking import parts
from ayni.people.rules.imports.archives import open_archive
from ayni.people.rules.imports.reading import read_table
from ayni.people.rules.imports.tables import Row
from ayni.referrals.queries import token_hash

from ..models import AnswerFile, AnswerRow, FileState, LineState, Response, Study, Tongue
from ..rules import answers as rules
from .studies import key_of

_PIECE = 1 << 20


@dataclass(frozen=True)
class Reading:
    """A file that was read, before anything is written."""

    digest: str
    headers: tuple[str, ...]
    notices: tuple[str, ...]
    rows: list[AnswerRow]

    @property
    def counts(self) -> dict[str, Any]:
        return dict(Counter(str(row.state) for row in self.rows))


def read(content: bytes, *, study: Study, today: date) -> Reading:
    """Raises CannotRead or CannotBring, with a sentence."""
    size = len(study.definition["items"])
    rules.check_takes_answers(study.state, size)
    reader = Reader(study.definition)
    table = read_table(lambda: io.BytesIO(content), named=reader.named)
    lines = list(islice(table.rows(), rules.most_rows(size) + 1))
    reader.lay(table.headers)
    rules.check_columns(len(reader.paths), reader.without_column())
    rules.check_repeats(reader.repeats_without_column())
    rules.check_rows(len(lines), size)
    digest = _digest(study, table.headers, lines)
    rows = _settled(study, list(_judged(study, reader, lines, digest, today)), lines)
    notices = (*table.notices, *_noticed(reader, lines), *_of_formulas(content))
    return Reading(digest, table.headers, notices, rows)


def _digest(study: Study, headers: Sequence[str], lines: Iterable[Row]) -> str:
    whole = hashlib.sha256(json.dumps(headers).encode())
    for line in lines:
        whole.update(json.dumps(line.cells).encode())
    return token_hash("study-file", f"{study.pk}:{whole.hexdigest()}")


def answer_digest(study: Study, key: str) -> str:
    """Of the id that an answer has where it comes from."""
    return token_hash("study-answer", f"{study.pk}:{key}")


def _judged(
    study: Study, reader: Reader, lines: Sequence[Row], digest: str, today: date
) -> Iterator[tuple[AnswerRow, str]]:
    """Each row with its id; what has none is known by its file and its place there."""
    for line in lines:
        said = reader.judge(line.cells, today=today)
        key = said.key or "r" + token_hash("study-row", f"{digest}:{line.number}")[:16]
        yield _row(study, line, said, key), key


def _row(study: Study, line: Row, said: Line, key: str) -> AnswerRow:
    faults = list(said.faults)
    if said.language not in Tongue.values:
        faults.append(("idioma", _("Write one of these languages: %(codes)s.") % {"codes": ", ".join(Tongue.values)}))
    kept: dict[str, Any] = {"cells": line.cells, "key": key, "faults": faults}
    state = LineState.WRONG if faults else LineState.NEW
    if not faults:
        kept = {"answers": said.answers, "language": said.language, "sent_on": said.day.isoformat()}
    return AnswerRow(number=line.number, state=state, digest=answer_digest(study, key), said=kept)


def _settled(study: Study, judged: Sequence[tuple[AnswerRow, str]], lines: Sequence[Row]) -> list[AnswerRow]:
    """Those that are here already are told apart; and of two with the same id the second is asked about."""
    sent = Response.objects.filter(study=study, sent_on__isnull=False).order_by()
    # Tables that left before have their keys without the letter in front.
    ours = {known_as for pk in sent.values_list("pk", flat=True) for known_as in (key_of(pk), key_of(pk)[1:])}
    here = known([row.digest for row, _key in judged])
    first: dict[str, int] = {}
    for (row, key), line in zip(judged, lines, strict=True):
        if key in ours or row.digest in here:
            row.state, row.said = LineState.HERE, {}
        elif row.digest in first and row.state == LineState.NEW:
            why = _("Row %(n)d has the same id. Leave one of the two.") % {"n": first[row.digest]}
            row.state, row.said = LineState.WRONG, {"cells": line.cells, "key": key, "faults": [(KEY, why)]}
        else:
            first.setdefault(row.digest, row.number)
    return [row for row, _key in judged]


def known(digests: Sequence[str]) -> set[str]:
    """Those of which an answer was taken in."""
    found: set[str] = set()
    for part in parts(list(digests)):
        found |= set(Response.objects.filter(draft__in=part).order_by().values_list("draft", flat=True))
    return found


def _noticed(reader: Reader, lines: Sequence[Row]) -> Iterator[str]:
    full = [place for place in reader.unknown if any(place < len(line.cells) and line.cells[place] for line in lines)]
    if full:
        yield _("The form does not ask these columns, and they are left out: %(names)s.") % {
            "names": ", ".join(reader.headers[place] for place in full)
        }
    if missing := reader.without_column():
        yield _("The file has no column of these questions: %(names)s.") % {"names": ", ".join(missing)}


def _of_formulas(content: bytes) -> Iterator[str]:
    """A cell whose formula was never worked out is empty to any reader."""
    if not content.startswith(b"PK"):
        return
    with open_archive(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and _has_formula(archive.open(name)):
                yield _("The sheet has formulas: their last result was read, and those that were never worked out are "
                        "empty. If answers are missing, paste them as values.")  # fmt: skip
                return


def _has_formula(file: Any) -> bool:
    before = b""
    while piece := file.read(_PIECE):
        if b"<f>" in before + piece or b"<f " in before + piece:
            return True
        before = piece[-2:]
    return False


def files(study: Study) -> QuerySet[AnswerFile]:
    return AnswerFile.objects.filter(study=study).select_related("study", "read_by").order_by("-read_at", "-pk")


def waiting(study: Study, digest: str) -> AnswerFile | None:
    """The same file, that was read and is looked at."""
    return AnswerFile.objects.filter(study=study, digest=digest, state=FileState.READ).order_by("pk").first()


def wrong(file: AnswerFile) -> QuerySet[AnswerRow]:
    return file.rows.filter(state=LineState.WRONG).order_by("number", "pk")


def numbers(counts: dict[str, int]) -> list[tuple[LineState, int]]:
    return [(state, counts.get(state, 0)) for state in LineState]


def to_mend(file: AnswerFile) -> Iterator[list[str]]:
    """The wrong rows as they came, with their id and what is wrong in front: mended, they come in as any file."""
    headers = [str(one) for one in file.headers]
    new = [] if {KEY, OUR_ID} & set(headers) else [OUR_ID]
    yield [REASON, *new, *headers]
    for row in wrong(file).iterator(chunk_size=500):
        reason = " · ".join(f"{column}: {why}" if column else why for column, why in row.said["faults"])
        cells = [str(one) for one in row.said["cells"]]
        yield [reason, *(row.said["key"] for _name in new), *cells]
