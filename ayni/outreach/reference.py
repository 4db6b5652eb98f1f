"""What the list of kinds of sessions must look like."""

from typing import Any

from ayni.codelists.listing import CODE, LABEL, LABEL_EN, SOURCE, Listing
from ayni.codelists.tables import File, Row, Tables

from .models import Kind


def _kind(row: Row, tables: Tables) -> dict[str, Any]:
    # The source names them, and says of none how sure it is: a name is as sure as its source.
    return {"confidence": "high"}


LISTINGS = [Listing(File("reference/session_types.csv", (CODE, LABEL, LABEL_EN, SOURCE)), Kind, _kind)]
FILES = [listing.file for listing in LISTINGS]
