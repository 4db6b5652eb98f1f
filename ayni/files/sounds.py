"""Voice notes: told apart by how they begin, kept as they came. Nothing of ours decodes them, and they are only ever
handed over to be saved, in a sandbox (`serving`)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayni.lib.errors import RuleBroken

from .redrawing import Drawn

MOST_BYTES = 5_000_000
"""Ten minutes of speech as telephones record it."""
EXTENSIONS = {
    "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/wav": "wav", "audio/amr": "amr",
    "audio/webm": "webm", "audio/aac": "aac", "audio/flac": "flac",
}  # fmt: skip
"""The kinds that are taken."""
ACCEPTS = "audio/*,.ogg,.opus,.mp3,.m4a,.wav,.amr,.webm,.aac,.3gp"
_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso5", b"iso6", b"dash", b"3gp", b"3g2", b"qt  ")


class CannotHear(RuleBroken):
    pass


SENTENCES: Mapping[str, Promise] = {
    "empty": _("The voice note is empty. Record it again."),
    "large": _("The voice note is too large: at most 5 MB, about ten minutes. Record a shorter one, or send it in two parts."),  # noqa: E501
    "other": _("That is no voice note that we can keep. Record it with the recorder of your telephone, or write instead."),  # noqa: E501
}  # fmt: skip
"""Each says what is wrong and what to do."""


def listened(content: bytes) -> Drawn:
    """What may be kept of a voice note. Raises CannotHear with a sentence."""
    media_type = kind_of(content)
    wrong = "empty" if not content else "large" if len(content) > MOST_BYTES else "other" if not media_type else ""
    if wrong or media_type is None:
        raise CannotHear(str(SENTENCES[wrong]))
    return Drawn(media_type=media_type, width=0, height=0, pages=1, content=content, small=b"")


def kind_of(content: bytes) -> str | None:
    """By the first bytes, whatever the file is called."""
    starts = {b"OggS": "audio/ogg", b"ID3": "audio/mpeg", b"#!AMR": "audio/amr", b"fLaC": "audio/flac"}
    found = next((kind for magic, kind in starts.items() if content.startswith(magic)), None)
    if found:
        return found
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp" and content[8:12].startswith(_BRANDS):
        return "audio/mp4"
    if content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]:
        return "audio/webm"
    if len(content) > 1 and content[0] == 0xFF and content[1] & 0xF6 == 0xF0:
        return "audio/aac"
    if len(content) > 1 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0 and content[1] & 0x06:
        return "audio/mpeg"
    return None
