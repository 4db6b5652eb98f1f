"""What is typed into pages to reach what one may not see: in an address, in a form, by words, by id, by number.

`same`: the answer must be the one that something which is not there gets; else it may only not tell of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from .cast import CANARY, File
from .things import Things

NOBODY = File(None, None, ids={"person_id": UUID(int=7), "link_id": 0, "case_id": UUID(int=7), "note_id": UUID(int=7)})
"""Something that is not there."""
NO_WORD = "Zxqwerty"

Data = dict[str, Any]


@dataclass(frozen=True)
class Typed:
    page: str
    method: str
    data: Callable[[str, File], Data]
    """Of a word for the target and its file."""
    words: Callable[[Things, File], Data] = lambda things, file: {}
    """The words of the page's address; without: a page without any."""
    same: bool = False


def _free(things: Things, file: File) -> Data:
    return {"person_id": things.files["free"].person.pk}


def _row(things: Things, file: File) -> Data:
    return {"batch_id": things.imports["of sede central"].pk, "number": 2}


def _its_row(things: Things, file: File) -> Data:
    return {"batch_id": things.imports["of sede central"].pk, "number": file.ids["row"]}


def _link(things: Things, file: File) -> Data:
    """The link from the free file to the one of the target."""
    return {**_free(things, file), "relationship_id": file.ids["link_id"]}


def _of_the_file(things: Things, file: File) -> Data:
    return {"person_id": file.ids["person_id"]}


def _alert(things: Things, file: File) -> Data:
    """One that is not of a case yet."""
    return {"alert_id": things.alerts["ordinary"].pk}


def _q(word: str, file: File) -> Data:
    return {"q": word}


def _nothing(word: str, file: File) -> Data:
    return {}


def _as_relative(word: str, file: File) -> Data:
    return {"relation": "SIBLING", "relative_name": "", "file": file.ids["person_id"], "has_file": word}


TYPED = (
    Typed("desk:people", "GET", _q),
    Typed("desk:people", "GET", lambda word, file: {"q": file.case.number if file.case else "C-0000-0000"}),
    Typed("desk:people", "GET", lambda word, file: {"q": file.referral.number if file.referral else "R-0000-0000"}),
    Typed("desk:people", "POST", _q),
    Typed("desk:people-search", "POST", _q),
    Typed("desk:cases", "GET", _q),
    Typed("desk:cases", "GET", lambda word, file: {"q": file.case.number if file.case else "C-0000-0000"}),
    Typed("desk:cases", "GET", lambda word, file: {"overdue": "1", "status": "OPEN"}),
    Typed("desk:duplicates", "GET", lambda word, file: {"status": "UNSURE"}),
    Typed("desk:duplicates", "GET", lambda word, file: {"status": "DIFFERENT"}),
    Typed("desk:person-compare", "POST", _q, _free),
    Typed("desk:person-compare", "POST", lambda word, file: {"other": file.ids["person_id"]}, _free, same=True),
    Typed("people:relative-add", "POST", _as_relative, _free),
    Typed("people:relative-identify", "POST", _as_relative, _free),
    Typed("people:household-join", "POST", _as_relative, _free),
    Typed("people:relative-correct", "GET", _nothing, _link),
    Typed("people:relative-identify", "GET", _nothing, _link),
    Typed("people:import-rows", "GET", _nothing, lambda things, file: {
        "batch_id": things.imports["of sede central"].pk, "state": "known"}),
    Typed("people:import-row", "GET", _nothing, _its_row),
    Typed("people:import-decide", "POST", lambda word, file: {"what": "same", "person": file.ids["person_id"]}, _row,
          same=True),
    Typed("desk:field-note", "GET", _nothing, lambda things, file: {"evidence_id": file.ids["note_id"]}, same=True),
    Typed("referrals:alerts", "GET", lambda word, file: {"state": "ended"}),
    Typed("referrals:alert", "POST", lambda word, file: {"do": "match", "person": file.ids["person_id"]}, _alert,
          same=True),
    Typed("procedures:appointments", "GET", _q),
    Typed("procedures:appointment-new", "GET", lambda word, file: {"persona": file.ids["person_id"]}, same=True),
    Typed("desk:own-data-json", "GET", _nothing, _of_the_file),
    Typed("desk:own-data-pdf", "GET", _nothing, _of_the_file),
)  # fmt: skip


def asked(typed: Typed, things: Things, kind: str | None) -> tuple[str, str]:
    """Address and body of a request about the target; without a kind, about nothing that is there."""
    file = things.files[kind] if kind else NOBODY
    word = CANARY[kind] if kind else NO_WORD
    path = reverse(typed.page, kwargs=_without_extra(typed, things, file))
    data = urlencode(typed.data(word, file))
    return (f"{path}?{data}", "") if typed.method == "GET" and data else (path, data)


def _without_extra(typed: Typed, things: Things, file: File) -> Data:
    words = typed.words(things, file)
    if typed.page == "people:relative-identify" and "relationship_id" not in words:
        words["relationship_id"] = things.files["free"].ids["relationship_id"]
    return words


def targets(things: Things) -> Iterator[str]:
    yield from (kind for kind in things.files if kind != "free")
