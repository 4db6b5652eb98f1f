"""Loading the catalogue. Nothing is edited: what changed gets a new version, what is gone is closed, and what was
approved on a page stays."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from ayni.access.models import Organisation
from ayni.codelists import actions as codelists
from ayni.codelists import queries as current_of
from ayni.codelists.actions import SINCE, Change
from ayni.codelists.models import LegalNorm, Listed
from ayni.codelists.tables import Tables, digest

from ..models import CardSeries, Fee, Procedure, Regime, Requirement
from ..reference import Catalogue, Written
from ..reference_lists import CARD_SERIES, LISTINGS
from .cards import load_series


@transaction.atomic
def load_catalogue(tables: Tables, *, on: date) -> list[Change]:
    """Regimes, procedures with what they ask and cost, and the lists that the route finder and the fines rest on. The
    caller holds the lock of the load."""
    catalogue = Catalogue(tables)
    changes = [
        _keep(Regime, catalogue.regimes(), _make_regime, on=on),
        _keep(Procedure, catalogue.procedures(), _make_procedure, on=on),
    ]
    follow_regimes()
    by_hand = set(Procedure.objects.current().filter(added_by_hand=True).values_list("code", flat=True))
    for listing in LISTINGS:
        # Who may apply for a procedure is approved with it: a rule that was taken out on a page does not come back.
        entries = [one for one in listing.entries(tables) if one.fields.get("procedure_code") not in by_hand]
        changes.append(codelists.keep_versions(listing.model, entries, on=on))
    series = load_series([row.cells for row in tables[CARD_SERIES]])
    return [*changes, Change(CardSeries._meta.label, series)]


def _keep(
    model: type[Listed], entries: list[Written], make: Callable[[Written, dict[str, Any]], Listed], *, on: date
) -> Change:
    """Make the list say what these entries say, and nothing else."""
    rows = model._default_manager.order_by("code", "version")
    latest = {row.code: row for row in rows}
    current: dict[str, Any] = {row.code: row for row in rows if row.valid_to is None}
    by_hand = {code for code, row in current.items() if row.added_by_hand}
    wanted = {entry.code: entry for entry in entries}
    changed = [
        entry
        for code, entry in wanted.items()
        if code not in by_hand and (code not in current or current[code].digest != digest(entry.said()))
    ]
    gone = [code for code in current if code not in wanted and code not in by_hand]
    closed = [current[code].pk for code in [*gone, *(one.code for one in changed)] if code in current]
    model._default_manager.filter(pk__in=closed).update(valid_to=on)
    for entry in changed:
        before = latest.get(entry.code)
        start = {"version": before.version + 1, "valid_from": on} if before else _first(latest, on)
        make(entry, start | {"code": entry.code, "digest": digest(entry.said())})
    return Change(model._meta.label, len(changed), len(closed), len(by_hand & wanted.keys()))


def _first(there: dict[str, Listed], on: date) -> dict[str, Any]:
    """What a first load brings is in force since the year of its sources."""
    return {"version": 1, "valid_from": on if there else SINCE}


def _make_regime(entry: Written, start: dict[str, Any]) -> Regime:
    regime: Regime = Regime.objects.create(**start, **entry.fields)
    regime.norms.set(current_of.current(LegalNorm).filter(code__in=entry.norms))
    return regime


def _make_procedure(entry: Written, start: dict[str, Any]) -> Procedure:
    regime = Regime.objects.current().filter(code=entry.regime).first()
    authority = Organisation.objects.get(code=entry.authority)
    procedure: Procedure = Procedure.objects.create(**start, **entry.fields, regime=regime, authority=authority)
    procedure.norms.set(current_of.current(LegalNorm).filter(code__in=entry.norms))
    lay_out(procedure, entry.requirements, entry.fees)
    return procedure


def lay_out(procedure: Procedure, requirements: list[dict[str, Any]], fees: list[dict[str, Any]]) -> None:
    """What a version asks for and costs."""
    Requirement.objects.bulk_create(Requirement(procedure=procedure, **fields) for fields in requirements)
    Fee.objects.bulk_create(Fee(procedure=procedure, **fields) for fields in fees)


def follow_regimes() -> None:
    """Procedures in force point at the version of their regime that is in force."""
    current = {regime.code: regime.pk for regime in Regime.objects.current()}
    moved = []
    for procedure in Procedure.objects.current().filter(regime__isnull=False).select_related("regime"):
        newest = current.get(procedure.regime.code)
        if newest is not None and procedure.regime_id != newest:
            procedure.regime_id = newest
            moved.append(procedure)
    if moved:
        Procedure.objects.bulk_update(moved, ["regime"])
