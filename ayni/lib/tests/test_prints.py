"""Finger image records, written and read (ISO/IEC 19794-4:2005)."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.lib.pairing import NotOurs, new_secret, read_ticket, seal, ticket, unseal
from ayni.lib.prints import Compression, FingerImage, Impression, NoRecord, read_record, write_record


def image(position=2, width=4, height=3, **more):
    return FingerImage(position, width, height, bytes(range(width * height)), **more)


def test_the_header_is_that_of_the_standard_byte_by_byte():
    raw = write_record([image(quality=77, impression=Impression.ROLLED)], device=0x1234)
    assert raw[:8] == b"FIR\x00010\x00"
    assert int.from_bytes(raw[8:14], "big") == len(raw) == 32 + 14 + 12
    assert struct.unpack(">HHBBHHHHBBH", raw[14:32]) == (0x1234, 31, 1, 1, 500, 500, 500, 500, 8, 0, 0)
    assert struct.unpack(">IBBBBBHHB", raw[32:46]) == (26, 2, 1, 1, 77, 1, 4, 3, 0)


@given(
    st.lists(
        st.builds(
            image, st.integers(1, 10), st.integers(1, 9), st.integers(1, 9), quality=st.integers(0, 100) | st.just(254),
            impression=st.sampled_from(Impression),
        ),
        max_size=10,
    )
)  # fmt: skip
def test_what_is_written_is_read_the_same(images):
    assert list(read_record(write_record(images)).images) == images


def test_a_compressed_image_keeps_its_bytes():
    one = FingerImage(1, 400, 500, b"\x89PNG...")
    assert read_record(write_record([one], compression=Compression.PNG)).images == (one,)


@given(st.binary(max_size=200))
def test_what_is_no_record_is_refused(raw):
    with pytest.raises(NoRecord):
        read_record(raw)


@given(st.integers(0, 45), st.integers(0, 255))
def test_a_changed_header_is_read_or_refused_and_never_breaks(at, value):
    raw = bytearray(write_record([image()]))
    raw[at] = value
    try:
        record = read_record(bytes(raw))
    except NoRecord:
        return
    assert len(record.images) == 1


def test_a_record_that_is_cut_is_refused():
    raw = write_record([image(), image(3)])
    for length in range(len(raw)):
        with pytest.raises(NoRecord):
            read_record(raw[:length])


def test_what_is_sealed_is_opened_only_under_its_secret_and_about_its_thing():
    secret = new_secret()
    sealed = seal(secret, b"print", about="capture:1")
    assert unseal(secret, sealed, about="capture:1") == b"print"
    for other, about, text in [
        (new_secret(), "capture:1", sealed),
        (secret, "capture:2", sealed),
        (secret, "capture:1", "x"),
    ]:
        with pytest.raises(NotOurs):
            unseal(other, text, about=about)


def test_a_device_without_a_secret_is_told_nothing_and_tells_nothing():
    for said in (
        lambda: seal("", b"print", about="a"),
        lambda: unseal("", seal(new_secret(), b"print", about="a"), about="a"),
        lambda: ticket("", about="a", until=1000),
        lambda: read_ticket("", ticket(new_secret(), about="a", until=1000), now=5),
    ):
        with pytest.raises(NotOurs):
            said()


def test_a_ticket_opens_until_its_time_and_is_not_to_be_altered():
    secret = new_secret()
    text = ticket(secret, about="a:b", until=1000)
    assert read_ticket(secret, text, now=1000) == "a:b"
    for wrong, now in [
        (text, 1001),
        (text.replace("a:b", "a:c"), 5),
        (text.replace("1000", "9999"), 5),
        ("", 5),
        ("é.1.x", 5),
    ]:
        with pytest.raises(NotOurs):
            read_ticket(secret, wrong, now=now)
    with pytest.raises(NotOurs):
        read_ticket(new_secret(), text, now=5)
