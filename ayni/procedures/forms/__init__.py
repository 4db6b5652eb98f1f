"""What is asked at the front desk."""

from .queue import AppointmentTypedForm, ArriveForm, KioskForm, ScreenForm, SeriesForm, TransferForm, WalkInForm

__all__ = [
    "AppointmentTypedForm", "ArriveForm", "KioskForm", "ScreenForm", "SeriesForm", "TransferForm", "WalkInForm",
]  # fmt: skip
