"""What happens to applications when two files become one."""

from datetime import datetime

from ayni.people.models import Person

from ..models import OPEN_STATES, Application, State


def settle_applications(kept: Person, absorbed: Person, at: datetime) -> None:
    """Nobody has two open applications for one thing: the one that was submitted first goes on, the other one counts as
    withdrawn. The snapshot of the merge has it as it was."""
    open_ones = Application.objects.filter(person__in=[kept, absorbed], state__in=OPEN_STATES).select_for_update()
    first: dict[int, Application] = {}
    for application in sorted(open_ones, key=lambda a: (a.submitted_at is None, a.submitted_at or a.begun_at, a.pk)):
        if first.setdefault(application.procedure_id, application) is not application:
            Application.objects.filter(pk=application.pk).update(state=State.WITHDRAWN)
