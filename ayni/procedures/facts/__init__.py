"""What may be counted of the front desk."""

from . import applications, counter, enrolment

__all__ = ["applications", "counter", "enrolment"]
