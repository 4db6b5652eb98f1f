"""The table of perturbation: how much is added to a count, by the count and by a number drawn from the cell's key.

For each true count n it holds a distribution of noise that

- leaves 0 as it is, and never gives 1 or 2: what is published is 0 or at least 3;
- adds nothing on average, and at most `LARGEST` either way;
- has the variance `VARIANCE`, which is published;
- among all that do so is the nearest (least relative entropy) to weights drawn from the secret.

With equal weights that would be the distribution of greatest entropy, and whoever has this code would have the table.
The weights differ by up to `SWAY` and are as secret as the keys. A row is written as `SLOTS` whole numbers: the noise
adds up to exactly nothing. Counts from `ROWS` - 1 up share the last row.
"""

import hmac
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeAlias

import numpy as np

VERSION = "1"
"""Of the construction. Another one gives other values: a new method, said in every release."""
LARGEST = 5
VARIANCE = 3.0
SLOTS = 4096
ROWS = 9
"""0 to 8. From 8 on no output has to be left out: 8 - 5 is 3."""
SWAY = 0.2
FORBIDDEN = (1, 2)

Array: TypeAlias = "np.ndarray[Any, Any]"


@dataclass(frozen=True, eq=False)
class Table:
    """`noise[n, slot]`, for n up to `ROWS` - 1."""

    noise: Array

    def added(self, counts: Array, slots: Array) -> Array:
        """The noise of each cell, by its count and its slot."""
        return self.noise[np.minimum(counts, ROWS - 1), slots]


def outputs(count: int) -> Array:
    """The noise that a count may get: what is published is 0, or 3 and more."""
    if count == 0:
        return np.zeros(1, np.int64)
    steps = np.arange(-min(LARGEST, count), LARGEST + 1)
    return steps[~np.isin(count + steps, FORBIDDEN)]


@lru_cache(maxsize=4)
def table(secret: bytes) -> Table:
    """The table of a secret: the same in each process."""
    rows = [np.zeros(SLOTS, np.int8)]
    for count in range(1, ROWS):
        steps = outputs(count)
        shares = nearest(steps, _weights(secret, count, len(steps)))
        rows.append(np.repeat(steps, _whole(shares, steps)).astype(np.int8))
    noise = np.stack(rows)
    noise.setflags(write=False)
    return Table(noise)


def _weights(secret: bytes, count: int, many: int) -> Array:
    drawn = hmac.digest(secret, f"table/{VERSION}/{count}".encode(), sha256)
    uniform = np.frombuffer(drawn, ">u2")[:many] / 2**16
    weights: Array = np.exp(SWAY * (2 * uniform - 1))
    return weights


def nearest(steps: Array, weights: Array) -> Array:
    """The distribution over these steps that is nearest to the weights, with mean 0 and the variance that is published.

    It is weights * exp(a d + b d^2); a and b come from Newton's method on the two conditions, which are the gradient
    of a convex function."""
    features = np.stack([steps, steps**2]).astype(float)
    wanted = np.array([0.0, VARIANCE])

    def shares(tilt: Array) -> Array:
        exponent = np.log(weights) + tilt @ features
        raw = np.exp(exponent - exponent.max())
        share: Array = raw / raw.sum()
        return share

    tilt = np.zeros(2)
    for _step in range(200):
        now = shares(tilt)
        miss = features @ now - wanted
        if np.abs(miss).max() < 1e-12:  # noqa: PLR2004
            return now
        centred = features - (features @ now)[:, None]
        move = np.linalg.solve((centred * now) @ centred.T, miss)
        # Far from the end a whole step may lead away.
        tilt = tilt - move * min(1.0, 1.0 / max(np.abs(move).max(), 1e-9))
    raise ValueError("No distribution over these steps has mean 0 and this variance.")


def _whole(shares: Array, steps: Array) -> Array:
    """As many slots for each step as its share, in whole numbers whose noise adds up to exactly nothing."""
    slots: Array = np.floor(shares * SLOTS).astype(np.int64)
    left = np.argsort(-(shares * SLOTS - slots), kind="stable")
    slots[left[: SLOTS - slots.sum()]] += 1
    change = np.subtract.outer(steps, steps)
    while excess := int(slots @ steps):
        # One slot goes from one step to another that brings the sum nearer: from where there are most of them.
        fits = (np.abs(excess + change) < abs(excess)) & (slots[None, :] > 1)
        to, start = np.unravel_index(int(np.argmax(np.where(fits, slots[None, :], -1))), fits.shape)
        slots[start] -= 1
        slots[to] += 1
    whole: Array = slots
    return whole
