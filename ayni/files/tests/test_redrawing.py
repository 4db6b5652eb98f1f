"""What comes in is drawn anew, or refused with a reason. The files are made here, the hostile ones too."""

import io
import random
from contextlib import suppress

import pypdf
import pytest
import weasyprint
from PIL import Image

from ayni.files.redrawing import LONGEST_SIDE, MOST_BYTES, MOST_PAGES, SMALL, Kind, Refusal, Refused, redraw

from .factories import CANARY, bomb, exif, jpeg, pdf, picture, png, saved, wide_profile

RED = (200, 10, 10)


def seen(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def near(one: object, other: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))  # type: ignore[call-overload]


def why(content: bytes, kind: Kind = Kind.SCAN) -> Refusal:
    with pytest.raises(Refused) as refused:
        redraw(content, kind)
    return refused.value.why


# --- what is taken ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_taken_as_jpeg(kind):
    drawn = redraw(saved(picture(), kind), Kind.PHOTO)
    assert (drawn.media_type, drawn.width, drawn.height, drawn.pages) == ("image/jpeg", 400, 300, 1)
    assert seen(drawn.content).format == "JPEG"
    assert near(seen(drawn.content).getpixel((10, 10)), RED)
    assert max(seen(drawn.small).size) == SMALL


@pytest.mark.parametrize(("kind", "longest"), [(Kind.PHOTO, 1600), (Kind.SCAN, 2480)])
def test_a_large_one_is_made_smaller(kind, longest):
    drawn = redraw(saved(picture((4000, 3000))), kind)
    assert (drawn.width, drawn.height) == (longest, longest * 3 // 4)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_as_the_camera_was_held_and_says_so_no_more(orientation):
    told = exif(orientation)
    turned = picture()
    drawn = redraw(saved(turned, exif=told), Kind.PHOTO)
    image = seen(drawn.content)
    assert image.size == ((400, 300) if orientation <= 4 else (300, 400))
    corner = {1: (8, 8), 2: (-8, 8), 3: (-8, -8), 4: (8, -8), 5: (8, 8), 6: (-8, 8), 7: (-8, -8), 8: (8, -8)}[
        orientation
    ]
    assert near(image.getpixel((corner[0] % image.width, corner[1] % image.height)), RED)
    assert not dict(image.getexif())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_neither_place_nor_maker_nor_words_go_on(kind):
    how = {"exif": exif(), "icc_profile": b"CANARY-ICC" * 30}
    if kind == "JPEG":
        how["comment"] = b"CANARY-COMMENT"
    content = saved(picture(), kind, **how)
    assert CANARY in content
    drawn = redraw(content, Kind.PHOTO)
    for out in (drawn.content, drawn.small):
        assert b"CANARY" not in out
        assert b"Exif" not in out
        assert not seen(out).info.keys() & {"exif", "icc_profile", "comment", "xmp"}


@pytest.mark.parametrize(
    "tail", [b"PK\x03\x04" + b"payload" * 99, b"<script>alert(1)</script>", b"%PDF-1.4 /JavaScript"]
)
def test_what_is_appended_stays_behind(tail):
    drawn = redraw(jpeg() + tail, Kind.PHOTO)
    assert tail[:7] not in drawn.content
    assert b"script" not in drawn.content.lower()


def test_a_picture_that_is_also_a_page_is_only_a_picture():
    content = jpeg(comment=b"<html><script>alert(document.domain)</script></html>")
    assert b"<script>" in content
    assert b"<script>" not in redraw(content, Kind.PHOTO).content


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_other_colours_of_jpeg_are_understood(mode):
    image = seen(redraw(saved(picture(mode=mode)), Kind.PHOTO).content)
    assert image.mode == ("L" if mode == "L" else "RGB")
    light, dark = image.convert("L").getpixel((390, 290)), image.convert("L").getpixel((100, 290))
    assert light > 180
    assert dark < 170


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA"])
def test_other_kinds_of_png_are_understood(mode):
    grey = (
        seen(redraw(saved(picture(mode=mode), "PNG"), Kind.SCAN).content)
        .convert("L")
        .resize((2, 1), Image.Resampling.BOX)
    )
    assert grey.getpixel((1, 0)) > grey.getpixel((0, 0)) + 40


def test_colours_stay_as_they_were_meant_when_the_profile_goes():
    """Numbers that mean another green than on most screens are made to mean the usual one."""
    content = saved(Image.new("RGB", (200, 200), (120, 200, 120)), "PNG", icc_profile=wide_profile())
    red, green, _blue = seen(redraw(content, Kind.SCAN).content).getpixel((100, 100))
    assert red < 100
    assert green > 195


def test_what_is_transparent_becomes_white():
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    assert seen(redraw(saved(image, "PNG"), Kind.SCAN).content).getpixel((100, 100)) == (255, 255, 255)


def test_sixteen_bits_of_grey_are_not_burnt_out():
    image = Image.new("I;16", (200, 200), 128 * 256)
    assert near([seen(redraw(saved(image, "PNG"), Kind.SCAN).content).getpixel((100, 100))], (128,), 2)


def test_a_telephone_that_puts_two_pictures_into_one_jpeg_is_understood():
    content = saved(picture(), "MPO", save_all=True, append_images=[picture((200, 150))])
    assert redraw(content, Kind.PHOTO).width == 400


# --- PDF ----------------------------------------------------------------------------------------------------------


def test_a_pdf_of_one_page_becomes_a_picture():
    drawn = redraw(pdf(), Kind.SCAN)
    assert (drawn.media_type, drawn.pages) == ("image/jpeg", 1)
    assert seen(drawn.content).size == (1250, 1667)
    assert near(seen(drawn.content).getpixel((150, 150)), (204, 26, 26))


def test_a_pdf_of_several_pages_becomes_a_pdf_of_pictures():
    drawn = redraw(pdf(3), Kind.SCAN)
    assert (drawn.media_type, drawn.pages) == ("application/pdf", 3)
    pages = pypdf.PdfReader(io.BytesIO(drawn.content), strict=True).pages
    assert [len(page.images) for page in pages] == [1, 1, 1]
    assert near(pages[2].images[0].image.getpixel((150, 150)), (204, 26, 26))
    assert drawn == redraw(pdf(3), Kind.SCAN)


HOSTILE = {
    "a script when it opens": {"catalog": "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"},
    "a script by name": {"catalog": "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(this.submitForm\\(\\))>>]>>>>"},
    "a script of a page": {"page": "/AA<</O<</S/JavaScript/JS(app.launchURL\\(0\\))>>>>"},
    "a program to start": {"catalog": "/OpenAction<</S/Launch/F(/bin/sh)>>"},
    "a link that calls home": {
        "page": "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 300 400]/A<</S/URI/URI(http://evil.example)>>>>]"
    },
    "a file inside": {"catalog": "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a.exe)>>]>>>>"},
    "a form of the other kind": {"catalog": "/AcroForm<</XFA(<xdp><script>1</script></xdp>)/Fields[]>>"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_a_hostile_pdf_goes_on_but_how_it_looks(name):
    content = pdf(2, **HOSTILE[name])
    drawn = redraw(content, Kind.SCAN)
    for word in (
        b"JavaScript",
        b"/JS",
        b"OpenAction",
        b"/AA",
        b"Launch",
        b"URI",
        b"Annot",
        b"Embedded",
        b"XFA",
        b"AcroForm",
    ):
        assert word not in drawn.content
    assert near(pypdf.PdfReader(io.BytesIO(drawn.content)).pages[1].images[0].image.getpixel((150, 150)), (204, 26, 26))


def test_what_was_typed_into_a_form_is_still_seen():
    """Forms of ministries are filled in on the screen: without their answers a scan would be an empty form."""
    page = "<style>@page{size:300pt 200pt;margin:0} input{width:300pt;height:200pt;border:0;background:%s}</style>"
    with_text = weasyprint.HTML(string=page % "#fff" + "<input value='MMMMMMMMMM'>").write_pdf(pdf_forms=True)
    without = weasyprint.HTML(string=page % "#fff" + "<input value=''>").write_pdf(pdf_forms=True)
    darkness = [sum(seen(redraw(c, Kind.SCAN).content).convert("L").histogram()[:100]) for c in (with_text, without)]
    assert darkness[0] > darkness[1] + 200


def test_a_page_of_an_absurd_size_is_drawn_as_large_as_any():
    drawn = redraw(pdf(box="0 0 14400 14400"), Kind.SCAN)
    assert max(drawn.width, drawn.height) <= 2481


# --- what is refused ----------------------------------------------------------------------------------------------

REFUSED = {
    "nothing": (b"", Refusal.EMPTY),
    "more than is allowed": (jpeg() + b"\0" * MOST_BYTES, Refusal.TOO_LARGE),
    "a hundred million pixels": (png(10_000, 10_000), Refusal.TOO_MANY_PIXELS),
    "a line of pixels": (png(LONGEST_SIDE + 1, 40), Refusal.TOO_MANY_PIXELS),
    "a dot": (saved(picture((20, 20)), "PNG"), Refusal.TOO_SMALL),
    "half a jpeg": (jpeg()[: len(jpeg()) // 2], Refusal.BROKEN),
    "half a png": (saved(picture(), "PNG")[:600], Refusal.BROKEN),
    "half a webp": (saved(picture(), "WEBP")[:200], Refusal.BROKEN),
    "half a pdf": (pdf()[:60], Refusal.BROKEN),
    "only a beginning": (b"\xff\xd8\xff", Refusal.BROKEN),
    "a drawing with a script": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        Refusal.NOT_TAKEN,
    ),
    "a page": (b"<!doctype html><script>alert(1)</script>", Refusal.NOT_TAKEN),
    "an archive": (b"PK\x03\x04" + b"\0" * 500, Refusal.NOT_TAKEN),
    "a program": (b"MZ" + b"\0" * 500, Refusal.NOT_TAKEN),
    "postscript": (b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file", Refusal.NOT_TAKEN),
    "a page before a picture": (b"<html>" + jpeg(), Refusal.NOT_TAKEN),
    "a page before a pdf": (b"<html><!--" + pdf(), Refusal.NOT_TAKEN),
    "another kind of picture": (saved(picture(), "TIFF"), Refusal.NOT_TAKEN),
    "a gif": (saved(picture(), "GIF"), Refusal.NOT_TAKEN),
    "a picture of an iphone": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500, Refusal.HEIC),
    "a moving png": (saved(picture(), "PNG", save_all=True, append_images=[picture(shade=10)]), Refusal.MOVES),
    "a moving webp": (saved(picture(), "WEBP", save_all=True, append_images=[picture(shade=10)]), Refusal.MOVES),
    "too many pages": (pdf(MOST_PAGES + 1), Refusal.TOO_MANY_PAGES),
    "a pdf without pages": (pdf(0), Refusal.BROKEN),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_for_its_reason(name):
    content, reason = REFUSED[name]
    assert why(content) == reason


def test_a_pdf_with_a_password_is_refused():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secreta", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert why(out.getvalue()) == Refusal.PROTECTED


def test_the_photo_of_a_person_is_no_pdf():
    assert why(pdf(), Kind.PHOTO) == Refusal.PAPER_FOR_PHOTO


def test_the_name_and_the_word_of_the_browser_do_not_count():
    """There is no way to say them: a PNG is a PNG whatever it is called."""
    assert redraw(saved(picture(), "PNG"), Kind.PHOTO).media_type == "image/jpeg"


def test_a_bomb_within_the_limits_of_bytes_is_refused_before_it_is_decoded():
    content = bomb(10_000, 10_000)
    assert len(content) < 1_000_000
    assert why(content) == Refusal.TOO_MANY_PIXELS


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "PDF"])
def test_whatever_bytes_are_broken_there_is_a_picture_or_a_reason(kind):
    whole = pdf(2, **HOSTILE["a script by name"]) if kind == "PDF" else saved(picture(), kind, exif=exif())
    chance = random.Random(kind)  # noqa: S311
    for _try in range(60):
        content = bytearray(whole)
        for _byte in range(chance.randrange(1, 30)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        with suppress(Refused):
            assert redraw(bytes(content), Kind.SCAN).content
