"""The process in which uploads are drawn anew: shut in, and mortal without harm."""

import resource
import subprocess
import sys
from contextlib import suppress

import pytest

from ayni.files import preparing, redrawing
from ayni.files.preparing import Kind, prepare
from ayni.files.redrawing import MOST_BYTES, Refusal
from ayni.files.rules import SENTENCES, CannotTake

from .factories import bomb, exif, jpeg, pdf, picture, png, saved


def why(content: bytes, kind: Kind = Kind.SCAN) -> Refusal:
    with pytest.raises(CannotTake) as refused:
        prepare(content, kind=kind)
    assert str(refused.value) == str(SENTENCES[refused.value.why])
    return refused.value.why


def test_a_photo_comes_back_drawn_anew():
    drawn = prepare(saved(picture((2000, 1500)), exif=exif(6)), kind=Kind.PHOTO)
    assert (drawn.media_type, drawn.width, drawn.height, drawn.pages) == ("image/jpeg", 1200, 1600, 1)
    assert drawn.content.startswith(b"\xff\xd8\xff")
    assert drawn.content.endswith(b"\xff\xd9")
    assert drawn.small.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in drawn.content + drawn.small


def test_a_paper_of_several_pages_comes_back_as_pictures():
    drawn = prepare(pdf(3, catalog="/OpenAction<</S/JavaScript/JS(1)>>"), kind=Kind.SCAN)
    assert (drawn.media_type, drawn.pages) == ("application/pdf", 3)
    assert b"JavaScript" not in drawn.content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refusal.EMPTY),
        (b"\0" * (MOST_BYTES + 1), Refusal.TOO_LARGE),
        (b"<svg onload='alert(1)'/>", Refusal.NOT_TAKEN),
        (jpeg()[:900], Refusal.BROKEN),
        (png(10_000, 10_000), Refusal.TOO_MANY_PIXELS),
    ],
)
def test_each_refusal_says_what_to_do(content, reason):
    assert why(content) == reason


def test_every_reason_has_its_sentence():
    assert set(SENTENCES) == set(Refusal)


def peak(content: bytes) -> int:
    """Bytes that the process needed at most, measured from outside."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, '-I', sys.argv[1], 'scan'], stdin=sys.stdin.buffer, stdout=subprocess.DEVNULL,"
        "check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, redrawing.__file__]
    done = subprocess.run(command, input=content, capture_output=True, check=True)  # noqa: S603
    return int(done.stdout) * 1024


def test_a_bomb_of_a_hundred_million_pixels_takes_little_memory():
    """Decoded, it would take 300 MB. It needs no more than the program does without any picture."""
    assert peak(bomb(10_000, 10_000)) < peak(jpeg()) + 20_000_000


def test_the_largest_picture_that_is_taken_stays_within_its_memory():
    content = bomb(8_000, 5_000)
    assert prepare(content, kind=Kind.SCAN).width == 2480
    assert peak(content) < redrawing.MEMORY


def test_a_paper_that_asks_for_more_memory_than_there_is_is_refused_and_nothing_else_dies():
    """A picture inside a PDF of which its header says that it has 65 000 × 65 000 pixels."""
    image = "<</Type/XObject/Subtype/Image/Width 65000/Height 65000/ColorSpace/DeviceRGB/BitsPerComponent 8/Length 3>>"
    page = "/Resources<</XObject<</P 5 0 R>>>>"
    content = pdf(page=page, extra=(f"{image}stream\nabc\nendstream",))
    content = content.replace(b"0.8 0.1 0.1 rg 20 300 80 80 re f", b"300 0 0 400 0 0 cm /P Do       ".ljust(32))
    # Nothing of it is there to be drawn: an empty page is as good an answer as a refusal.
    with suppress(CannotTake):
        assert prepare(content, kind=Kind.SCAN).pages == 1
    assert prepare(jpeg(), kind=Kind.SCAN).pages == 1


def child(code: str) -> subprocess.CompletedProcess[str]:
    run = f"import sys, runpy; m = runpy.run_path({redrawing.__file__!r}); m['shut_in'](); {code}"
    return subprocess.run([sys.executable, "-I", "-c", run], capture_output=True, text=True)  # noqa: S603


def test_the_process_can_write_no_file_and_take_no_more_memory(tmp_path):
    wrote = child(f"open({str(tmp_path / 'x')!r}, 'wb', buffering=0).write(b'x')")
    assert "File too large" in wrote.stderr
    assert not (tmp_path / "x").read_bytes()
    assert "MemoryError" in child("bytearray(1024 ** 3)").stderr


def test_a_process_that_dies_or_never_ends_is_a_refusal(monkeypatch, tmp_path):
    dies = tmp_path / "dies.py"
    dies.write_text("import os; os.abort()")
    monkeypatch.setattr(redrawing, "__file__", str(dies))
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    try:
        assert why(jpeg()) == Refusal.TOO_HARD
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
    dies.write_text("while True: pass")
    monkeypatch.setattr(preparing, "TIMEOUT", 0.5)
    assert why(jpeg()) == Refusal.TOO_HARD


def test_the_process_gets_nothing_of_our_environment(monkeypatch, tmp_path):
    tells = tmp_path / "tells.py"
    tells.write_text("import os, sys; sys.exit(len([n for n in os.environ if n.startswith('AYNI')]) and 1)\n")
    monkeypatch.setattr(redrawing, "__file__", str(tells))
    monkeypatch.setenv("AYNI_KEYRING", "secret")
    assert preparing.subprocess.run([sys.executable, "-I", str(tells)], env={}).returncode == 0  # noqa: S603
