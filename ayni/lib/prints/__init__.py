"""Fingerprints as records that machines of other makers read (ISO/IEC 19794-4:2005 and 39794-4:2019). No models."""

from .blocks import BLOCK, read_block
from .records import (
    FINGERS,
    Compression,
    FingerImage,
    Form,
    Impression,
    NoRecord,
    Record,
    read_record,
    write_record,
)

__all__ = [
    "FINGERS", "Compression", "FingerImage", "Form", "Impression", "NoRecord", "Record", "read_block", "read_one",
    "read_record", "write_record",
]  # fmt: skip


def read_one(raw: bytes) -> tuple[FingerImage, Record]:
    """The image of a record of either standard that has just one, and the record. Raises NoRecord."""
    record = (read_block if raw[:1] == bytes([BLOCK]) else read_record)(raw)
    if len(record.images) != 1:
        raise NoRecord("number of images")
    return record.images[0], record
