"""What is asked on the pages of the directory."""

from .agreements import AgreementForm, RenewForm
from .focal_points import FocalPointForm
from .hours import HoursForm
from .institutions import FilterForm
from .services import ServiceForm

__all__ = ["AgreementForm", "FilterForm", "FocalPointForm", "HoursForm", "RenewForm", "ServiceForm"]
