"""Forms of people."""

from .characteristics import CharacteristicForm, EndForm, NationalityForm
from .consents import ConfirmForm, GiveForm, PurposeForm
from .edit import (
    ContactForm,
    DocumentForm,
    IdentityForm,
    PlaceForm,
    ReadingForm,
    RelativeForm,
    SituationForm,
)
from .lists import find_districts
from .register import MOST_ROWS, ROWS, RegisterForm
from .told import TellingForm

__all__ = [
    "MOST_ROWS", "ROWS", "CharacteristicForm", "ConfirmForm", "ContactForm", "DocumentForm", "EndForm",
    "GiveForm", "IdentityForm", "NationalityForm", "PlaceForm", "PurposeForm", "ReadingForm", "RegisterForm",
    "RelativeForm", "SituationForm", "TellingForm", "find_districts",
]  # fmt: skip
