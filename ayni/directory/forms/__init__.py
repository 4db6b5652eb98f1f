"""What is asked on the pages of the directory."""

from .focal_points import FocalPointForm
from .institutions import FilterForm
from .services import ServiceForm

__all__ = ["FilterForm", "FocalPointForm", "ServiceForm"]
