"""What becomes of rows of lists when a file is erased."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ayni.people.models import ExternalId, ImportBatch, Person, StagedRow

from .rows import count


def erase_rows(person: Person, at: datetime) -> int:
    """What lists said of this person goes, and so does what is still thought to be them. The name of a list may name
    somebody: it goes with the row."""
    rows = StagedRow.objects.filter(Q(person=person) | Q(match=person))
    gone: dict[UUID, Counter[str]] = {}
    for pk, state in rows.order_by().values_list("batch_id", "state"):
        gone.setdefault(pk, Counter())[state] += 1
    for batch in ImportBatch.objects.select_for_update(of=("self",)).filter(pk__in=list(gone)).order_by("pk"):
        count(batch, gone=list(gone[batch.pk].elements()), come=[])
        batch.file_name = ""
        batch.save(update_fields=["counts", "file_name"])
    return rows.delete()[0]


def erase_numbers(person: Person, at: datetime) -> int:
    return ExternalId.objects.filter(person=person).delete()[0]
