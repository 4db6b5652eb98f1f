"""Loading the reference data of `data/`: checked as a whole, written as a whole, or not at all."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from ayni.codelists import actions as codelists
from ayni.codelists import reference as codelists_reference
from ayni.codelists import tables
from ayni.codelists.actions import Change
from ayni.directory import actions as directory
from ayni.directory import reference as directory_reference
from ayni.feedback import actions as feedback
from ayni.feedback import reference as feedback_reference
from ayni.governance import actions as governance
from ayni.governance import queries as governance_queries
from ayni.governance import reference as governance_reference
from ayni.observatory import actions as observatory
from ayni.observatory import reference as observatory_reference
from ayni.outreach import actions as outreach
from ayni.outreach import reference as outreach_reference
from ayni.portal import reference as portal_reference
from ayni.procedures import actions as procedures
from ayni.procedures import reference as procedures_reference
from ayni.procedures import reference_lists as procedures_lists
from ayni.results import actions as results
from ayni.results import reference as results_reference

FILES = [
    *codelists_reference.FILES, *directory_reference.FILES, *governance_reference.FILES, *procedures_lists.ALL_FILES,
    *portal_reference.FILES,
    *feedback_reference.FILES, *outreach_reference.FILES, *results_reference.FILES,
    *observatory_reference.FILES,
]  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What a load did. Printed, it is one sentence."""

    changes: list[Change]
    unmatched: int

    @property
    def made(self) -> int:
        return sum(change.made for change in self.changes)

    @property
    def closed(self) -> int:
        return sum(change.closed for change in self.changes)

    @property
    def kept_by_hand(self) -> int:
        return sum(change.kept_by_hand for change in self.changes)

    def __bool__(self) -> bool:
        return any(self.changes)

    def __str__(self) -> str:
        said = f"Reference data: {self.made} rows made, {self.closed} closed." if self else "Reference data: unchanged."
        if self.kept_by_hand:
            said += f" {self.kept_by_hand} written by hand, left alone."
        return said


def load_all(folder: Path, *, on: date, at: datetime) -> Report:
    """Load `data/`. Raises `BrokenTables`, which names every place to mend, before anything is written."""
    read = tables.read(folder, FILES)
    procedures_reference.check(read)
    with transaction.atomic():
        governance.lock_reference()
        changes = [
            *codelists.load_lists(read, on=on),
            *directory.load_register(read, on=on),
            *governance.load_protocols(read, on=on, at=at, unmatched=procedures_reference.unmatched(read)),
            *procedures.load_catalogue(read, on=on),
            *(codelists.keep_versions(each.model, each.entries(read), on=on) for each in portal_reference.LISTINGS),
            *feedback.load_categories(read, on=on),
            *outreach.load_kinds(read, on=on),
            outreach.load_strategies(read, at=at),
            *results.load_results(read, on=on, at=at),
            observatory.load_studies(read, at=at),
        ]
        governance.record_load(changes, at=at)
        return Report(changes, governance_queries.unmatched().count())
