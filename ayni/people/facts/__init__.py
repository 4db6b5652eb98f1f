"""What may be counted of people, and of how files come and go."""

from . import comings
from .files import DEPARTMENTS, OFFICES, ORGANISATIONS

__all__ = ["DEPARTMENTS", "OFFICES", "ORGANISATIONS", "comings"]
