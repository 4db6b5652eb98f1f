"""QR codes as images inside a page or a PDF: they are never fetched from anywhere."""

import base64
from io import BytesIO

import segno


def qr_image(text: str, scale: int = 4) -> str:
    """A data address that holds the code as SVG. `scale`: the width of one of its squares, in pixels."""
    return str(segno.make(text, error="m").svg_data_uri(scale=scale, border=2, dark="#1d2021"))


def qr_dots(text: str) -> str:
    """The same with one pixel a square, for many on one print file: drawn in a third of the time. Whoever places it
    says `image-rendering: pixelated`, and it is as sharp."""
    out = BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=1, border=2)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
