"""When somebody may join or leave a household, and what they are in it."""

from datetime import date

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import HouseholdMember, Relationship

Kind, Role = Relationship.Kind, HouseholdMember.Role

ROLES: dict[str, str] = {
    Kind.PARTNER: Role.PARTNER,
    Kind.CHILD: Role.CHILD,
    Kind.WARD: Role.RELATIVE,
    Kind.MOTHER: Role.PARENT,
    Kind.FATHER: Role.PARENT,
    Kind.PARENT: Role.PARENT,
    Kind.SIBLING: Role.RELATIVE,
    Kind.GRANDPARENT: Role.RELATIVE,
    Kind.GRANDCHILD: Role.RELATIVE,
    Kind.AUNT_UNCLE: Role.RELATIVE,
    Kind.NIECE_NEPHEW: Role.RELATIVE,
    Kind.OTHER: Role.RELATIVE,
}
"""What somebody is in a household by what they are to its head; who is not here is no relative."""


class CannotLiveThere(RuleBroken):
    pass


def role_by(kind: str) -> str:
    return ROLES.get(kind, Role.OTHER)


def check_may_join(*, is_there: bool, lives_elsewhere: bool) -> None:
    if is_there:
        raise CannotLiveThere(_("This person is in the household already."))
    if lives_elsewhere:
        raise CannotLiveThere(_("This person is in another household. Say first that they left it."))


def check_is_there(*, is_there: bool) -> None:
    if not is_there:
        raise CannotLiveThere(_("Somebody of those you marked is no longer in this household. Look at it again."))


def check_somebody(*, count: int) -> None:
    if not count:
        raise CannotLiveThere(_("Mark at least one person."))


def check_days(*, since: date, until: date | None, today: date) -> None:
    """`since`: of the stay that ends on `until`, or of one that begins."""
    if max(since, until or since) > today:
        raise CannotLiveThere(_("That day has not come yet."))
    if until and until < since:
        raise CannotLiveThere(_("That day is before the person joined the household. Check it."))


def check_after(*, since: date, left: date | None) -> None:
    """`left`: when the person left the household before."""
    if left and since < left:
        raise CannotLiveThere(
            _("On that day the person was still in another household. Check since when they are here.")
        )
