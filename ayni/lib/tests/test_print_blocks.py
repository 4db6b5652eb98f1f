"""Finger image data blocks, read (ISO/IEC 39794-4). They are written here by hand, from the schema of the standard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.lib.prints import Compression, FingerImage, Form, Impression, NoRecord, read_block, read_one, write_record

PGM = b"P5\n4 3\n255\n" + bytes(range(12))
GREY = FingerImage(2, 4, 3, bytes(range(12)), quality=77)


def part(tag, *contents):
    content = b"".join(contents)
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def number(tag, value):
    return part(tag, value.to_bytes(2 if value > 127 else 1, "big"))


def code(tag, value):
    return part(tag, number(0x80, value))


def quality(score):
    algorithm = part(0xA0, number(0x80, 257), number(0x81, 5))
    return part(0x30, algorithm, part(0xA1, number(0x80, score)))


FAILED = part(0x30, part(0xA0, number(0x80, 257), number(0x81, 4)), part(0xA1, code(0xA1, 1)))
INCH, CENTIMETRE = 0, 1


def image(position=2, impression=0, how=0, content=PGM, *more):
    return part(0x30, code(0xA0, position), code(0xA1, impression), code(0xA2, how), part(0x83, content), *more)


def block(*images, generation=3, more=b""):
    version = part(0xA0, number(0x80, generation), number(0x81, 2019))
    return part(0x64, version, part(0xA1, *images), more)


GOOD = block(image(2, 0, 0, PGM, part(0xA6, FAILED, quality(77)), part(0xA7, number(0x80, 500), number(0x81, INCH))))


def test_an_image_is_read_with_its_finger_its_grade_and_its_resolution():
    record = read_block(GOOD)
    assert record.images == (GREY,)
    assert (record.resolution, record.compression, record.form) == (500, Compression.NONE, Form.ISO_39794_4)


def test_what_is_known_to_later_editions_only_is_passed_over():
    later = [part(0xA4, number(0x80, 2026)), part(0xA5, b"\x30\x00"), part(0x88, b"\xff"), part(0xB0, b"")]
    unknown = b"\xbf\x83\x01\x00" + b"\xbf\x83\x02\x00"
    raw = block(image(2, 0, 0, PGM, later[0], later[1], part(0xA6, quality(77)), *later[2:], unknown), more=unknown)
    assert read_block(raw).images == (GREY,)


def test_a_code_of_a_later_edition_is_taken_for_what_it_says_to_take_it_for():
    rolled = part(0xA1, part(0xA1, number(0x80, 1), number(0x81, 99)))
    raw = block(part(0x30, code(0xA0, 2), rolled, code(0xA2, 0), part(0x83, PGM)))
    assert read_block(raw).images[0].impression == Impression.ROLLED


@pytest.mark.parametrize(
    ("how", "compression"),
    [(1, Compression.WSQ), (2, Compression.JPEG2000), (3, Compression.JPEG2000), (4, Compression.PNG)],
)
def test_a_compressed_image_keeps_its_bytes_and_says_its_size_itself(how, compression):
    record = read_block(block(image(7, 1, how, b"\xff\xa0...")))
    assert record.compression == compression
    assert record.images == (FingerImage(7, 0, 0, b"\xff\xa0...", Impression.ROLLED),)


def test_a_resolution_in_centimetres_is_told_in_inches():
    raw = block(image(2, 0, 0, PGM, part(0xA7, number(0x80, 197), number(0x81, CENTIMETRE))))
    assert read_block(raw).resolution == 500


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x64", GOOD + b"\x00", b"\x65" + GOOD[1:], b"\x64\x80" + GOOD[2:] + b"\x00\x00", block(),
        block(image(13)), block(image(0)), block(image(2, 4)), block(image(2, 0, 9)), block(image(2, 0, 4, b"")),
        block(image(2, 0, 0, PGM[:-1])), block(image(2, 0, 0, b"P5\n4 3\n65535\n" + bytes(24))),
        block(image(), generation=4), block(image(), image(3, 0, 4, b"png")), block(part(0x31, b"")),
        block(image(2, 0, 0, PGM, code(0xA0, 3))), part(0x64, part(0xA0, b"\x80\x00"), b""),
        part(0x64, b"\x1f\xff\xff"), part(0x64, b"\xa0\x85\x01\x01\x01\x01\x01"),
    ],
)  # fmt: skip
def test_what_is_no_block_or_holds_more_fingers_than_one_at_a_place_is_refused(raw):
    with pytest.raises(NoRecord):
        read_block(raw)


def test_a_block_that_is_cut_anywhere_is_refused():
    for length in range(len(GOOD)):
        with pytest.raises(NoRecord):
            read_block(GOOD[:length])


@given(st.binary(max_size=200) | st.builds(lambda rest: b"\x64" + bytes([len(rest)]) + rest, st.binary(max_size=120)))
def test_no_bytes_make_the_reader_fall(raw):
    with pytest.raises(NoRecord):
        read_block(raw)


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused_and_never_breaks(at, value):
    raw = bytearray(GOOD)
    raw[at] = value
    try:
        record = read_block(bytes(raw))
    except NoRecord:
        return
    assert len(record.images) == 1


def test_a_record_of_either_standard_is_told_apart_by_how_it_begins():
    old = write_record([GREY])
    assert [read_one(raw)[0] for raw in (old, GOOD)] == [GREY, GREY]
    assert [read_one(raw)[1].form for raw in (old, GOOD)] == [Form.ISO_19794_4, Form.ISO_39794_4]
    for several in (write_record([]), write_record([GREY, GREY]), block(image(), image(3))):
        with pytest.raises(NoRecord):
            read_one(several)
