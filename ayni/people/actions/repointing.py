"""How the tables of this app follow when two files become one, and when a person is erased. Apps above add theirs."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.people.hooks import Eraser, Repointer
from ayni.people.models import (
    Characteristic,
    Consent,
    Merge,
    MigratorySituation,
    Nationality,
    OtherIdentity,
    Person,
    PossibleDuplicate,
    Residence,
    Sweep,
)
from ayni.people.queries import words

from . import fitting


def _situation(row: MigratorySituation) -> str:
    return str(row.status.label_es)


def _residence(row: Residence) -> str:
    return " · ".join(filter(None, [words.territory(row.district) if row.district else "", row.address]))


def _consent(row: Consent) -> str:
    return " · ".join(filter(None, [row.get_purpose_display(), str(row.organisation or "")]))


def _characteristic(row: Characteristic) -> str:
    return row.get_kind_display()


def _nationality(row: Nationality) -> str:
    return str(row.country.label_es)


REPOINTERS = (
    Repointer(
        "people.Nationality", "person", fitting.settle_nationalities, name=_("Nationalities"), describe=_nationality
    ),
    Repointer(
        "people.IdentityDocument", "person", fitting.settle_documents, name=_("Documents"), describe=words.document
    ),
    Repointer(
        "people.MigratorySituation", "person", fitting.settle_situations, name=_("Situations"), describe=_situation
    ),
    Repointer("people.ContactPoint", "person", name=_("Contacts"), describe=words.contact),
    Repointer("people.Residence", "person", fitting.settle_residences, name=_("Residences"), describe=_residence),
    Repointer("people.Consent", "person", fitting.settle_consents, name=_("Consents"), describe=_consent),
    Repointer(
        "people.Characteristic",
        "person",
        fitting.settle_characteristics,
        name=_("Other data"),
        describe=_characteristic,
    ),
    Repointer("people.IdentityChange", "person", fitting.settle_identity_changes, asks=False),
    Repointer("people.Compartment", "person", follows=lambda row: str(row.reason)),
    Repointer("people.Draft", "person", fitting.settle_drafts, asks=False),
    Repointer("people.OtherIdentity", "person", asks=False),
    Repointer("people.Merge", "kept", asks=False),
    Repointer(
        "people.PossibleDuplicate",
        "one",
        fitting.settle_pairs,
        moves=False,
        restore=fitting.restore_pairs,
        asks=False,
    ),
    Repointer("people.PossibleDuplicate", "other", moves=False, asks=False),
    Repointer("people.NameLine", "person", moves=False, asks=False),
)


def _forget_merges(person: Person, at: datetime) -> int:
    return Merge.objects.filter(kept=person).update(snapshot={})


def _forget_identities(person: Person, at: datetime) -> int:
    return OtherIdentity.objects.filter(person=person).delete()[0]


def _forget_pairs(person: Person, at: datetime) -> int:
    return PossibleDuplicate.objects.filter(Q(one=person) | Q(other=person)).delete()[0]


def _forget_held(person: Person, at: datetime) -> int:
    """A review that stopped holds why two files look alike: that may name names."""
    emptied = 0
    for sweep in Sweep.objects.filter(state=Sweep.State.STOPPED).order_by("pk"):
        left: list[Any] = [held for held in sweep.held if str(person.pk) not in held[:2]]
        emptied += len(sweep.held) - len(left)
        sweep.held = left
        sweep.save(update_fields=["held"])
    return emptied


ERASERS = (
    Eraser("people.OtherIdentity", _forget_identities),
    Eraser(
        "people.Merge", _forget_merges, keeps=_("That two files became one, by whom and when, without what they said.")
    ),
    Eraser("people.PossibleDuplicate", _forget_pairs),
    Eraser("people.Sweep", _forget_held),
)
