"""Who of many candidates is worth reading: told by how their names sound, in memory, before anybody is read."""

from collections.abc import Collection, Container

from ayni.people.rules.asking import Sought

from .candidates import Candidates
from .scan import NAMES

OWN_FIRST, ANYWHERE = 6, 12
"""How many are read: of the user's own offices, and of all."""
_MOST, _MOST_OWN = 150, 50
"""So many of those who share most with what is sought are told apart by their names."""
_OWN_UNSEEN, _UNSEEN = 40, 60
"""How many are read while the names are not in memory yet."""
_OF_BIRTH = 0.4
"""What the same birth date says, beside a name of which every word is answered."""


def worth_reading(
    sought: Sought, maybe: Candidates, offices: Collection[int], without: Container[int] = (), most: int = ANYWHERE
) -> list[int]:
    """Their lines: all who were found by a number, and the best by name and birth, of the own offices and of all.

    Before the names are read in, those who share most.
    """
    lines = maybe.best(offices, _MOST, _MOST_OWN)
    if len(lines) > most:
        answered = NAMES.answers(sought.words, lines)
        if answered is None:
            lines = maybe.best(offices, _UNSEEN, _OWN_UNSEEN)
        else:
            lines = _screened(maybe, dict(zip(lines, answered.tolist(), strict=True)), offices, most)
    return [line for line in lines if line not in without]


def _screened(maybe: Candidates, answered: dict[int, float], offices: Collection[int], most: int) -> list[int]:
    worth = {line: share + _OF_BIRTH * maybe.birth[line] for line, share in answered.items()}
    ranked = sorted(worth, key=worth.__getitem__, reverse=True)
    rest = ranked[most:]
    own = [line for line in rest if maybe.office[line] in offices][:OWN_FIRST]
    return list(dict.fromkeys(ranked[:most] + own + [line for line in rest if line in maybe.via]))
