"""What other apps add to the people of the demo world.

A maker gets a batch of people who were just drawn, and adds rows for them to `hands.tables.of(Model)` and lines to
`hands.trail`. It asks the database nothing (what it needs of the reference data it finds in `hands.reference`), reads
no clock, and draws from `hands.chance` only: then the same seed makes the same world, in whatever process it is made.
A large world repeats what it adds for others of the same circumstances, under ids of their own (`echoes.py`): a value
that no two people may have in common is listed there in `OWN`.
"""

from . import families
from .hands import Maker

MAKERS: list[Maker] = [Maker(families.make, [])]
