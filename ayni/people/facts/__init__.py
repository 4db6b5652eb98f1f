"""What may be counted of people, and of how files come and go."""

from . import comings
from .files import AGE_BANDS, COUNTRIES, DEPARTMENTS, OFFICES, ORGANISATIONS, SEX_GENDER

__all__ = ["AGE_BANDS", "COUNTRIES", "DEPARTMENTS", "OFFICES", "ORGANISATIONS", "SEX_GENDER", "comings"]
