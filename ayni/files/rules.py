"""What is taken, and where it goes."""

import hashlib
import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayni.lib.errors import RuleBroken
from ayni.lib.keys import Keyring

from .redrawing import Refusal

SECRET = "search"  # noqa: S105 - the name of one
"""Of the keyring: that of the blind indexes. An address is one, of a content."""
_ADDRESS = re.compile(r"[0-9a-f]{64}(\.small)?")


class CannotTake(RuleBroken):
    def __init__(self, why: Refusal) -> None:
        super().__init__(str(SENTENCES[why]))
        self.why = why


class Unreadable(RuntimeError):
    """The content of a file is gone from the disk, or is not what was put there. `ayni files verify` lists them."""


SENTENCES: Mapping[Refusal, Promise] = {
    Refusal.EMPTY: _("The file is empty. Choose another one."),
    Refusal.TOO_LARGE: _("The file is too large: at most 10 MB. Take the picture again with a lower quality, or scan fewer pages."),  # noqa: E501
    Refusal.TOO_MANY_PIXELS: _("The picture is too large: at most 40 million pixels. Take it again with a lower quality."),  # noqa: E501
    Refusal.TOO_SMALL: _("The picture is too small to recognise anything. Take it again, from closer."),
    Refusal.TOO_MANY_PAGES: _("The PDF has too many pages: at most 20. Send it in parts."),
    Refusal.PROTECTED: _("The PDF is locked with a password. Save it without one, or photograph the paper."),
    Refusal.MOVES: _("That is an animation. Choose a picture that does not move."),
    Refusal.HEIC: _("HEIC pictures, as iPhones save them, cannot be read. Send the picture as JPEG: on the phone, Settings, Camera, Formats, “Most compatible”."),  # noqa: E501
    Refusal.NOT_TAKEN: _("That is no picture and no PDF. Choose a JPEG, PNG or WebP picture, or a PDF."),
    Refusal.PAPER_FOR_PHOTO: _("That is a PDF. The photo of a person has to be a JPEG, PNG or WebP picture."),
    Refusal.BROKEN: _("The file is damaged or incomplete. Send it again, or take the picture again."),
    Refusal.TOO_HARD: _("The file is too complicated to be read safely. Photograph the paper, or scan it again."),
}  # fmt: skip
"""Each says what is wrong and what to do."""


def address_of(ring: Keyring, content: bytes) -> str:
    return ring.digest(SECRET, f"file:{hashlib.sha256(content).hexdigest()}").hex()


def small_of(address: str) -> str:
    """Where the thumbnail is."""
    return f"{address}.small"


def context_of(name: str) -> str:
    """What a content is bound to: put at another address it does not decrypt."""
    return f"files:{name}"


def is_address(name: str) -> bool:
    return _ADDRESS.fullmatch(name) is not None
