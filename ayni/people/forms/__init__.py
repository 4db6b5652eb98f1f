"""Forms of people."""

from .attachments import PhotoForm, RemovalForm, ScanForm
from .characteristics import CharacteristicForm, EndForm, NationalityForm
from .consents import ConfirmForm, GiveForm, PurposeForm
from .edit import ContactForm, DocumentForm, IdentityForm, PlaceForm, ReadingForm, SituationForm
from .families import CorrectRelativeForm, EndRelativeForm, FamilyForm, IdentifyForm, RelativeForm
from .households import EndHouseholdForm, JoinForm, LeaveForm, MoveForm
from .lists import find_districts
from .register import MOST_ROWS, ROWS, RegisterForm
from .told import TellingForm

__all__ = [
    "CharacteristicForm", "ConfirmForm", "ContactForm", "CorrectRelativeForm", "DocumentForm", "EndForm",
    "EndHouseholdForm", "EndRelativeForm", "FamilyForm", "GiveForm", "IdentifyForm", "IdentityForm", "JoinForm",
    "LeaveForm", "MOST_ROWS", "MoveForm", "NationalityForm", "PhotoForm", "PlaceForm", "PurposeForm", "ROWS",
    "ReadingForm", "RegisterForm", "RelativeForm", "RemovalForm", "ScanForm", "SituationForm", "TellingForm",
    "find_districts",
]  # fmt: skip
