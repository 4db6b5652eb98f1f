from datetime import date

from django.db import transaction

from ayni.codelists import actions as codelists
from ayni.codelists.actions import Change
from ayni.codelists.tables import Tables

from ..reference import LISTINGS


@transaction.atomic
def load_kinds(tables: Tables, *, on: date) -> list[Change]:
    """What a session may be. The caller holds the lock of the load."""
    return [codelists.keep_versions(one.model, one.entries(tables), on=on) for one in LISTINGS]
