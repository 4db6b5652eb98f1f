"""The tables of a person's file: who they are, what they agreed to, who may see it, how they are found."""

from .compartments import Compartment, Sensitivity
from .consents import Basis, Consent, ConsentText, Purpose
from .drafts import Draft, ReadingPurpose
from .duplicates import FoundBy, Merge, OtherIdentity, PairStatus, PossibleDuplicate, Sweep
from .people import Birth, Person, PersonQuerySet
from .records import ContactPoint, IdentityDocument, MigratorySituation, Nationality, Relationship, Residence
from .search import NameLine, SearchKey

__all__ = [
    "Basis", "Birth", "Compartment", "Consent", "ConsentText", "ContactPoint", "Draft",
    "FoundBy", "IdentityDocument", "Merge", "MigratorySituation", "NameLine", "Nationality", "OtherIdentity",
    "PairStatus", "Person", "PersonQuerySet", "PossibleDuplicate", "Purpose", "ReadingPurpose", "Relationship",
    "Residence", "SearchKey", "Sensitivity", "Sweep",
]  # fmt: skip
