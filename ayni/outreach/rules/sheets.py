"""A sheet of who came: what of a line is kept, and what may become of it."""

import unicodedata
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import RowState as Found

from ..models import RowState, SheetState

MOST_ROWS = 5_000
MOST_BYTES = 10 * 1024 * 1024
NAMED = ("full_name", "given_names", "surname_1", "surnames", "surname_2", "given_name_2")
KEPT = (*NAMED, "birth_date", "age", "document_number", "document_type", "phone", "sex", "nationality")
"""What is read of a line. Whatever else stands in it, such as an address or a signature, is not."""


class CannotTakeIn(RuleBroken):
    pass


def state_of(found: str, *, is_name_alone: bool) -> RowState:
    """What the matching of lists says of a line, as a sheet needs it. Of a file that the reader may not see nothing is
    said: the line is counted, as that of anybody without a file. A name alone, without birth date or number, is also
    somebody else's: whether it is theirs, somebody says."""
    if found == Found.KNOWN and not is_name_alone:
        return RowState.KNOWN
    return RowState.DOUBTFUL if found in {Found.KNOWN, Found.DOUBTFUL} else RowState.COUNTED


def has_a_name(typed: Mapping[str, str]) -> bool:
    """One that holds a letter: a merged cell below its first line is empty, and a total is a number."""
    return any(any(unicodedata.category(c).startswith("L") for c in typed.get(name, "")) for name in NAMED)


def check_rows(rows: int) -> None:
    if rows == 0:
        raise CannotTakeIn(_("No line below the headers has a name. Is it the right sheet?"))
    if rows > MOST_ROWS:
        raise CannotTakeIn(
            _("The sheet has more than %(most)d lines. Part it into several, or count the room instead.")
            % {"most": MOST_ROWS}
        )


def check_names(columns: Sequence[str]) -> None:
    if not set(columns) & {"full_name", "given_names", "surnames", "surname_1"}:
        raise CannotTakeIn(
            _(
                "No column says who came. Write “Nombre” above the names, or “Nombres” and “Apellidos”, and upload it "
                "again."
            )
        )


def check_may_become(state: str, to: SheetState) -> None:
    may = {SheetState.READ: {SheetState.TAKEN, SheetState.DROPPED}, SheetState.TAKEN: {SheetState.UNDONE}}
    if to not in may.get(SheetState(state), set()):
        raise CannotTakeIn(_("A colleague did something with this sheet meanwhile. Load the page again."))


def check_not_taken_before(when: str) -> None:
    """Whoever has no file is a number: taken in again, they would be counted twice."""
    if when:
        raise CannotTakeIn(
            _("This very file was taken in on %(when)s: its people are counted. Throw this copy away.") % {"when": when}
        )


def check_nothing_doubtful(doubtful: int) -> None:
    if doubtful:
        raise CannotTakeIn(
            _(
                "%(doubtful)d lines may be of somebody with a file. Say of each whether it is, or count all of them "
                "only."
            )
            % {"doubtful": doubtful}
        )


def check_no_certificates(certificates: int) -> None:
    if certificates:
        raise CannotTakeIn(
            _("%(n)d certificates were issued for people of this sheet. Withdraw them first.") % {"n": certificates}
        )
