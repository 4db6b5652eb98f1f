"""Taking in files of HSDS. A second time changes nothing; a broken row is named and left out, the others come in."""

from .loading import Report, import_rows

__all__ = ["Report", "import_rows"]
