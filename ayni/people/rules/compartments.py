from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken


class NobodyCouldSee(RuleBroken):
    pass


def check_somebody_can_see(*, is_restricted: bool, has_team: bool, has_assignee: bool) -> None:
    """A restricted file is seen by its team and assignee only: without them it would be lost."""
    if is_restricted and not (has_team or has_assignee):
        raise NobodyCouldSee(_("A restricted file needs a team or somebody in charge. Choose one first."))
