from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people import actions as people

from ..models import Case, Note, NoteDraft
from ..rules import cases as case_rules
from ..rules import plan as rules
from .locking import lock


@transaction.atomic
def write_note(*, case: Case, text: str, by: User, at: datetime) -> Note:
    """Write about a case, for everybody who may see it. The draft of it is gone."""
    case = lock(case)
    case_rules.check_is_open(case.status)
    people.check_may_keep(case.person)
    rules.check_has_words(text, _("Write the note first."))
    note = Note.objects.create(case=case, text=text, written_by=by, written_at=at)
    NoteDraft.objects.filter(case=case, author=by).delete()
    audit.record("note.written", subject=note, by=by, at=at, thread=case.pk)
    return note


@transaction.atomic
def save_draft(*, case: Case, text: str, by: User, at: datetime) -> None:
    """Keep what somebody is writing. Not in the trail: nothing has been said yet."""
    if text.strip():
        NoteDraft.objects.update_or_create(case=case, author=by, defaults={"text": text, "saved_at": at})
    else:
        NoteDraft.objects.filter(case=case, author=by).delete()
