"""What may be counted of the front desk."""

from . import applications, counter

__all__ = ["applications", "counter"]
