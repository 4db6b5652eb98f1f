"""The register of organisations and offices, as the reference data say it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from ayni.access.models import Office, Organisation
from ayni.codelists.models import Territory


@transaction.atomic
def load_organisations(
    *,
    organisations: Iterable[dict[str, Any]],
    offices: Iterable[dict[str, Any]],
    departments: dict[str, Territory],
    closed: Iterable[str],
) -> int:
    """Make organisations (parents before their units) and offices say what the register says now, and count what was
    written. Nothing is deleted, since accounts and cases point at it; offices that are `closed` are no longer open.
    `directory` keeps what was said before."""
    there = {organisation.code: organisation for organisation in Organisation.objects.all()}
    written = 0
    for said in organisations:
        parent = there.get(said["parent"])
        row = there.setdefault(said["code"], Organisation(code=said["code"]))
        written += _say(row, {**said, "parent": parent})
    rooms = {office.code: office for office in Office.objects.all()}
    for said in offices:
        place = {"organisation": there[said["organisation"]], "department": departments[said["department"]]}
        written += _say(rooms.get(said["code"]) or Office(code=said["code"]), {**said, **place})
    for code in closed:
        written += _say(rooms[code], {"is_open": False})
    return written


def _say(row: Organisation | Office, said: dict[str, Any]) -> bool:
    """Write the row if it says something else."""
    if row.pk and all(getattr(row, name) == value for name, value in said.items()):
        return False
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    return True
