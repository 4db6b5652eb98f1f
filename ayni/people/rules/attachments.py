"""What may be attached to a file, and what becomes of it when it is taken out."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ayni.files.preparing import Drawn
from ayni.lib.errors import RuleBroken
from ayni.people.models import Attachment, IdentityDocument

from .documents import NONE as NO_DOCUMENT

MOST = 100
"""Photos and papers shown at a time in one file."""
PICTURE_GOES = frozenset({Attachment.Reason.NOT_THEIRS, Attachment.Reason.ASKED})
"""For these reasons the picture itself is deleted, not only put aside."""
TO_CHOOSE = (
    Attachment.Reason.REPLACED, Attachment.Reason.UNCLEAR, Attachment.Reason.NOT_THEIRS, Attachment.Reason.ASKED,
)  # fmt: skip
"""What a person may give as a reason."""
ONE_EACH = frozenset({Attachment.Side.FRONT, Attachment.Side.BACK})
"""A document has one front and one back; of pages it may have many."""


class CannotAttach(RuleBroken):
    pass


@dataclass(frozen=True, kw_only=True)
class NewAttachment:
    """What somebody brings. `original_seen`: the officer had the original in hand."""

    kind: str
    drawn: Drawn
    document: IdentityDocument | None = None
    side: str = ""
    taken_on: date | None = None
    original_seen: bool = False


def check_place(*, kind: str, has_document: bool, side: str) -> None:
    is_scan = kind == Attachment.Kind.DOCUMENT_SCAN
    if is_scan and not (has_document and side):
        raise CannotAttach(_("Say of which document this is, and which side."))
    if not is_scan and (has_document or side):
        raise CannotAttach(_("Only the scan of a document belongs to a document. Choose that, or no document."))


def check_document(*, type_code: str, has_ended: bool, is_of_person: bool) -> None:
    if not is_of_person or has_ended:
        raise CannotAttach(_("This document is not in the file any more. Choose another one, or add it first."))
    if type_code == NO_DOCUMENT:
        raise CannotAttach(_("The file says that the person has no document. Add the document first, then its scan."))


def check_taken(*, taken_on: date | None, today: date) -> None:
    if taken_on and taken_on > today:
        raise CannotAttach(_("That day has not come yet. Type the day on which it was taken, or leave it empty."))


def check_room(*, current: int) -> None:
    if current >= MOST:
        raise CannotAttach(
            _("This file has %(most)s photos and papers. Take out what is not needed, then add more.") % {"most": MOST}
        )


def check_reason(*, reason: str) -> None:
    if reason not in TO_CHOOSE:
        raise CannotAttach(_("Say why it is taken out."))
