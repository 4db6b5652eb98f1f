"""A reader without a reader. Its prints are drawn from a seed: nobody has such a finger, and the same seed always gives
the same one. Two captures of one finger differ as real ones do: a little turned, a little moved, a little noisy."""

import hashlib
import time
from collections.abc import Callable

import numpy as np

from ayni.lib.prints import FingerImage, Impression

from .adapters import About, ReaderFailed

WIDTH, HEIGHT = 260, 300
ALIKE = 0.55
"""Above, two images are of one finger. Measured over simulated prints (tests): other fingers stay below 0.3."""
Picture = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class Simulator:
    """`subject`: whose fingers it has, whoever is asked for. Empty: those of whoever is asked for. `seconds`: how long
    a finger takes to come. `worn`: positions whose prints are poor."""

    def __init__(self, *, subject: str = "", seconds: float = 0.4, worn: frozenset[int] = frozenset()) -> None:
        self.subject, self.seconds, self.worn = subject, seconds, worn
        self.captures = 0

    def about(self) -> About:
        return About("Simulador de huellas de Ayni", "SIM-0001")

    def capture(
        self, *, position: int, impression: Impression, subject: str, cancelled: Callable[[], bool]
    ) -> FingerImage:
        until = time.monotonic() + self.seconds
        while time.monotonic() < until:
            if cancelled():
                raise ReaderFailed("cancelled", "Se canceló la captura.")
            time.sleep(0.02)
        self.captures += 1
        noise = 120.0 if position in self.worn else 18.0
        pixels = drawn(self.subject or subject, position, capture=self.captures, noise=noise)
        return FingerImage(
            position, WIDTH, HEIGHT, pixels.astype(np.uint8).tobytes(), impression, quality=graded(pixels)
        )

    def is_same(self, enrolled: FingerImage, now: FingerImage) -> tuple[bool, float]:
        score = likeness(_pixels(enrolled), _pixels(now))
        return score >= ALIKE, round(score, 3)


def drawn(subject: str, position: int, *, capture: int, noise: float = 18.0) -> Picture:
    """Ridges around a core, in grey. `capture` moves and turns them a little."""
    finger = _random(f"{subject}|{position}")
    this = _random(f"{subject}|{position}|{capture}")
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    turn, (down, right) = this.normal(0, 0.02), this.normal(0, 1.5, 2)
    y, x = y - HEIGHT / 2 + down, x - WIDTH / 2 + right
    y, x = y * np.cos(turn) - x * np.sin(turn), y * np.sin(turn) + x * np.cos(turn)
    core = finger.uniform(-35, 35, 2)
    stretch, swirl = finger.uniform(0.6, 1.5), finger.uniform(-2.5, 2.5)
    radius = np.hypot((y - core[0]) * stretch, x - core[1]) + 1e-6
    angle = np.arctan2(y - core[0], x - core[1])
    waves = sum(
        finger.uniform(1, 7) * np.sin(x / finger.uniform(18, 60) + y / finger.uniform(18, 60) + finger.uniform(0, 6))
        for _wave in range(4)
    )
    ridges = np.sin((radius + waves) * 2 * np.pi / finger.uniform(8.5, 10.5) + swirl * angle)
    inside = ((y / (HEIGHT * 0.48)) ** 2 + (x / (WIDTH * 0.46)) ** 2) < 1
    pixels = np.where(inside, 128 - 90 * ridges, 255) + this.normal(0, noise, (HEIGHT, WIDTH))
    return np.clip(pixels, 0, 255)


def graded(pixels: Picture) -> int:
    """0 to 100, in the manner of NFIQ 2: how much of the picture is ridges and how much is noise."""
    smooth = _smooth(pixels)
    signal, noise = float(smooth.var()), float((pixels - smooth).var())
    return int(np.clip(100 * signal / (signal + 2.2 * noise), 0, 100))


def likeness(one: Picture, other: Picture) -> float:
    """The best correlation over small shifts and turns: enough for prints that were drawn, not for real ones."""
    a, best = _smooth(one)[40:-40, 40:-40], 0.0
    a = (a - a.mean()) / (a.std() + 1e-9)
    smooth = _smooth(other)
    for turn in (-0.06, -0.03, 0.0, 0.03, 0.06):
        turned = _turned(smooth, turn)
        for down in range(-8, 9, 2):
            for right in range(-8, 9, 2):
                b = turned[40 + down : HEIGHT - 40 + down, 40 + right : WIDTH - 40 + right]
                best = max(best, float((a * (b - b.mean()) / (b.std() + 1e-9)).mean()))
    return best


def _turned(pixels: Picture, turn: float) -> Picture:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    y, x = y - HEIGHT / 2, x - WIDTH / 2
    from_y = np.clip(np.rint(y * np.cos(turn) - x * np.sin(turn) + HEIGHT / 2), 0, HEIGHT - 1).astype(int)
    from_x = np.clip(np.rint(y * np.sin(turn) + x * np.cos(turn) + WIDTH / 2), 0, WIDTH - 1).astype(int)
    return np.asarray(pixels[from_y, from_x])


def _smooth(pixels: Picture) -> Picture:
    padded = np.pad(pixels, 1, mode="edge")
    mean: Picture = np.mean([padded[dy : dy + HEIGHT, dx : dx + WIDTH] for dy in range(3) for dx in range(3)], axis=0)
    return mean


def _pixels(image: FingerImage) -> Picture:
    if (image.width, image.height) != (WIDTH, HEIGHT):
        raise ReaderFailed("foreign", "Esta huella no es del simulador. Use el lector con el que se enroló.")
    return np.frombuffer(image.content, dtype=np.uint8).reshape(HEIGHT, WIDTH).astype(np.float64)


def _random(text: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))
