"""The tables of the directory: what the register says, what is offered, who answers where."""

from .agreements import Agreement, AgreementQuerySet, AgreementState
from .focal_points import Absence, FocalPoint, FocalPointQuerySet, Rank
from .hours import OfficeHours
from .register import Kind, Level, RegisterEntry
from .services import Service

__all__ = [
    "Absence", "Agreement", "AgreementQuerySet", "AgreementState", "FocalPoint", "FocalPointQuerySet", "Kind",
    "Level", "OfficeHours", "Rank", "RegisterEntry", "Service",
]  # fmt: skip
