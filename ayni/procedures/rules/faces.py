"""What is printed on a card, from what it says: dates as people write them, and the machine-readable zone."""

from collections.abc import Mapping
from datetime import date

from ayni.lib.mrz import TD1, CannotWrite, Fields, PartialDate, Sex, write

from ..models import CardSeries

_SEX = {"M": Sex.MALE, "F": Sex.FEMALE, "X": Sex.UNSPECIFIED}


def zone_of(face: Mapping[str, str], *, code: str, issuer: str, number: str, valid_to: date | None) -> tuple[str, ...]:
    """The three lines of a TD1. Raises `CannotWrite` where the standard has no place for something."""
    names = (face["surnames"], face["given_names"])
    # Somebody with one name only has it where surnames stand (9303-3, 4.6).
    surnames, given = names if names[0] else (names[1], "")
    birth = [int(part) for part in face["birth"].split("-") if part]
    expiry = PartialDate(valid_to.year, valid_to.month, valid_to.day) if valid_to else PartialDate()
    return write(
        Fields(
            document_code=code, issuer=issuer, document_number=number, nationality=face["nationality"],
            surnames=surnames, given_names=given, birth=PartialDate(*birth), sex=_SEX[face["sex"]], expiry=expiry,
        ),
        TD1,
    )  # fmt: skip


def can_be_printed(face: Mapping[str, str], form: str) -> bool:
    """Whether the holder's names and nationality have a place in the zone, if there is one."""
    if form != CardSeries.Form.ID1:
        return True
    try:
        zone_of(face, code="I", issuer="PER", number="1", valid_to=None)
    except CannotWrite:
        return False
    return True


def read_date(text: str) -> str:
    """`1990-03-12` as 12/03/1990; of what is known in part, that part; of nothing, a dash."""
    return "/".join(reversed(text.split("-"))) if text else "—"
