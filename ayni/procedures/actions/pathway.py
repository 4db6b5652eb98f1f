"""After an approval the way into services opens: steps of integration in the plan of the person's case, if there is
one that is open; else they stand on the application, for whoever hands over the result."""

from datetime import datetime

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.cases import actions as cases
from ayni.lib.errors import RuleBroken

from .. import queries, rules
from ..models import Application


def open_pathway(application: Application, *, by: User, at: datetime) -> int:
    """How many tasks were added to the case that asked for it."""
    case = queries.open_case_of(application)
    if case is None:
        return 0
    ours = case.office.organisation
    try:
        for step in rules.PATHWAY:
            cases.add_task(case=case, title=str(step.label), organisation=ours, due_at=None, by=by, at=at)
    except RuleBroken:
        # Such as a consent that was taken back: that keeps nobody from getting what they have a right to.
        return 0
    tasks = len(rules.PATHWAY)
    audit.record(
        "application.pathway_opened", subject=application, by=by, at=at, thread=application.person_id, tasks=tasks
    )
    return tasks
