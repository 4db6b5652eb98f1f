"""What is asked on the pages of the directory."""

from .focal_points import AbsenceForm, FocalPointForm, ReachForm
from .institutions import FilterForm
from .locations import DecisionForm, InstitutionEntryForm, LocationForm, PointForm, districts
from .search import CountForm, MarkForm, SearchForm, StrengtheningForm
from .services import RECORD_FORMS, HoursForm, NoteForm, PlainForm, ServiceEntryForm, ServiceForm, record_data

__all__ = [
    "RECORD_FORMS", "AbsenceForm", "CountForm", "DecisionForm", "FilterForm", "FocalPointForm", "HoursForm",
    "InstitutionEntryForm", "LocationForm", "MarkForm", "NoteForm", "PlainForm", "PointForm", "ReachForm",
    "SearchForm", "ServiceEntryForm", "ServiceForm", "StrengtheningForm", "districts", "record_data",
]  # fmt: skip
