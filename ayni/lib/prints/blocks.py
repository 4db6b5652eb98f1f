"""Finger image data blocks in their tagged binary form (ISO/IEC 39794-4:2019, DER), read as far as we use them.

docs/bridge.md says which parts are read. A reader of our own of so little ASN.1, because of the libraries that were
tried one has no extension markers (pyasn1) and the other does not end on a SET where a SEQUENCE is due (asn1tools).
"""

import re
from collections.abc import Mapping

from .records import FINGERS, MOST, NOT_SAID, Compression, FingerImage, Form, Impression, NoRecord, Record

BLOCK, SEQUENCE = 0x64, 0x30
"""[APPLICATION 4], and SEQUENCE."""
LATER = 0
"""Stands for every tag of more than one byte: no part that we know has one."""
GENERATION = 3
_CHOSEN, _OTHERWISE = 0x80, 0xA1
"""Of a code that may be one of a later edition: itself, or the one to take it for."""
COMPRESSIONS = {
    0: Compression.NONE, 1: Compression.WSQ, 2: Compression.JPEG2000, 3: Compression.JPEG2000, 4: Compression.PNG,
}  # fmt: skip
_GREYMAP = re.compile(rb"P5\s+(?:#[^\n]*\n\s*)*(\d{1,5})\s+(\d{1,5})\s+255\s", re.ASCII)
_PER_CENTIMETRE = 1


def read_block(raw: bytes) -> Record:
    """Raises NoRecord."""
    if len(raw) > MOST:
        raise NoRecord("length")
    outer = _parts(raw)
    if [tag for tag, _content in outer] != [BLOCK]:
        raise NoRecord("format")
    block = _fields(outer[0][1])
    if _number(_fields(_part(block, 0xA0)), 0x80) != GENERATION:
        raise NoRecord("generation")
    read = [_image(one) for one in _sequence(_part(block, 0xA1))]
    told = {(compression, resolution) for _image, compression, resolution in read}
    if len(told) != 1:
        raise NoRecord("number of images, or images that differ in kind")
    [(compression, resolution)] = told
    return Record(tuple(image for image, *_told in read), resolution, compression, 0, Form.ISO_39794_4)


def _image(content: bytes) -> tuple[FingerImage, Compression, int]:
    fields = _fields(content)
    position, impression, how = (_code(_fields(_part(fields, tag))) for tag in (0xA0, 0xA1, 0xA2))
    if position not in FINGERS or impression not in set(Impression) or how not in COMPRESSIONS:
        raise NoRecord("position, impression or format")
    compression, image = COMPRESSIONS[how], _part(fields, 0x83)
    width, height = 0, 0
    if compression == Compression.NONE:
        width, height, image = _greymap(image)
    if not image:
        raise NoRecord("size of the image")
    quality = _quality(fields.get(0xA6))
    found = FingerImage(position, width, height, image, Impression(impression), quality)
    return found, compression, _resolution(fields.get(0xA7))


def _greymap(content: bytes) -> tuple[int, int, bytes]:
    """A picture that is not compressed is a PGM file here."""
    head = _GREYMAP.match(content)
    if head is None:
        raise NoRecord("header of the image")
    width, height, pixels = int(head[1]), int(head[2]), content[head.end() :]
    if len(pixels) != width * height:
        raise NoRecord("size of the image")
    return width, height, pixels


def _quality(content: bytes | None) -> int:
    """The first score from 0 to 100, whichever algorithm gave it."""
    for one in _sequence(content or b""):
        result = _fields(_part(_fields(one), 0xA1))
        if _CHOSEN in result and 0 <= (score := _number(result, _CHOSEN)) <= 100:
            return score
    return NOT_SAID


def _resolution(content: bytes | None) -> int:
    """Dots an inch; 500 if it is not said."""
    if content is None:
        return 500
    fields = _fields(content)
    many = _number(fields, 0x80)
    return round(many * 2.54) if _number(fields, 0x81) == _PER_CENTIMETRE else many


def _code(choice: Mapping[int, bytes]) -> int:
    if _OTHERWISE in choice:
        return _number(_fields(choice[_OTHERWISE]), 0x80)
    return _number(choice, _CHOSEN)


def _number(fields: Mapping[int, bytes], tag: int) -> int:
    content = _part(fields, tag)
    if not 1 <= len(content) <= 4:
        raise NoRecord("number")
    return int.from_bytes(content, "big", signed=True)


def _part(fields: Mapping[int, bytes], tag: int) -> bytes:
    if tag not in fields:
        raise NoRecord(f"part {tag:02x}")
    return fields[tag]


def _fields(raw: bytes) -> dict[int, bytes]:
    parts = [(tag, content) for tag, content in _parts(raw) if tag != LATER]
    fields = dict(parts)
    if len(fields) != len(parts):
        raise NoRecord("the same part twice")
    return fields


def _sequence(raw: bytes) -> list[bytes]:
    parts = _parts(raw)
    if any(tag != SEQUENCE for tag, _content in parts):
        raise NoRecord("sequence")
    return [content for _tag, content in parts]


def _parts(raw: bytes) -> list[tuple[int, bytes]]:
    """Each tag and its content, in their order."""
    found, at = [], 0
    while at < len(raw):
        tag, at = _tag(raw, at)
        length, at = _length(raw, at)
        if at + length > len(raw):
            raise NoRecord("length of a part")
        found.append((tag, raw[at : at + length]))
        at += length
    return found


def _tag(raw: bytes, at: int) -> tuple[int, int]:
    tag, at = raw[at], at + 1
    if tag & 0x1F == 0x1F:
        # Of a part that a later edition may add: it goes on while the highest bit is set.
        while at < len(raw) and raw[at] & 0x80:
            at += 1
        tag, at = LATER, at + 1
    return tag, at


def _length(raw: bytes, at: int) -> tuple[int, int]:
    """Definite lengths only, as DER has them."""
    if at >= len(raw):
        raise NoRecord("length of a part")
    first, at = raw[at], at + 1
    if first < 0x80:
        return first, at
    size = first & 0x7F
    if not 1 <= size <= 4 or at + size > len(raw):
        raise NoRecord("length of a part")
    return int.from_bytes(raw[at : at + size], "big"), at + size
