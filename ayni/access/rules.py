"""Who may give which role to whom, and how long a sign-in lasts. Plain values; no query, no clock, no request."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from .models import Reach
from .permissions import Role

STAFF = frozenset({Role.RECEPTION, Role.CASEWORKER, Role.SUPERVISOR})
"""The roles that work with cases."""

DECIDERS = frozenset({Role.EVALUATOR, Role.APPROVER})
"""The roles that decide about applications, and so about fines: they have nothing to do with cases."""

COUNTER = STAFF | DECIDERS | {Role.CARD_KEEPER}
"""The roles that work in an office with applications, the queue or cards."""

INCOMPATIBLE: dict[Role, frozenset[Role]] = {
    Role.RECEPTION: frozenset({Role.ADMINISTRATOR, Role.ANALYST}),
    Role.CASEWORKER: frozenset({Role.ADMINISTRATOR, Role.ANALYST, *DECIDERS, Role.CARD_KEEPER}),
    Role.SUPERVISOR: frozenset({Role.ADMINISTRATOR, Role.ANALYST, *DECIDERS, Role.CARD_KEEPER}),
    Role.PARTNER: frozenset({*DECIDERS, Role.CARD_KEEPER}),
    Role.ANALYST: COUNTER,
    Role.ADMINISTRATOR: COUNTER | {Role.CONFIDANT},
    Role.CONFIDANT: frozenset({Role.ADMINISTRATOR, *DECIDERS, Role.CARD_KEEPER}),
    Role.EVALUATOR: frozenset(Role) - {Role.RECEPTION, Role.EVALUATOR},
    Role.APPROVER: frozenset(Role) - {Role.RECEPTION, Role.APPROVER},
    Role.CARD_KEEPER: frozenset(Role) - {Role.RECEPTION, Role.CARD_KEEPER},
}
"""Whoever gives out access does not use it on files; whoever counts people does not know them; whoever evaluates an
application neither approves it nor makes its card, and knows no file of protection."""

LONGEST = timedelta(days=366)
INVITATION_LASTS = timedelta(hours=72)
SESSION_LASTS = timedelta(hours=8)
SESSION_IDLE = timedelta(minutes=45)
RECENT = timedelta(minutes=15)
SEEN_EVERY = timedelta(minutes=1)
"""How exactly we know when a session was last used: once a minute is one write a minute."""
SUBMISSIONS_KEPT = timedelta(days=7)
ANSWERS_KEPT = timedelta(hours=1)
"""How long the answer to a form can be gone back to."""
PUBLIC_ANSWERS_KEPT = timedelta(minutes=10)
"""The same on public pages, whose telephone somebody else may take up."""
ANSWERS_OF_A_SESSION = 20


class CannotGrant(RuleBroken):
    pass


class CannotManage(RuleBroken):
    pass


class CannotInvite(RuleBroken):
    pass


def check_not_oneself(*, user: object, by: object) -> None:
    if user == by:
        raise CannotManage(_("Nobody changes their own access. Ask another administrator."))


def check_is_active(*, is_active: bool) -> None:
    if not is_active:
        raise CannotManage(_("This account is suspended. Reactivate it first."))


def check_fits(role: Role, held: Iterable[Role]) -> None:
    clash = sorted(INCOMPATIBLE[role] & set(held))
    if clash:
        text = _("“%(role)s” and “%(other)s” cannot be held by the same person. End the other role first.")
        raise CannotGrant(text % {"role": role.label, "other": clash[0].label})


def check_until(*, ends_at: datetime, at: datetime) -> None:
    if ends_at <= at:
        raise CannotGrant(_("The role would end before it starts. Choose a later day."))
    if ends_at > at + LONGEST:
        raise CannotGrant(_("A role is given for twelve months at most. Choose an earlier day; it can be extended."))


def check_place(role: Role, *, is_own_institution: bool, has_office: bool, office_fits: bool) -> None:
    """`is_own_institution`: the organisation is MIGRACIONES or one of its units."""
    if role == Role.PARTNER and is_own_institution:
        raise CannotGrant(_("“Partner institution” is for people of other institutions. Choose another role."))
    if role == Role.CONFIDANT and not is_own_institution:
        raise CannotGrant(_("Sensitive reports are received by people of our own institution. Choose another role."))
    if role in COUNTER and not has_office:
        raise CannotGrant(_("“%(role)s” works in an office. Choose which.") % {"role": role.label})
    if has_office and not office_fits:
        raise CannotGrant(_("That office does not belong to this institution. Choose another one."))


def check_team(role: Role, *, has_team: bool, team_fits: bool) -> None:
    if has_team and role not in STAFF:
        raise CannotGrant(_("Only people who work with cases belong to a team. Leave the team empty."))
    if has_team and not team_fits:
        raise CannotGrant(_("That team belongs to another office. Choose a team of the same office."))


def check_reach(role: Role, reach: Reach, *, by_national: bool) -> None:
    if reach == Reach.OFFICE:
        return
    if role not in {Role.SUPERVISOR, Role.ADMINISTRATOR}:
        raise CannotGrant(_("Only a supervisor or an administrator reaches beyond the own office."))
    if not by_national:
        raise CannotGrant(_("Only a national administrator gives a role that reaches beyond the own office."))


def roles_to_offer(*, kinds: Iterable[bool], has_offices: bool) -> list[Role]:
    """The roles that have a place in one of these institutions. `kinds`: for each, whether it is our own."""
    places = [
        {"is_own_institution": is_own, "has_office": has_office, "office_fits": has_office}
        for is_own in set(kinds)
        for has_office in {False, has_offices}
    ]
    return [role for role in Role if any(_passes(check_place, role, **place) for place in places)]


def reaches_to_offer(roles: Iterable[Role], *, by_national: bool) -> list[Reach]:
    """The reaches that one of these roles can be given."""
    offered = list(roles)
    return [
        reach for reach in Reach if any(_passes(check_reach, role, reach, by_national=by_national) for role in offered)
    ]


def _passes(check: Callable[..., None], *values: object, **more: object) -> bool:
    try:
        check(*values, **more)
    except RuleBroken:
        return False
    return True


def check_may_suspend(*, is_active: bool) -> None:
    if not is_active:
        raise CannotManage(_("This account was suspended already."))


def check_may_reactivate(*, is_active: bool) -> None:
    if is_active:
        raise CannotManage(_("This account is active already."))


def check_role_is_current(*, ends_at: datetime, at: datetime) -> None:
    if ends_at <= at:
        raise CannotManage(_("This role has ended already. Give it anew."))


def check_may_invite(*, has_account: bool, is_invited: bool) -> None:
    if has_account:
        raise CannotInvite(_("There is an account with this e-mail address. Give it a role instead of inviting anew."))
    if is_invited:
        raise CannotInvite(_("This address was invited already. Withdraw that invitation before you send another one."))


def check_is_set_up(*, has_own_institution: bool) -> None:
    if not has_own_institution:
        raise CannotInvite(_("This installation has no institutions yet. Type:  ayni setup"))


def check_invitation(*, accepted: bool, revoked: bool, expires_at: datetime, at: datetime) -> None:
    if accepted or revoked or expires_at <= at:
        raise CannotInvite(_("This invitation is no longer good. Ask whoever invited you for a new one."))


def has_idled(*, seen_at: datetime, at: datetime) -> bool:
    return at - seen_at > SESSION_IDLE


def has_lasted(*, started_at: datetime, at: datetime) -> bool:
    return at - started_at > SESSION_LASTS


def is_recent(*, confirmed_at: datetime | None, at: datetime) -> bool:
    return confirmed_at is not None and at - confirmed_at <= RECENT


LONGEST_ABSENCE = timedelta(days=366)


class CannotBeAway(RuleBroken):
    pass


class CannotBreakGlass(RuleBroken):
    pass


def check_absence(*, starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= at or ends_at <= starts_at:
        raise CannotBeAway(_("The absence would be over before it begins. Choose a later last day."))
    if ends_at > starts_at + LONGEST_ABSENCE:
        raise CannotBeAway(_("That is more than a year. Choose an earlier last day, or hand the cases on."))


def check_may_record(*, is_own: bool, supervises: bool) -> None:
    if not is_own and not supervises:
        raise CannotBeAway(_("Absences are recorded by whoever is away, or by the supervisor of their office."))


def check_has_substitute(*, count: int) -> None:
    if not count:
        raise CannotBeAway(_("Choose who stands in: nothing may wait for somebody who is away."))


def check_not_twice(*, is_away: bool) -> None:
    if is_away:
        raise CannotBeAway(_("There is an absence in those days already. End that one first."))


def check_substitute(*, is_oneself: bool, works_there: bool, is_away: bool) -> None:
    if is_oneself or not works_there:
        raise CannotBeAway(_("Whoever stands in works with cases in the same office. Choose another colleague."))
    if is_away:
        raise CannotBeAway(_("Whoever stands in is away in those days too. Choose another colleague."))


def check_is_away(*, is_away: bool) -> None:
    if not is_away:
        raise CannotBeAway(_("There is no absence to end."))


MAY_BREAK = frozenset({Role.CASEWORKER, Role.SUPERVISOR})
LEAST_WORDS = 4


def check_may_break(held: Iterable[Role]) -> None:
    """One role that fits is not enough: none may be held that is incompatible with it."""
    roles = set(held)
    if not roles & MAY_BREAK or roles - STAFF:
        raise CannotBreakGlass(_("Your role does not allow this. Call the focal point."))


def check_glass_reason(why: str) -> None:
    if len(why.split()) < LEAST_WORDS:
        raise CannotBreakGlass(_("Write what happened and why it cannot wait, in a sentence. Its team reads it."))


def check_glass_is_broken(*, is_open: bool) -> None:
    if not is_open:
        raise CannotBreakGlass(_("This access is over already."))


def check_may_review_glass(*, is_own: bool, is_reviewed: bool) -> None:
    if is_own:
        raise CannotBreakGlass(_("Nobody reviews their own access. Another colleague of the team does."))
    if is_reviewed:
        raise CannotBreakGlass(_("A colleague was quicker: this access was reviewed already."))


def check_verdict(*, verdict: str, review: str) -> None:
    if not verdict or not review.strip():
        raise CannotBreakGlass(_("Say whether there was reason for it, and write why."))
