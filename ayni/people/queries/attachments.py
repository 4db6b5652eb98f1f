"""The photos and papers of a person, in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from ayni.people.models import Attachment, Person, ReadingPurpose
from ayni.people.rules.attachments import PICTURE_GOES

EARLIER = 50
READING_PURPOSES = "reading_purposes"
"""In the session: why this user reads which file, where it is not to attend to the person."""


@dataclass(frozen=True)
class Shown:
    """One of them, as pages show it. `words` is also what stands for the picture: no name, no number."""

    attachment: Attachment
    words: str

    @property
    def pages(self) -> int:
        return self.attachment.file.pages if self.attachment.file else 0

    @property
    def is_photo(self) -> bool:
        return self.attachment.kind == Attachment.Kind.PHOTO

    @property
    def why_ended(self) -> str:
        return str(Attachment.Reason(self.attachment.reason).label) if self.attachment.reason else ""

    @property
    def was_deleted(self) -> bool:
        return self.attachment.file_id is None or self.attachment.reason in PICTURE_GOES


def of_person(person: Person) -> QuerySet[Attachment]:
    """For a door: the attachment of another person is not in here, whatever its id."""
    return Attachment.objects.filter(person=person).select_related("file", "document__type", "added_by")


def attachments_of(people: Collection[Person]) -> QuerySet[Attachment]:
    """Those that are current, to be read with other tables; `current_attachments` puts each person's in order."""
    rows = Attachment.objects.filter(person__in=people, ended_at__isnull=True)
    return rows.select_related("file", "document__type").order_by("added_at", "pk")


def with_earlier(rows: Iterable[Attachment]) -> tuple[list[Shown], list[Shown]]:
    """Those that are current: the photo, then the scans document by document, then other papers; and those that were
    taken out or replaced, the last first."""
    ended = [row for row in rows if row.ended_at]
    ended.sort(key=lambda row: row.ended_at or row.added_at, reverse=True)
    return current_attachments(rows), [shown(row) for row in ended[:EARLIER]]


def current_attachments(rows: Iterable[Attachment]) -> list[Shown]:
    kinds, sides = Attachment.Kind.values, ["", *Attachment.Side.values]

    def place(row: Attachment) -> tuple[int, int, int]:
        return kinds.index(row.kind), row.document_id or 0, sides.index(row.side)

    return [shown(row) for row in sorted((row for row in rows if row.ended_at is None), key=place)]


def by_document(rows: Iterable[Shown]) -> dict[int, list[Shown]]:
    """The scans, by the document they are of."""
    found: dict[int, list[Shown]] = defaultdict(list)
    for row in rows:
        if row.attachment.document_id:
            found[row.attachment.document_id].append(row)
    return dict(found)


def photo_of(person: str = "pk") -> Subquery:
    """The id of the current photo, to be annotated to a query of people."""
    current = Attachment.objects.filter(person=OuterRef(person), kind=Attachment.Kind.PHOTO, ended_at__isnull=True)
    return Subquery(current.values("pk")[:1])


def current_photo(person: Person) -> UUID | None:
    rows = Attachment.objects.filter(person=person, kind=Attachment.Kind.PHOTO, ended_at__isnull=True)
    return rows.order_by("pk").values_list("pk", flat=True).first()


def reading_purpose(session: Mapping[str, Any], person_id: UUID) -> str:
    purposes: dict[str, str] = session.get(READING_PURPOSES, {})
    return purposes.get(str(person_id), ReadingPurpose.ATTENTION)


def shown(row: Attachment) -> Shown:
    if row.kind == Attachment.Kind.PHOTO:
        return Shown(row, _("Photo of the person"))
    if row.document is None:
        return Shown(row, _("Another paper"))
    return Shown(row, f"{row.document.type.label_es}: {row.get_side_display().lower()}")
