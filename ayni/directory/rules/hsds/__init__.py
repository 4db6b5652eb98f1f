"""The Human Services Data Specification 3.0 (Open Referral), as data that rows are checked against."""

from .checking import as_text, faults, is_number
from .nesting import Nest, Row, Rows, flatten, id_of
from .tables import BY_FILE, CHOICES, OWNERS, TABLES, VERSION, WEEKDAYS, Child, Column, Table

__all__ = [
    "BY_FILE", "CHOICES", "OWNERS", "TABLES", "VERSION", "WEEKDAYS", "Child", "Column", "Nest", "Row", "Rows", "Table",
    "as_text", "faults", "flatten", "id_of", "is_number",
]  # fmt: skip
