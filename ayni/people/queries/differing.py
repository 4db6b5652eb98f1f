"""About what two files say different things, and whose value stands if nobody chooses."""

from datetime import datetime

from ayni.lib.together import read_together
from ayni.people.models import Characteristic, Person, Residence
from ayni.people.rules import merging as rules
from ayni.people.rules.characteristics import MIRRORS
from ayni.people.rules.merging import ABSORBED, KEPT, RESIDENCE
from ayni.people.rules.sources import strength

from . import words
from .histories import provenance_of

_Weight = tuple[tuple[int, int], datetime]


class Differing:
    """Two files, the first of which is to be kept."""

    def __init__(self, kept: Person, absorbed: Person) -> None:
        self.kept, self.absorbed = kept, absorbed
        both = [kept, absorbed]
        lives = Residence.objects.filter(person__in=both, ended_at=None)
        stands = Characteristic.objects.filter(person__in=both, ended_at=None, kind__in=MIRRORS.values())
        homes, rows = read_together(
            lives.select_related("district__parent__parent", "abroad_in").order_by("since", "pk"), stands.order_by("pk")
        )
        self._homes: dict[object, Residence] = {row.person_id: row for row in homes}
        self._rows: dict[object, Characteristic] = {(row.person_id, row.kind): row for row in rows}

    def usual(self) -> dict[str, str]:
        """Column, or `RESIDENCE`, to "kept" or "absorbed"."""
        sides = {column: self._usual(column) for column in rules.differing(self.kept, self.absorbed)}
        homes = [self.home(person) for person in (self.kept, self.absorbed)]
        return sides | ({RESIDENCE: self._moved_last()} if all(homes) and len(set(homes)) == 2 else {})

    def home(self, person: Person) -> str:
        """Where the person lives, by that file."""
        row = self._homes.get(person.pk)
        return words.residence(row) if row else words.place(person)

    def _moved_last(self) -> str:
        mine, theirs = (self._homes.get(person.pk) for person in (self.kept, self.absorbed))
        if mine is None or theirs is None:
            return KEPT if theirs is None else ABSORBED
        return ABSORBED if (theirs.since, theirs.pk) > (mine.since, mine.pk) else KEPT

    def _usual(self, column: str) -> str:
        """Of what has a history, the stronger source, and of equals what was recorded last."""
        mirror = column.removesuffix("_id")
        if mirror not in MIRRORS or None in (getattr(self.kept, column), getattr(self.absorbed, column)):
            return rules.usual_choice(self.kept, self.absorbed, column)
        mine, theirs = (self._weight(person, mirror) for person in (self.kept, self.absorbed))
        return ABSORBED if theirs > mine else KEPT

    def _weight(self, person: Person, mirror: str) -> _Weight:
        row = self._rows.get((person.pk, MIRRORS[mirror]))
        said = row or provenance_of(person, mirror)
        at = row.recorded_at if row and row.recorded_at else person.registered_at
        return strength(said.source, said.confidence), at
