import io
from pathlib import Path

import pytest

from ayni.config import sealed
from ayni.config.sealed import CannotOpen, Opener, Sealer

PASSPHRASE = "cinco palabras que nadie adivina"


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch):
    monkeypatch.setattr(sealed, "CHUNK", 64)
    monkeypatch.setattr(sealed, "_N", 2)


def seal(path: Path, data: bytes) -> bytes:
    with path.open("wb") as file:
        sealer = Sealer(file, PASSPHRASE)
        # In pieces that fit no chunk, as tarfile writes them.
        rest = io.BytesIO(data)
        while piece := rest.read(23):
            sealer.write(piece)
        sealer.close()
    return path.read_bytes()


def unseal(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    opener = Opener(io.BytesIO(data), passphrase)
    return b"".join(iter(lambda: opener.read(17), b""))


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 1000])
def test_what_was_sealed_comes_back(tmp_path, size):
    data = bytes(i % 251 for i in range(size))
    assert unseal(seal(tmp_path / "f", data)) == data


def test_nothing_of_it_can_be_read(tmp_path):
    assert b"ROSA-QUISPE" not in seal(tmp_path / "f", b"ROSA-QUISPE" * 30)


def test_a_wrong_passphrase_opens_nothing_and_says_so(tmp_path):
    with pytest.raises(CannotOpen, match="passphrase"):
        unseal(seal(tmp_path / "f", b"x" * 300), "otra frase")


@pytest.mark.parametrize("place", [20, 100, 200, -1])
def test_a_flipped_byte_is_noticed(tmp_path, place):
    data = bytearray(seal(tmp_path / "f", b"x" * 300))
    data[place] ^= 1
    with pytest.raises(CannotOpen):
        unseal(bytes(data))


def test_a_file_that_was_cut_does_not_open(tmp_path):
    data = seal(tmp_path / "f", b"x" * 300)
    # At the end of a chunk, where nothing looks torn.
    chunk = 64 + 16
    with pytest.raises(CannotOpen):
        unseal(data[: len(sealed.MAGIC) + 16 + 2 * chunk])


def test_chunks_in_another_order_do_not_open(tmp_path):
    data = seal(tmp_path / "f", bytes(range(200)))
    start, chunk = len(sealed.MAGIC) + 16, 64 + 16
    head, first, second, rest = (
        data[:start],
        data[start:][:chunk],
        data[start + chunk :][:chunk],
        data[start + 2 * chunk :],
    )
    with pytest.raises(CannotOpen):
        unseal(head + second + first + rest)


def test_another_file_is_told_apart():
    with pytest.raises(CannotOpen, match="not a backup"):
        unseal(b"PK\x03\x04 something else altogether")
