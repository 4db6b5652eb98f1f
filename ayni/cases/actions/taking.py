"""A case that a list brings along."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.lib.names import plain
from ayni.people import actions as people
from ayni.people.hooks import Made
from ayni.people.models import Person, Sensitivity

from ..models import Case, Note, Stage
from ..queries import taking as queries
from ..rules.cases import sensitivity_of
from ..rules.screening import URGENCY_OF
from .life import open_case
from .notes import write_note
from .plan import add_task

_BETWEEN = re.compile(r"\s*[;\n|]\s*")
LONGEST_TITLE = 300


@transaction.atomic
def take_case(person: Person, values: Mapping[str, str], office: Office, by: User, at: datetime) -> list[Made]:
    """Open the case with the protocols in force, and its own open steps and note with it. If the person has an open
    case of that profile already, the note goes there: a list that comes twice opens no second case."""
    profile = queries.profile_named(values.get("case_profile", ""))
    if profile is None:
        return []
    made: list[Made] = []
    owner = queries.owner_named(values.get("case_owner", ""), office) or by
    case = Case.objects.open().filter(person=person, profiles__profile__code=profile.code).order_by("pk").first()
    if case is None:
        restricted = sensitivity_of([profile.sensitivity]) == Sensitivity.RESTRICTED
        urgency = URGENCY_OF.get(profile.default_urgency, "ORDINARY")
        case = open_case(
            person=person, screening=None, profiles=[profile], main=profile, urgency=urgency, stage=Stage.STAY,
            wishes="", team=queries.team_of(owner, office) if restricted else None, caseworker=owner, by=by, at=at,
        )  # fmt: skip
        _add_steps(case, values.get("case_steps", ""), by, at)
        made.append((Case._meta.label, str(case.pk)))
    if note := _note(values):
        written = write_note(case=case, text=note, by=by, at=at)
        # With a case that is taken out again its notes go by themselves.
        made += [] if made else [(Note._meta.label, str(written.pk))]
    return made


@transaction.atomic
def undo_taking(made: Sequence[Made], by: User, at: datetime) -> None:
    """Take out what a list opened or wrote. That nothing was built on it was asked before; what happened stays in the
    trail."""
    cases = [pk for label, pk in made if label == Case._meta.label]
    for case in Case.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk"):
        people.lift_compartment(reason=case.pk, by=by, at=at)
        audit.record("case.import_undone", subject=case, by=by, at=at, thread=case.pk)
        case.delete()
    Note.objects.filter(pk__in=[pk for label, pk in made if label == Note._meta.label]).delete()


def _add_steps(case: Case, text: str, by: User, at: datetime) -> None:
    """Each that is not a step of the protocol anyway."""
    laid = {plain(task.title) for task in case.tasks.select_related("step").order_by("order")}
    for title in filter(None, _BETWEEN.split(text)):
        if plain(title) not in laid and by.organisation is not None:
            add_task(case=case, title=title[:LONGEST_TITLE], organisation=by.organisation, due_at=None, by=by, at=at)


def _note(values: Mapping[str, str]) -> str:
    """What was written, and what the case was elsewhere."""
    told = [values.get("case_note", "")]
    if number := values.get("case_number"):
        told.append(_("Number of the case in the list of origin: %(number)s") % {"number": number})
    if day := values.get("case_opened_on"):
        told.append(_("Opened there on: %(day)s") % {"day": day})
    return "\n".join(filter(None, told))
