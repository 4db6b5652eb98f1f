"""What leaves a file into the hands of the person, each time with a line in the trail and a proof."""

import secrets
from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people.models import Handover, Person, Recipient
from ayni.people.rules import handing as rules


@transaction.atomic
def print_readers(*, person: Person, by: User, at: datetime) -> Handover:
    """The report of who saw the file goes out on paper, and is itself a reading."""
    made = _made(person, Handover.Kind.READERS, recipient=Recipient.PERSON, identity="", by=by, at=at)
    audit.record("readers.printed", subject=made, by=by, at=at, thread=person.pk)
    return made


@transaction.atomic
def hand_over(*, person: Person, recipient: str, identity: str, by: User, at: datetime) -> Handover:
    """A copy of the person's own data may be made for an hour, for somebody whose identity was checked."""
    rules.check_identity(recipient=recipient, identity=identity)
    made = _made(person, Handover.Kind.OWN_DATA, recipient=recipient, identity=identity, by=by, at=at)
    audit.record(
        "own_data.handed_over", subject=made, by=by, at=at, thread=person.pk, recipient=recipient, identity=identity
    )
    return made


def record_download(*, handover: Handover, kind: str, by: User, at: datetime) -> None:
    """The copy was made as a file, of this kind."""
    audit.record("own_data.downloaded", subject=handover, by=by, at=at, thread=handover.person_id, kind=kind)


def _made(person: Person, kind: str, *, recipient: str, identity: str, by: User, at: datetime) -> Handover:
    return Handover.objects.create(
        person=person, kind=kind, recipient=recipient, identity=identity, proof=secrets.token_urlsafe(16), made_by=by,
        made_at=at,
    )  # fmt: skip
