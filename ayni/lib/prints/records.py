"""The finger image record: a header of 32 bytes, then each image with a header of 14 (ISO/IEC 19794-4:2005, 8)."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

FINGERS = range(1, 11)
"""1 to 5: right thumb to right little finger; 6 to 10: left thumb to left little finger."""
MARK, VERSION = b"FIR\0", b"010\0"
_HEAD = struct.Struct(">4s4s6sHHBBHHHHBBH")
_IMAGE = struct.Struct(">IBBBBBHHB")
PIXELS_PER_INCH = 1
LEVEL = 31
"""Of acquisition: 500 dots an inch, 8 bits."""
MOST = 4 * 1024 * 1024
NOT_SAID = 254


class Form(StrEnum):
    """Of which standard a record is, as it is kept beside it."""

    ISO_19794_4 = "ISO-19794-4"
    ISO_39794_4 = "ISO-39794-4"


class Compression(IntEnum):
    NONE = 0
    WSQ = 2
    JPEG = 3
    JPEG2000 = 4
    PNG = 5


class Impression(IntEnum):
    PLAIN = 0
    ROLLED = 1


class NoRecord(ValueError):
    """Not a record of this standard, or one that contradicts itself. Says where, never what."""


@dataclass(frozen=True)
class FingerImage:
    position: int
    width: int
    height: int
    content: bytes
    """Grey, one byte a pixel, in lines from above, unless it is compressed. Then a width of 0 is only said in it."""
    impression: Impression = Impression.PLAIN
    quality: int = NOT_SAID
    """0 to 100, as whoever captured it says (NFIQ 2 has the same range); 254: not said."""
    record: bytes = field(default=b"", compare=False)
    """As the reader wrote it, if it writes records: handed on unchanged."""


@dataclass(frozen=True)
class Record:
    images: tuple[FingerImage, ...]
    resolution: int
    compression: Compression
    device: int
    form: Form = Form.ISO_19794_4


def write_record(
    images: Sequence[FingerImage],
    *,
    resolution: int = 500,
    compression: Compression = Compression.NONE,
    device: int = 0,
) -> bytes:
    body = b"".join(_image(image) for image in images)
    head = _HEAD.pack(
        MARK, VERSION, (_HEAD.size + len(body)).to_bytes(6, "big"), device, LEVEL, len(images), PIXELS_PER_INCH,
        resolution, resolution, resolution, resolution, 8, compression, 0,
    )  # fmt: skip
    return head + body


def _image(image: FingerImage) -> bytes:
    length = _IMAGE.size + len(image.content)
    head = _IMAGE.pack(
        length, image.position, 1, 1, image.quality, image.impression, image.width, image.height, 0
    )  # fmt: skip
    return head + image.content


def read_record(raw: bytes) -> Record:
    """Raises NoRecord."""
    if len(raw) > MOST or len(raw) < _HEAD.size:
        raise NoRecord("length")
    mark, version, length, device, _level, count, units, *resolutions, depth, how, _rest = _HEAD.unpack_from(raw)
    if (mark, version) != (MARK, VERSION):
        raise NoRecord("format")
    if int.from_bytes(length, "big") != len(raw):
        raise NoRecord("record length")
    if units != PIXELS_PER_INCH or depth != 8 or how not in set(Compression):
        raise NoRecord("units, depth or compression")
    images, at = [], _HEAD.size
    for _number in range(count):
        image, at = _read_image(raw, at, Compression(how))
        images.append(image)
    if at != len(raw):
        raise NoRecord("number of images")
    return Record(tuple(images), resolutions[2], Compression(how), device)


def _read_image(raw: bytes, at: int, how: Compression) -> tuple[FingerImage, int]:
    if at + _IMAGE.size > len(raw):
        raise NoRecord("image header")
    length, position, _views, _view, quality, impression, width, height, _rest = _IMAGE.unpack_from(raw, at)
    end = at + length
    if length < _IMAGE.size or end > len(raw):
        raise NoRecord("image length")
    content = raw[at + _IMAGE.size : end]
    if position not in FINGERS or impression not in set(Impression) or not (quality <= 100 or quality == NOT_SAID):
        raise NoRecord("position, impression or quality")
    if how == Compression.NONE and len(content) != width * height:
        raise NoRecord("size of the image")
    return FingerImage(position, width, height, content, Impression(impression), quality), end
