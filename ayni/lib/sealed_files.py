"""A file kept encrypted, in frames, so that it can be read from anywhere without a plain copy of it on the disk."""

import hashlib
import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from .keys import Keyring

FRAME = 256 * 1024
_LENGTH = 4


class SealedWriter:
    """Encrypts what comes, piece by piece, into a file that is open."""

    def __init__(self, file: BinaryIO, *, ring: Keyring, context: str) -> None:
        self._file, self._ring, self._context = file, ring, context
        self._rest, self._number = bytearray(), 0
        self._digest, self.size = hashlib.sha256(), 0

    def write(self, piece: bytes) -> None:
        self.size += len(piece)
        self._digest.update(piece)
        self._rest += piece
        while len(self._rest) >= FRAME:
            self._frame(bytes(self._rest[:FRAME]))
            del self._rest[:FRAME]

    def end(self) -> str:
        """The last piece is written. Gives the SHA-256 of the plain bytes."""
        if self._rest:
            self._frame(bytes(self._rest))
        self._file.flush()
        return self._digest.hexdigest()

    def _frame(self, plain: bytes) -> None:
        sealed = self._ring.encrypt(plain, context=f"{self._context}:{self._number}")
        self._file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        self._number += 1


def write_sealed(path: Path, chunks: Iterable[bytes], *, ring: Keyring, context: str) -> tuple[int, str]:
    """Encrypt what comes into one file of mode 600. Gives its size and SHA-256, both of the plain bytes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_suffix(".new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        writer = SealedWriter(file, ring=ring, context=context)
        for chunk in chunks:
            writer.write(chunk)
        digest = writer.end()
        os.fsync(file.fileno())
    half.replace(path)
    return writer.size, digest


class SealedFile(io.RawIOBase):
    """The plain bytes of such a file, which can be read from any place in it. One frame at a time is in memory."""

    def __init__(self, file: Path | BinaryIO, *, ring: Keyring, context: str) -> None:
        self._file = file.open("rb") if isinstance(file, Path) else file
        self._ring, self._context = ring, context
        self._places = self._index()
        self._frame: tuple[int, bytes] = (-1, b"")
        self._at = 0
        last = self._plain(len(self._places) - 1) if self._places else b""
        self._size = max(0, len(self._places) - 1) * FRAME + len(last)

    def _index(self) -> list[tuple[int, int]]:
        places, at, end = [], 0, os.fstat(self._file.fileno()).st_size
        while at < end:
            self._file.seek(at)
            length = int.from_bytes(self._file.read(_LENGTH), "big")
            places.append((at + _LENGTH, length))
            at += _LENGTH + length
        return places

    def _plain(self, number: int) -> bytes:
        if self._frame[0] != number:
            start, length = self._places[number]
            self._file.seek(start)
            sealed = self._file.read(length)
            self._frame = (number, self._ring.decrypt(sealed, context=f"{self._context}:{number}"))
        return self._frame[1]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, offset = divmod(self._at, FRAME)
        piece = self._plain(number)[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()
