"""The tables of a person's file: who they are, what they agreed to, who may see it, how they are found."""

from .compartments import Compartment, Sensitivity
from .consents import Basis, Consent, ConsentText, Purpose
from .drafts import Draft, ReadingPurpose
from .people import Birth, Person, PersonQuerySet
from .records import ContactPoint, IdentityDocument, MigratorySituation, Nationality, Relationship, Residence
from .retention import Ending, RetentionRule, RetentionRun
from .rights import Erasure, Ground, Handover, IdentityCheck, LegalHold, Recipient
from .search import NameLine, SearchKey

__all__ = [
    "Basis", "Birth", "Compartment", "Consent", "ConsentText", "ContactPoint", "Draft", "Ending", "Erasure", "Ground",
    "Handover", "IdentityCheck", "IdentityDocument", "LegalHold", "MigratorySituation", "NameLine", "Nationality",
    "Person", "PersonQuerySet", "Purpose", "ReadingPurpose", "Recipient", "Relationship", "Residence", "RetentionRule",
    "RetentionRun", "SearchKey", "Sensitivity",
]  # fmt: skip
