"""What a fingerprint reader has to be able to do. A driver of a maker is one class with these methods."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from ayni.lib.prints import FingerImage, Impression, NoRecord, read_one


class ReaderFailed(Exception):
    """`code` is one of those of docs/bridge.md; `words` say what to do."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code, self.words = code, words


@dataclass(frozen=True)
class About:
    name: str
    serial: str


def of_record(raw: bytes, *, position: int) -> FingerImage:
    """For a driver whose reader writes records itself, of ISO/IEC 19794-4 or of 39794-4: the image in it, which takes
    the record along. Raises ReaderFailed."""
    try:
        image, _record = read_one(raw)
    except NoRecord:
        raise ReaderFailed("record", "El lector dio un registro que no se entiende. Tome la huella otra vez.") from None
    if image.position != position:
        raise ReaderFailed("record", "El lector dio otro dedo. Tome la huella otra vez.")
    return replace(image, record=raw)


class Reader(Protocol):
    def about(self) -> About:
        """Raises ReaderFailed if it is not plugged in."""

    def capture(
        self, *, position: int, impression: Impression, subject: str, cancelled: Callable[[], bool]
    ) -> FingerImage:
        """Wait for a finger and give its image. Asks `cancelled` while it waits. `subject` is for simulators: it stands
        for whoever is in front of the reader, and a real one has no use for it."""

    def is_same(self, enrolled: FingerImage, now: FingerImage) -> tuple[bool, float]:
        """Whether two images are of one finger, and how alike they are, from 0 to 1."""
