"""What is asked on the pages of the directory."""

from .agreements import AgreementForm, RenewForm
from .focal_points import AbsenceForm, FocalPointForm, ReachForm
from .hours import OfficeHoursForm
from .institutions import FilterForm
from .local_governments import EngagementForm
from .locations import DecisionForm, InstitutionEntryForm, LocationForm, PointForm, districts
from .search import CountForm, MarkForm, SearchForm, StrengtheningForm
from .services import RECORD_FORMS, ElseForm, HoursForm, NoteForm, PlainForm, ServiceEntryForm, ServiceForm, record_data
from .sharing import SharingForm

__all__ = [
    "AbsenceForm", "AgreementForm", "CountForm", "DecisionForm", "ElseForm", "EngagementForm", "FilterForm",
    "FocalPointForm", "HoursForm", "InstitutionEntryForm", "LocationForm", "MarkForm", "NoteForm", "OfficeHoursForm",
    "PlainForm", "PointForm", "RECORD_FORMS", "ReachForm", "RenewForm", "SearchForm", "ServiceEntryForm",
    "ServiceForm", "SharingForm", "StrengtheningForm", "districts", "record_data",
]  # fmt: skip
