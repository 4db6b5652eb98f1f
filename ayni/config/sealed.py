"""A file that only a passphrase opens: AES-256-GCM in chunks, under a key that scrypt makes from the passphrase.

Each chunk's nonce is its number and whether it is the last, and the header is bound to every chunk: a chunk that was
changed, moved, taken away or added does not open, and neither does a file that was cut.
"""

import os
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ayni.lib.errors import RuleBroken

MAGIC = b"AYNI-SEALED-1\n"
CHUNK = 1024 * 1024
_TAG = 16
_SALT = 16
# 128 MiB and about half a second for one guess (RFC 7914: N, r, p).
_N, _R, _P = 2**17, 8, 1


class CannotOpen(RuleBroken):
    pass


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=_N, r=_R, p=_P).derive(passphrase.encode()))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class Sealer:
    """What `tarfile` writes to. Close it, or the file does not open."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        salt = os.urandom(_SALT)
        self.target, self.header = target, MAGIC + salt
        self.cipher = _cipher(passphrase, salt)
        self.waiting, self.number = bytearray(), 0
        target.write(self.header)

    def write(self, data: bytes) -> int:
        self.waiting += data
        # A chunk is sealed when one byte more has come: until then it may be the last.
        while len(self.waiting) > CHUNK:
            self._seal(bytes(self.waiting[:CHUNK]), is_last=False)
            del self.waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self.waiting), is_last=True)
        self.target.flush()
        os.fsync(self.target.fileno())

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self.target.write(self.cipher.encrypt(_nonce(self.number, is_last=is_last), chunk, self.header))
        self.number += 1


class Opener:
    """What `tarfile` reads from. Nothing of a chunk is handed out before its seal was checked."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        header = source.read(len(MAGIC) + _SALT)
        if not header.startswith(MAGIC) or len(header) < len(MAGIC) + _SALT:
            raise CannotOpen("This file is not a backup of Ayni.")
        self.source, self.header = source, header
        self.chunks = self._opened(_cipher(passphrase, header[len(MAGIC) :]))
        self.ready = bytearray()

    def read(self, size: int) -> bytes:
        while len(self.ready) < size:
            chunk = next(self.chunks, None)
            if chunk is None:
                break
            self.ready += chunk
        taken = bytes(self.ready[:size])
        del self.ready[:size]
        return taken

    def _opened(self, cipher: AESGCM) -> Iterator[bytes]:
        number, sealed = 0, self.source.read(CHUNK + _TAG)
        while True:
            following = self.source.read(CHUNK + _TAG)
            try:
                yield cipher.decrypt(_nonce(number, is_last=not following), sealed, self.header)
            except InvalidTag as wrong:
                raise CannotOpen(_why(number)) from wrong
            if not following:
                return
            number, sealed = number + 1, following


def _why(number: int) -> str:
    if number == 0:
        return "The passphrase is not the one of this backup, or the file was changed. Nothing was touched."
    return "This backup was changed or cut since it was written. Nothing was touched. Take an earlier one."
