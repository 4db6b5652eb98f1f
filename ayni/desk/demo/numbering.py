"""Public numbers of a large world: its parts are made side by side, and yet none draws what another drew.

Of 40 bits drawn freely, as a desk draws them for a few numbers a day, some two of hundreds of thousands are the same
now and then (the birthday problem), and a load that ends so has to begin again.
"""

from collections.abc import Callable

_BITS, _OF_PIECE, _OF_ECHO = 40, 12, 8
_DRAWN = _BITS - _OF_PIECE - _OF_ECHO
"""The rest of the bits is drawn: a part has some hundreds of numbers, and room for a million."""
_ALL, _HALF = 2**_BITS - 1, _BITS // 2
_FIRST, _SECOND = 0xBF58476D1D, 0x94D049BB11
"""Odd, so that no two numbers become one."""


class Numbers:
    """The numbers of one echo of a piece, or of the piece itself (echo 0)."""

    def __init__(self, piece: int, echo: int, draw: Callable[[int], int]) -> None:
        if piece >> _OF_PIECE or echo >> _OF_ECHO:
            raise ValueError(f"A world has at most {2**_OF_PIECE} pieces of {2**_OF_ECHO} echoes.")
        self.part, self.draw = (piece << _OF_ECHO | echo) << _DRAWN, draw
        self.drawn: set[int] = set()

    def randbits(self, bits: int) -> int:
        """As `lib.ids.public_number` asks for them, in no order that could be seen."""
        if bits != _BITS:
            raise ValueError(f"A public number has {_BITS} bits.")
        while (own := self.draw(_DRAWN)) in self.drawn:
            pass
        self.drawn.add(own)
        return _mixed(self.part | own)


def _mixed(value: int) -> int:
    """Another number of as many bits for each: it is multiplied by odd ones, and its halves are added bit by bit."""
    for odd in (_FIRST, _SECOND):
        value = value * odd & _ALL
        value ^= value >> _HALF
    return value
