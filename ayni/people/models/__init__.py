"""The tables of a person's file: who they are, what they agreed to, who may see it, how they are found."""

from .compartments import Compartment, Sensitivity
from .consents import Basis, Consent, ConsentText, Purpose
from .drafts import Draft, ReadingPurpose
from .families import EndReason, HowKnown, Relationship
from .households import Household, HouseholdMember
from .people import Birth, Person, PersonQuerySet
from .records import ContactPoint, IdentityDocument, MigratorySituation, Nationality, Residence
from .search import NameLine, SearchKey

__all__ = [
    "Basis", "Birth", "Compartment", "Consent", "ConsentText", "ContactPoint", "Draft", "EndReason",
    "Household", "HouseholdMember", "HowKnown", "IdentityDocument", "MigratorySituation", "NameLine", "Nationality",
    "Person", "PersonQuerySet", "Purpose", "ReadingPurpose", "Relationship", "Residence", "SearchKey", "Sensitivity",
]  # fmt: skip
