"""All attacks on what is published, by their number in the design."""

from collections.abc import Callable, Mapping

from . import averaging, gates, groups, nesting, passing, subtraction, telltales
from .world import Verdict, World

ATTACKS: Mapping[str, Callable[[World], Verdict]] = {
    "S1": subtraction.s01,
    "S2": telltales.s02,
    "S3": passing.s03,
    "S5": averaging.s05,
    "S6": averaging.s06,
    "S7": nesting.s07,
    "S8 one": passing.s08_one,
    "S8 many": passing.s08_many,
    "S9": passing.s09,
    "S10": averaging.s10,
    "S11 alike": groups.s11_alike,
    "S11 alone": groups.s11_alone,
    "S11 sensitive": groups.s11_sensitive,
    "S12": telltales.s12,
    "S12 left": nesting.s12_left,
    "S13": averaging.s13,
    "gates": gates.kept,
}
"""S4 and S14 need the engine twice: `test_secrets.py`."""
