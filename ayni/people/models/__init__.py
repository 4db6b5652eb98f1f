"""The tables of a person's file: who they are, what they agreed to, who may see it, how they are found."""

from .attachments import Attachment
from .compartments import Compartment, Sensitivity
from .consents import Basis, Consent, ConsentText, Purpose
from .drafts import Draft, ReadingPurpose
from .people import Birth, Person, PersonQuerySet
from .records import ContactPoint, IdentityDocument, MigratorySituation, Nationality, Relationship, Residence
from .search import NameLine, SearchKey

__all__ = [
    "Attachment", "Basis", "Birth", "Compartment", "Consent", "ConsentText", "ContactPoint", "Draft",
    "IdentityDocument", "MigratorySituation", "NameLine", "Nationality", "Person", "PersonQuerySet", "Purpose",
    "ReadingPurpose", "Relationship", "Residence", "SearchKey", "Sensitivity",
]  # fmt: skip
