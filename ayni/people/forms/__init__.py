"""Forms of people."""

from .attachments import PhotoForm, RemovalForm, ScanForm
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

__all__ = [
    "MOST_ROWS", "ROWS", "ConfirmForm", "ContactForm", "DocumentForm", "GiveForm", "IdentityForm", "PlaceForm",
    "PurposeForm", "ReadingForm", "RegisterForm", "RelativeForm", "SituationForm", "find_districts",
    "PhotoForm", "RemovalForm", "ScanForm",
]  # fmt: skip
