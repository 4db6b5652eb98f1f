"""Pictures and papers, made here: whole, odd, broken and hostile. Nothing is taken from anywhere."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw

from ayni.files.redrawing import Drawn

CANARY = b"CANARY-EXIF-MAKER"
GPS = {1: "S", 2: (12.0, 3.0, 27.5), 3: "W", 4: (77.0, 2.0, 9.25)}


def picture(size: tuple[int, int] = (400, 300), mode: str = "RGB", shade: int = 90) -> Image.Image:
    """Dark on the left, light on the right, and a mark in its upper left corner: one sees when it was turned."""
    image = Image.new("RGB", size, (shade, shade + 40, 200))
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] // 2, 0, size[0], size[1]), fill=(230, 220, 180))
    draw.rectangle((0, 0, size[0] // 8, size[1] // 8), fill=(200, 10, 10))
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def jpeg(**how: Any) -> bytes:
    return saved(picture(), **how)


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: who made it, which way up, and where."""
    told = Image.Exif()
    told[0x010F] = CANARY.decode()
    told[0x0112] = orientation
    told.get_ifd(0x8825).update(GPS)
    return told


def drawn(shade: int = 90) -> Drawn:
    """What `prepare` gives, without a process of its own."""
    image = picture((160, 200), shade=shade)
    return Drawn("image/jpeg", 160, 200, 1, saved(image), saved(image.resize((40, 50))))


def png(width: int, height: int, rows: bytes = b"", colour: int = 2, depth: int = 8) -> bytes:
    """A PNG by hand, whose header may promise anything."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb(width: int, height: int) -> bytes:
    """A picture of one colour: a few thousand bytes that become three for every pixel."""
    press = zlib.compressobj(9)
    row = b"\0" * (width * 3 + 1)
    return png(width, height, b"".join([*(press.compress(row) for _n in range(height)), press.flush()]))


def pdf(
    pages: int = 1, catalog: str = "", page: str = "", box: str = "0 0 300 400", extra: tuple[str, ...] = ()
) -> bytes:
    """A PDF by hand: `catalog` and `page` are entries for what a hostile one carries, `extra` are more objects."""
    kids = " ".join(f"{3 + n} 0 R" for n in range(pages))
    objects = [f"<</Type/Catalog/Pages 2 0 R{catalog}>>", f"<</Type/Pages/Count {pages}/Kids[{kids}]>>"]
    drawing = f"{3 + pages} 0 R"
    objects += [f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {drawing}{page}>>"] * pages
    content = "0.8 0.1 0.1 rg 20 300 80 80 re f"
    objects += [f"<</Length {len(content)}>>stream\n{content}\nendstream", *extra]
    out, places = b"%PDF-1.7\n", []
    for number, entry in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{entry}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def wide_profile() -> bytes:
    """An ICC profile by hand: a screen of wider colours than sRGB (the primaries of Adobe RGB, D50), gamma 2.2."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 5) + b"wide\0" + b"\0" * 78,
        b"cprt": b"text\0\0\0\0none\0\0\0\0",
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1.0, 0.8249),
        b"rXYZ": b"XYZ \0\0\0\0" + fixed(0.60974, 0.31111, 0.01947),
        b"gXYZ": b"XYZ \0\0\0\0" + fixed(0.20528, 0.62567, 0.06087),
        b"bXYZ": b"XYZ \0\0\0\0" + fixed(0.14919, 0.06322, 0.74457),
        **{name: b"curv\0\0\0\0" + struct.pack(">IH", 1, 563) + b"\0\0" for name in (b"rTRC", b"gTRC", b"bTRC")},
    }
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        padded = content + b"\0" * (-len(content) % 4)
        table += name + struct.pack(">II", at + len(body), len(content))
        body += padded
    size = at + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"test", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
