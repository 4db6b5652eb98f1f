from datetime import date, datetime

from django.db import transaction

from ayni.audit import actions as audit
from ayni.codelists import actions as codelists
from ayni.codelists.actions import Change
from ayni.codelists.tables import Tables

from ..models import Strategy
from ..reference import LISTINGS, STRATEGIES


@transaction.atomic
def load_kinds(tables: Tables, *, on: date) -> list[Change]:
    """What a session or a campaign may be. The caller holds the lock of the load."""
    return [codelists.keep_versions(one.model, one.entries(tables), on=on) for one in LISTINGS]


@transaction.atomic
def load_strategies(tables: Tables, *, at: datetime) -> Change:
    """A row that was loaded once is left alone: what somebody wrote of it since stays."""
    made = 0
    for row in tables[STRATEGIES.name]:
        if Strategy.objects.filter(code=row["code"]).exists():
            continue
        strategy = Strategy.objects.create(
            code=row["code"], title=row["title"], owner=row["owner"], first_year=row["first_year"],
            last_year=row["last_year"], objectives="\n".join(row["objectives_es"]), address=row["address"],
            source=row["source"], made_at=at,
        )  # fmt: skip
        audit.record("strategy.written", subject=strategy, by=audit.SYSTEM, at=at)
        made += 1
    return Change(Strategy._meta.label, made=made)
