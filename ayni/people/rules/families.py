"""What people may be to one another, seen from both ends, and when a link may stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.lib.names import words
from ayni.people.models import Birth, Person, Relationship

from .ages import latest_birth
from .registering import CannotRegister, NewRelative

Kind = Relationship.Kind

INVERSE: dict[str, str] = {
    Kind.CHILD: Kind.PARENT,
    Kind.MOTHER: Kind.CHILD,
    Kind.FATHER: Kind.CHILD,
    Kind.PARENT: Kind.CHILD,
    Kind.PARTNER: Kind.PARTNER,
    Kind.FORMER_PARTNER: Kind.FORMER_PARTNER,
    Kind.SIBLING: Kind.SIBLING,
    Kind.GRANDPARENT: Kind.GRANDCHILD,
    Kind.GRANDCHILD: Kind.GRANDPARENT,
    Kind.AUNT_UNCLE: Kind.NIECE_NEPHEW,
    Kind.NIECE_NEPHEW: Kind.AUNT_UNCLE,
    Kind.OTHER: Kind.OTHER,
    Kind.GUARDIAN: Kind.WARD,
    Kind.WARD: Kind.GUARDIAN,
    Kind.CAREGIVER: Kind.CARED_FOR,
    Kind.CARED_FOR: Kind.CAREGIVER,
    Kind.TRAVELS_WITH: Kind.TRAVELS_WITH,
    Kind.SEPARATED_FROM: Kind.SEPARATED_FROM,
}
"""What the person is to the relative, where the relative is this to the person."""

BY_SEX: dict[tuple[str, str], str] = {(Kind.PARENT, "SEX-F"): Kind.MOTHER, (Kind.PARENT, "SEX-M"): Kind.FATHER}
"""The same, said more exactly where the sex of whom it names is known."""
GENERAL: dict[str, str] = {Kind.MOTHER: Kind.PARENT, Kind.FATHER: Kind.PARENT}

PARENTS = frozenset({Kind.MOTHER, Kind.FATHER, Kind.PARENT})
CARERS = frozenset({Kind.GUARDIAN, Kind.CAREGIVER})
KIN = frozenset(
    {*PARENTS, Kind.CHILD, Kind.PARTNER, Kind.FORMER_PARTNER, Kind.SIBLING, Kind.GRANDPARENT, Kind.GRANDCHILD,
     Kind.AUNT_UNCLE, Kind.NIECE_NEPHEW, Kind.OTHER}
)  # fmt: skip
CARE = CARERS | {Kind.WARD, Kind.CARED_FOR}
OLDER = frozenset({*PARENTS, Kind.GRANDPARENT})
"""Who was born before the person."""
YOUNGER = frozenset({Kind.CHILD, Kind.GRANDCHILD})
LEAST_YEARS: dict[str, int] = {Kind.GRANDPARENT: 24, Kind.GRANDCHILD: 24}
"""Years between the two births below which somebody looks again; twelve for a parent and a child."""
_LEAST = 12


class CannotLink(CannotRegister):
    pass


class LooksWrong(RuleBroken):
    """Two things that the files say do not go together. Whoever checked it says so, and it is kept."""


def inverse(kind: str, sex: str = "") -> str:
    """What the person, who is of this sex, is to a relative who is `kind` to them."""
    found = INVERSE[kind]
    return BY_SEX.get((found, sex), found)


def sort_of(kind: str) -> str:
    """Kinship, care, or the journey: between two people stands at most one link of each sort."""
    return "kin" if kind in KIN else "care" if kind in CARE else "journey"


def check_relative(*, is_self: bool, says_who: bool) -> None:
    if is_self:
        raise CannotLink(_("A person is not their own relative. Choose another file."))
    if not says_who:
        raise CannotLink(_("Say who it is: a name, a year of birth, or their file."))


def check_not_linked(*, kind: str, standing: Iterable[str]) -> None:
    """`standing`: the kinds of the links between the two that have not ended."""
    if sort_of(kind) in {sort_of(one) for one in standing}:
        raise CannotLink(_("This link is in the file already. Correct it there, or end it first."))


def check_not_told(*, new: NewRelative, told: Iterable[tuple[str, str, int | None]]) -> None:
    """`told`: kind, name and year of birth of those who were mentioned before."""
    if (new.kind, words(new.name), new.birth_year) in {(kind, words(name), year) for kind, name, year in told}:
        raise CannotLink(
            _("This relative is in the file already. Correct what is there, or add what tells them apart.")
        )


def check_may_identify(*, has_file: bool) -> None:
    if has_file:
        raise CannotLink(_("A colleague already said which file this relative has."))


def check_ended_after(*, since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise CannotLink(_("That day is before the link began. Check the two days."))


@dataclass(frozen=True)
class Born:
    """A birth, and how well it is known. Of a relative without a file, the year."""

    on: date | None
    how: str = Birth.EXACT

    @classmethod
    def of(cls, person: Person) -> "Born":
        return cls(person.birth_date, person.birth_precision)

    @classmethod
    def in_year(cls, year: int | None) -> "Born":
        return cls(date(year, 1, 1) if year else None, Birth.YEAR)


def doubt_about_ages(*, kind: str, person: Born, relative: Born) -> str:
    """A mother is older than her child. What two files say may be wrong, so this is asked and never refused."""
    if kind not in OLDER | YOUNGER:
        return ""
    older, younger = (relative, person) if kind in OLDER else (person, relative)
    if older.on is None or younger.on is None:
        return ""
    years = latest_birth(younger.on, younger.how).year - older.on.year
    if years >= LEAST_YEARS.get(kind, _LEAST):
        return ""
    return _(
        "By their birth dates, the older of the two would have been a child, or not yet born. Check who is who, and "
        "the dates."
    )


def doubt_about_guardians(*, kind: str, lives_together: bool, others: int) -> str:
    """`others`: guardians by law with whom the child already lives."""
    if kind in {Kind.GUARDIAN, Kind.WARD} and lives_together and others:
        return _("The child already lives with a guardian by law. If that is over, end that link first.")
    return ""


def check_doubts(doubts: Iterable[str], *, confirmed: bool) -> None:
    said = [doubt for doubt in doubts if doubt]
    if said and not confirmed:
        raise LooksWrong(" ".join([*said, _("If it is so all the same, say that you checked it.")]))
