"""Draws what was uploaded anew: nothing of a file that came in goes on, except how it looks.

It is run as a program, in a process of its own with little memory, little time and no disk to write on: decoders of
pictures and of PDF are where files do their harm, and PDFium is not made for threads. So it imports nothing of ours.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

import pypdfium2 as pdfium
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 20_000
SHORTEST_SIDE = 32
MOST_PAGES = 20
SMALL = 240
"""The longest side of a thumbnail, in pixels."""
MEMORY = 768 * 1024 * 1024
SECONDS = 20
ORIENTATION = 0x0112
DOTS = 300 / 72
"""No page of a PDF is drawn finer than 300 dots an inch."""


class Kind(StrEnum):
    PHOTO = "photo"
    SCAN = "scan"
    GUIDE = "guide"
    """Of a public page: light enough for an old telephone."""


class Refusal(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too large"
    TOO_MANY_PIXELS = "too many pixels"
    TOO_SMALL = "too small"
    TOO_MANY_PAGES = "too many pages"
    PROTECTED = "protected"
    MOVES = "moves"
    HEIC = "heic"
    NOT_TAKEN = "not taken"
    PAPER_FOR_PHOTO = "paper for photo"
    BROKEN = "broken"
    TOO_HARD = "too hard"


class Refused(Exception):
    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Way:
    longest: int
    quality: int
    most: int = 0
    """Bytes; 0: as many as it takes."""


WAYS = {Kind.PHOTO: Way(1600, 85), Kind.SCAN: Way(2480, 82), Kind.GUIDE: Way(640, 80, most=16_000)}

PDF, JPEG, HEIC = "PDF", "JPEG", "HEIC"
MARKS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (8, b"WEBPVP8", "WEBP"),
    (0, b"%PDF-", PDF),
    *((4, b"ftyp" + brand, HEIC) for brand in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")),
)
"""Where in a file stands what tells its type. Its name and what the browser says of it are never asked."""


@dataclass(frozen=True)
class Drawn:
    media_type: str
    width: int
    height: int
    pages: int
    content: bytes
    small: bytes


def redraw(content: bytes, kind: Kind) -> Drawn:
    """Raises Refused."""
    found = type_of(content)
    if found == PDF and kind != Kind.SCAN:
        raise Refused(Refusal.PAPER_FOR_PHOTO)
    try:
        if found == PDF:
            return _paper(content, WAYS[kind])
        return _picture(content, found, WAYS[kind])
    except Refused:
        raise
    except MemoryError:
        raise Refused(Refusal.TOO_HARD) from None
    except Exception as broken:
        # A decoder that meets what it cannot read raises whatever it likes: SyntaxError, struct.error, OSError…
        raise Refused(Refusal.BROKEN) from broken


def type_of(content: bytes) -> str:
    if not content:
        raise Refused(Refusal.EMPTY)
    if len(content) > MOST_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    found = next((name for at, mark, name in MARKS if content.startswith(mark, at)), "")
    if found == HEIC:
        raise Refused(Refusal.HEIC)
    if not found:
        raise Refused(Refusal.NOT_TAKEN)
    return found


def _picture(content: bytes, found: str, way: Way) -> Drawn:
    # Our own limit below is asked before a pixel is decoded; Pillow's would only warn.
    Image.MAX_IMAGE_PIXELS = None
    # WeasyPrint, where it is loaded too, takes half a picture for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=[found])
    except UnidentifiedImageError:
        raise Refused(Refusal.BROKEN) from None
    _check_size(image.width, image.height)
    # A JPEG with several pictures is what many telephones make: the first is the photo.
    if found != JPEG and getattr(image, "n_frames", 1) > 1:
        raise Refused(Refusal.MOVES)
    turned = _orientation(image)
    share = min(1.0, way.longest / max(image.size))
    # A JPEG can be decoded at a half, a quarter or an eighth: no memory for pixels that would be thrown away.
    image.draft(None, (round(image.width * share), round(image.height * share)))
    image.load()
    plain = _upright(_plain(image, way.longest), turned)
    if way.most:
        return _light(plain, way)
    return Drawn("image/jpeg", *plain.size, 1, _jpeg(plain, way.quality), _thumbnail(plain))


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refused(Refusal.TOO_MANY_PIXELS)
    if min(width, height) < SHORTEST_SIDE:
        raise Refused(Refusal.TOO_SMALL)


def _orientation(image: Image.Image) -> int:
    with suppress(Exception):
        return int(image.getexif().get(ORIENTATION, 1))
    return 1


def _plain(image: Image.Image, longest: int) -> Image.Image:
    """Grey or RGB as any screen shows it, on white, and no larger than asked."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        # Sixteen bits of grey: converting alone would cut everything above 255 to white.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif "A" in image.mode or "a" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        image.thumbnail((longest, longest))
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    elif image.mode not in {"L", "RGB", "CMYK"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    image.thumbnail((longest, longest))
    if profile and image.mode in {"RGB", "CMYK"}:
        image = _in_srgb(image, profile)
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """A profile says what the numbers mean. It does not go on, so the numbers are made to mean the usual."""
    with suppress(Exception):
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
        return changed or image
    return image


def _upright(image: Image.Image, turned: int) -> Image.Image:
    """As the camera was held. The pixels alone: whatever else the picture knew stays behind."""
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    if turned == 1:
        return clean
    clean.getexif()[ORIENTATION] = turned
    upright = ImageOps.exif_transpose(clean)
    upright.info.clear()
    return upright


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, exif=b"", icc_profile=None, comment=b"")
    return out.getvalue()


def _light(image: Image.Image, way: Way) -> Drawn:
    """A WebP of so many bytes at most: coarser first, then smaller. There is no other picture beside it."""
    content = b""
    for share in (1.0, 0.8, 0.6, 0.45, 0.3):
        small = image.convert("RGB")
        small.thumbnail((round(way.longest * share), round(way.longest * share)))
        for quality in (way.quality, 60, 40, 25):
            out = io.BytesIO()
            small.save(out, "WEBP", quality=quality, method=6, exif=b"", icc_profile=b"", xmp=b"")
            content = out.getvalue()
            if len(content) <= way.most:
                return Drawn("image/webp", *small.size, 1, content, b"")
    raise Refused(Refusal.TOO_HARD)


def _thumbnail(image: Image.Image) -> bytes:
    small = image.copy()
    small.thumbnail((SMALL, SMALL))
    return _jpeg(small, 80)


def _paper(content: bytes, way: Way) -> Drawn:
    """A PDF becomes the pictures of its pages: no script, no form, no link, no attachment goes on."""
    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as wrong:
        is_locked = wrong.err_code == pdfium.raw.FPDF_ERR_PASSWORD
        raise Refused(Refusal.PROTECTED if is_locked else Refusal.BROKEN) from None
    if not len(pdf):
        raise Refused(Refusal.BROKEN)
    if len(pdf) > MOST_PAGES:
        raise Refused(Refusal.TOO_MANY_PAGES)
    # What was typed into a form is drawn by this; scripts are not run, PDFium is built without them.
    pdf.init_forms()
    small, pages = b"", []
    for image in _drawn_pages(pdf, way.longest):
        small = small or _thumbnail(image)
        pages.append((_jpeg(image, way.quality), *image.size))
    first, width, height = pages[0]
    if len(pages) == 1:
        return Drawn("image/jpeg", width, height, 1, first, small)
    return Drawn("application/pdf", width, height, len(pages), bind(pages), small)


def _drawn_pages(pdf: pdfium.PdfDocument, longest: int) -> Iterator[Image.Image]:
    for number in range(len(pdf)):
        page = pdf[number]
        side = max(page.get_size())
        if side <= 0:
            raise Refused(Refusal.BROKEN)
        yield page.render(scale=min(DOTS, longest / side), may_draw_forms=True).to_pil().convert("RGB")
        page.close()


def bind(pages: list[tuple[bytes, int, int]]) -> bytes:
    """A PDF of nothing but these JPEGs, (content, width, height) each. The same pages make the same bytes."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    for content, width, height in pages:
        at = len(objects) + 1
        # On paper of the page's shape, its longest side that of A4.
        scale = 842 / max(width, height)
        box = f"{width * scale:.2f} {height * scale:.2f}"
        drawing = f"{width * scale:.2f} 0 0 {height * scale:.2f} 0 0 cm /P Do".encode()
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {box}]/Contents {at + 1} 0 R"
            f"/Resources<</XObject<</P {at + 2} 0 R>>>>>>".encode()
        )
        objects.append(_stream("", drawing))
        colours = f"/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
        objects.append(_stream(f"/Type/XObject/Subtype/Image{colours}", content))
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(pages)))
    objects[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode()
    return _written(objects)


def _stream(entries: str, content: bytes) -> bytes:
    return f"<<{entries}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def _written(objects: list[bytes]) -> bytes:
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, entry in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + entry + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    out.write(f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def shut_in() -> None:
    """From here on this process has little memory and little time, and cannot write a file."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main() -> None:
    """The content comes in; a line of JSON goes out, and after it the two pictures that it gives the lengths of."""
    shut_in()
    out = sys.stdout.buffer
    try:
        drawn = redraw(sys.stdin.buffer.read(MOST_BYTES + 1), Kind(sys.argv[1]))
    except Refused as refused:
        out.write(json.dumps({"refused": refused.why}).encode() + b"\n")
        return
    told = {"media_type": drawn.media_type, "width": drawn.width, "height": drawn.height, "pages": drawn.pages}
    out.write(json.dumps({**told, "length": len(drawn.content)}).encode() + b"\n")
    out.write(drawn.content + drawn.small)


if __name__ == "__main__":
    main()
