import io
import tarfile

import pytest

from ayni.config import archive, sealed
from ayni.config.sealed import CannotOpen, Sealer

PASSPHRASE = "cinco palabras que nadie adivina"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(sealed, "_N", 2)


def packed(path, *members):
    """A backup with a true seal and these members in it."""
    with path.open("wb") as file:
        sealer = Sealer(file, PASSPHRASE)
        with tarfile.open(fileobj=sealer, mode="w|") as tar:
            for name, kind in members:
                member = tarfile.TarInfo(name)
                member.type, member.size, member.linkname = kind, 3 if kind == tarfile.REGTYPE else 0, "/etc/hosts"
                tar.addfile(member, io.BytesIO(b"abc"))
        sealer.close()
    return path


@pytest.mark.parametrize(
    "members",
    [
        [("../out", tarfile.REGTYPE)],
        [("/ayni-out", tarfile.REGTYPE)],
        [("link", tarfile.SYMTYPE)],
        [("link", tarfile.LNKTYPE)],
        [("device", tarfile.CHRTYPE)],
        [("twice", tarfile.REGTYPE), ("twice", tarfile.REGTYPE)],
        [(".", tarfile.REGTYPE)],
    ],
)
def test_nothing_is_unpacked_but_files_inside_the_folder(tmp_path, members):
    folder = tmp_path / "in" / "side"
    folder.mkdir(parents=True)
    source = packed(tmp_path / "backup", *members)
    with pytest.raises(CannotOpen, match="does not write"):
        archive.unseal(source, folder, PASSPHRASE)
    assert [path for path in tmp_path.rglob("*") if path.name in {"out", "link", "device", "ayni-out"}] == []


def test_a_backup_leaves_the_key_of_the_observatory_out_and_keeps_what_was_published(tmp_path, settings):
    settings.AYNI_HOME = tmp_path
    for name in ("observatory.key", "keys/elsewhere", "observatory/published/2026-10.1/release.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    settings.OBSERVATORY_KEY = str(tmp_path / "keys" / "elsewhere")
    assert [str(path.relative_to(tmp_path)) for path in archive.kept(tmp_path)] == [
        "observatory/published/2026-10.1/release.json"
    ]
