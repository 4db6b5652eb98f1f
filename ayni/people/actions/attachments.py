"""Photos and scans: added, replaced, taken out; and what becomes of them when files are merged or erased."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.files import actions as files
from ayni.files.models import StoredFile
from ayni.people.models import Attachment, IdentityDocument, Person
from ayni.people.rules import attachments as rules
from ayni.people.rules import editing
from ayni.people.rules.attachments import NewAttachment

from .editing import verify_document
from .keeping import check_may_keep


@transaction.atomic
def attach(*, person: Person, new: NewAttachment, by: User | None, at: datetime) -> Attachment:
    """Put a photo or a paper into the file. It takes the place of the photo, or of the side, that was there before.

    What was uploaded was drawn anew before (`files.preparing.prepare`): that takes a second, and nobody waits for it.
    `by` nobody: the person sent it.
    """
    person = _locked(person)
    check_may_keep(person)
    rules.check_place(kind=new.kind, has_document=new.document is not None, side=new.side)
    rules.check_taken(taken_on=new.taken_on, today=localdate(at))
    if new.document:
        _check_document(person, new.document)
    current = person.attachments.filter(ended_at__isnull=True)
    replaced = list(_in_its_place(current, new))
    rules.check_room(current=current.count() - len(replaced))
    for earlier in replaced:
        _end(earlier, Attachment.Reason.REPLACED, by, at)
    file = files.keep(drawn=new.drawn, by=by, at=at)
    added = Attachment.objects.create(
        person=person,
        kind=new.kind,
        file=file,
        document=new.document,
        side=new.side,
        taken_on=new.taken_on,
        added_by=by,
        added_at=at,
    )
    told: dict[str, Any] = {"kind": new.kind, "document": new.document.pk if new.document else None, "side": new.side}
    replaces = [str(earlier.pk) for earlier in replaced]
    audit.record(
        "attachment.added", subject=added, by=by or audit.SYSTEM, at=at, thread=person.pk, pages=file.pages,
        replaces=replaces, **told,
    )  # fmt: skip
    if by and new.document and new.original_seen and not new.document.is_verified:
        verify_document(document=new.document, by=by, at=at)
    return added


@transaction.atomic
def remove_attachment(*, attachment: Attachment, reason: str, by: User, at: datetime) -> Attachment:
    """Take it out of the file. What is of somebody else, or what the person wants gone, is deleted from the disk."""
    # No consent is asked for here: showing less of a person never waits for paper.
    person = _locked(attachment.person)
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk, person=person)
    rules.check_reason(reason=reason)
    editing.check_not_ended(has_ended=attachment.ended_at is not None)
    _end(attachment, reason, by, at)
    return attachment


def _end(attachment: Attachment, reason: str, by: User | None, at: datetime) -> None:
    attachment.ended_at, attachment.reason = at, reason
    gone, goes = attachment.file, reason in rules.PICTURE_GOES
    if goes:
        attachment.file = None
    attachment.save(update_fields=["ended_at", "reason", "file"])
    if goes:
        _let_go([gone])
    verb = "attachment.replaced" if reason == Attachment.Reason.REPLACED else "attachment.removed"
    by_whom = by or audit.SYSTEM
    audit.record(verb, subject=attachment, by=by_whom, at=at, thread=attachment.person_id, reason=reason, deleted=goes)


def _in_its_place(current: QuerySet[Attachment], new: NewAttachment) -> QuerySet[Attachment]:
    if new.kind == Attachment.Kind.PHOTO:
        return current.filter(kind=Attachment.Kind.PHOTO)
    if new.side in rules.ONE_EACH:
        return current.filter(document=new.document, side=new.side)
    return current.none()


def _check_document(person: Person, document: IdentityDocument) -> None:
    document = IdentityDocument.objects.select_related("type").get(pk=document.pk)
    rules.check_document(
        type_code=document.type.code,
        has_ended=document.ended_at is not None,
        is_of_person=document.person_id == person.pk,
    )


def settle_attachments(kept: Person, absorbed: Person, at: datetime) -> None:
    """Of two current photos the kept person's stays; the other goes along as an earlier one. For `hooks.REPOINTERS`."""
    photos = Attachment.objects.filter(kind=Attachment.Kind.PHOTO, ended_at__isnull=True)
    if photos.filter(person=kept).exists():
        photos.filter(person=absorbed).update(ended_at=at, reason=Attachment.Reason.MERGED)


@transaction.atomic
def erase_attachments(person: Person, at: datetime) -> int:
    """All of them, and their content where nobody else refers to it. For `hooks.ERASERS`."""
    rows = person.attachments.select_related("file").order_by("pk")
    held = [row.file for row in rows]
    count, _by_model = person.attachments.all().delete()
    _let_go(held)
    return count


def _let_go(held: Iterable[StoredFile | None]) -> None:
    for file in {file.pk: file for file in held if file}.values():
        files.let_go(file=file)


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
