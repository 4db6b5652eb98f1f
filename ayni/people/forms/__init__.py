"""Forms of people."""

from .consents import ConfirmForm, GiveForm, PurposeForm
from .edit import (
    ContactForm,
    DocumentForm,
    IdentityForm,
    PlaceForm,
    ReadingForm,
    SituationForm,
)
from .families import CorrectRelativeForm, EndRelativeForm, FamilyForm, IdentifyForm, RelativeForm
from .households import EndHouseholdForm, JoinForm, LeaveForm, MoveForm
from .lists import find_districts
from .register import MOST_ROWS, ROWS, RegisterForm

__all__ = [
    "MOST_ROWS", "ROWS", "ConfirmForm", "ContactForm", "CorrectRelativeForm", "DocumentForm", "EndHouseholdForm",
    "EndRelativeForm", "FamilyForm", "GiveForm", "IdentifyForm", "IdentityForm", "JoinForm", "LeaveForm", "MoveForm",
    "PlaceForm", "PurposeForm", "ReadingForm", "RegisterForm", "RelativeForm", "SituationForm", "find_districts",
]  # fmt: skip
