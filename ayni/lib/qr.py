"""QR codes as images inside a page or a PDF: they are never fetched from anywhere."""

import segno


def qr_image(text: str, scale: int = 4) -> str:
    """A data address that holds the code as SVG. `scale`: the width of one of its squares, in pixels."""
    return str(segno.make(text, error="m").svg_data_uri(scale=scale, border=2, dark="#1d2021"))
