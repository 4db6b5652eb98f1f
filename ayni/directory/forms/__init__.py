"""What is asked on the pages of the directory."""

from .agreements import AgreementForm, RenewForm
from .focal_points import FocalPointForm
from .institutions import FilterForm
from .services import ServiceForm

__all__ = ["AgreementForm", "FilterForm", "FocalPointForm", "RenewForm", "ServiceForm"]
