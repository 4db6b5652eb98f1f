"""What somebody is telling us, kept question by question until they send it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.files import actions as files
from ayni.files.models import StoredFile
from ayni.files.preparing import Drawn
from ayni.procedures.models import Station
from ayni.referrals.queries import token_hash

from .. import rules
from ..models import Draft, Receipt
from .receiving import Teller, Told, receive


@transaction.atomic
def begin(*, station: Station | None, at: datetime) -> tuple[Draft, str]:
    """It, and the secret that the browser keeps."""
    secret = secrets.token_urlsafe(32)
    draft = Draft.objects.create(browser_hash=token_hash("browser", secret), station=station, begun_at=at, saved_at=at)
    return draft, secret


@transaction.atomic
def keep_answer(*, draft: Draft, said: Mapping[str, list[str]], at: datetime) -> Draft:
    """What is empty in it takes back what was there."""
    draft = _lock(draft)
    draft.answers = {name: values for name, values in {**draft.answers, **said}.items() if values}
    draft.saved_at = at
    draft.save(update_fields=["answers", "saved_at"])
    return draft


@transaction.atomic
def keep_files(
    *, draft: Draft, voice: Drawn | None, picture: Drawn | None, without: frozenset[str] = frozenset(), at: datetime
) -> Draft:
    """A voice note or a picture instead of the one before; `without`: which are taken out."""
    draft = _lock(draft)
    new = {"voice": voice, "picture": picture}
    for name, drawn in new.items():
        former: StoredFile | None = getattr(draft, name)
        if drawn is None and name not in without:
            continue
        setattr(draft, name, files.keep(drawn=drawn, by=None, at=at) if drawn else None)
        draft.saved_at = at
        draft.save(update_fields=[name, "saved_at"])
        if former is not None:
            files.let_go(file=former)
    return draft


@transaction.atomic
def send(*, draft: Draft, told: Told, teller: Teller, submission: UUID | None, at: datetime) -> tuple[Receipt, str]:
    """It is told: the draft is gone, its files are those of the report."""
    draft = _lock(draft)
    sent = receive(told=told, teller=teller, submission=submission, at=at)
    forget(draft=draft)
    return sent


@transaction.atomic
def forget(*, draft: Draft) -> None:
    held = [file for file in (draft.voice, draft.picture) if file is not None]
    Draft.objects.filter(pk=draft.pk).delete()
    for file in held:
        files.let_go(file=file)


def _lock(draft: Draft) -> Draft:
    rows = Draft.objects.select_related("station__office", "voice", "picture").select_for_update(of=("self",))
    found = rows.filter(pk=draft.pk).first()
    if found is None:
        raise rules.CannotTell(_("What you wrote was sent already, or is too old. Begin again."))
    return found
