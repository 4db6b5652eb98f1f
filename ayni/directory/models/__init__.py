"""The tables of the directory: what the register says, what is offered where and when, who answers, who verified it."""

from .agreements import Agreement, AgreementQuerySet, AgreementState
from .entries import Entry, How, InstitutionEntry
from .focal_points import Absence, FocalPoint, FocalPointQuerySet, Rank
from .freshness import EntryKind, EntryLink, FreshnessLimit, Proposal
from .hours import OfficeHours
from .local_governments import Engagement, EngagementKind, Stage
from .locations import Location, PointKind, ServiceAtLocation
from .records import Record
from .register import Kind, Level, RegisterEntry
from .schedules import Schedule
from .services import Admits, NationalityVariable, Population, Service, ServiceTerm, Standing, Taxonomy
from .sharing import DataKind, DataSharing
from .territory import MarkKind, MigrantCount, Strengthening, TerritoryMark

__all__ = [
    "Absence", "Admits", "Agreement", "AgreementQuerySet", "AgreementState", "Entry", "EntryKind", "EntryLink",
    "FocalPoint", "FocalPointQuerySet", "FreshnessLimit", "How", "InstitutionEntry", "Kind", "Level", "Location",
    "MarkKind", "MigrantCount", "NationalityVariable", "OfficeHours", "PointKind", "Population", "Proposal", "Rank",
    "Record", "RegisterEntry", "Schedule", "Service", "ServiceAtLocation", "ServiceTerm", "Standing", "Engagement",
    "DataKind", "DataSharing", "EngagementKind", "Stage", "Strengthening", "Taxonomy", "TerritoryMark",
]  # fmt: skip
