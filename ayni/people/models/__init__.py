"""The tables of a person's file: who they are, what they agreed to, who may see it, how they are found."""

from .attachments import Attachment
from .breaches import Breach
from .characteristics import ONE_AT_A_TIME, Characteristic, IdentityChange, Kind
from .compartments import Compartment, Sensitivity
from .consents import Basis, Consent, ConsentText, Purpose, Section
from .drafts import Draft, ReadingPurpose
from .duplicates import FoundBy, Merge, OtherIdentity, PairStatus, PossibleDuplicate, Sweep
from .families import EndReason, HowKnown, Relationship
from .households import Household, HouseholdMember
from .imports import BatchState, ExternalId, ImportBatch, ImportMapping, RowState, StagedRow
from .people import Birth, Person, PersonQuerySet
from .records import ContactPoint, IdentityDocument, MigratorySituation, Nationality, Residence
from .retention import Ending, RetentionRule, RetentionRun
from .rights import Erasure, Ground, Handover, IdentityCheck, LegalHold, Recipient
from .search import NameLine, SearchKey
from .sources import Confidence, Source, Sourced, Spell

__all__ = [
    "Attachment", "Basis", "BatchState", "Birth", "Breach", "Characteristic", "Compartment", "Confidence",
    "Consent", "ConsentText", "ContactPoint", "Draft", "EndReason", "Ending", "Erasure", "ExternalId", "FoundBy",
    "Ground", "Handover", "Household", "HouseholdMember", "HowKnown", "IdentityChange", "IdentityCheck",
    "IdentityDocument", "ImportBatch", "ImportMapping", "Kind", "LegalHold", "Merge", "MigratorySituation",
    "NameLine", "Nationality", "ONE_AT_A_TIME", "OtherIdentity", "PairStatus", "Person", "PersonQuerySet",
    "PossibleDuplicate", "Purpose", "ReadingPurpose", "Recipient", "Relationship", "Residence", "RetentionRule",
    "RetentionRun", "RowState", "SearchKey", "Section", "Sensitivity", "Source", "Sourced", "Spell", "StagedRow",
    "Sweep",
]  # fmt: skip
