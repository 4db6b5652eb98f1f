"""How good a picture is, by plain arithmetic on its pixels. What is good enough is not asked here."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

HEIGHT = 480
"""Pictures are compared at one height: a fine picture is sharper than a coarse one of the same thing."""
DARK, BRIGHT = 16, 240


@dataclass(frozen=True)
class Measures:
    width: int
    height: int
    sharpness: float
    """Variance of the Laplacian at 480 lines: how much neighbouring pixels differ. A blurred picture has little."""
    light: float
    """Mean of the middle of the picture, 0 black to 255 white."""
    dark: float
    """Share of pixels that are all but black: nothing is seen in them."""
    bright: float


def measure(jpeg: bytes) -> Measures:
    """Of a picture that was drawn by us: nothing hostile is decoded here."""
    image = Image.open(io.BytesIO(jpeg))
    width, height = image.size
    grey = image.convert("L").resize((max(3, round(width * HEIGHT / height)), HEIGHT))
    pixels = np.asarray(grey, dtype=np.float64)
    rows, columns = pixels.shape
    middle = pixels[rows // 6 : rows * 5 // 6, columns // 4 : columns * 3 // 4]
    return Measures(
        width=width,
        height=height,
        sharpness=round(float(_laplacian(pixels).var()), 1),
        light=round(float(middle.mean()), 1),
        dark=round(float((pixels < DARK).mean()), 3),
        bright=round(float((pixels > BRIGHT).mean()), 3),
    )


def _laplacian(
    pixels: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    return pixels[:-2, 1:-1] + pixels[2:, 1:-1] + pixels[1:-1, :-2] + pixels[1:-1, 2:] - 4 * pixels[1:-1, 1:-1]


def cropped(jpeg: bytes, box: tuple[int, ...], *, small: int) -> tuple[bytes, bytes, tuple[int, int]]:
    """The part of a picture between left, top, right and bottom (per cent), a small one of it, and its size."""
    image = Image.open(io.BytesIO(jpeg))
    left, top, right, bottom = box
    part = image.crop(
        (image.width * left // 100, image.height * top // 100, image.width * right // 100, image.height * bottom // 100)
    )
    little = part.copy()
    little.thumbnail((small, small))
    return _jpeg(part), _jpeg(little), part.size


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def ink(jpeg: bytes) -> float:
    """The share of pixels that are clearly darker than the paper."""
    pixels = np.asarray(Image.open(io.BytesIO(jpeg)).convert("L"), dtype=np.float64)
    return float((pixels < np.median(pixels) - 60).mean())
