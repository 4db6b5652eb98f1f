"""The tables of a person's file: who they are, what they agreed to, who may see it, how they are found."""

from .characteristics import ONE_AT_A_TIME, Characteristic, IdentityChange, Kind
from .compartments import Compartment, Sensitivity
from .consents import Basis, Consent, ConsentText, Purpose
from .drafts import Draft, ReadingPurpose
from .families import EndReason, HowKnown, Relationship
from .households import Household, HouseholdMember
from .people import Birth, Person, PersonQuerySet
from .records import ContactPoint, IdentityDocument, MigratorySituation, Nationality, Residence
from .search import NameLine, SearchKey
from .sources import Confidence, Source, Sourced, Spell

__all__ = [
    "ONE_AT_A_TIME", "Basis", "Birth", "Characteristic", "Compartment", "Confidence", "Consent", "ConsentText",
    "ContactPoint", "Draft", "EndReason", "Household", "HouseholdMember", "HowKnown", "IdentityChange",
    "IdentityDocument", "Kind", "MigratorySituation", "NameLine", "Nationality", "Person", "PersonQuerySet",
    "Purpose", "ReadingPurpose", "Relationship", "Residence", "SearchKey", "Sensitivity", "Source", "Sourced",
    "Spell",
]  # fmt: skip
