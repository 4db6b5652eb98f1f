"""What becomes of photos and scans when two files become one, and when a file is erased."""

from .actions import erase_attachments, settle_attachments
from .hooks import ERASERS, REPOINTERS, Eraser, Repointer


def declare() -> None:
    REPOINTERS.append(Repointer("people.Attachment", "person", settle=settle_attachments))
    ERASERS.append(Eraser("people.Attachment", erase_attachments))
