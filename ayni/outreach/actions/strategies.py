from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.ids import unused_number

from ..models import Strategy
from ..rules import campaigns as rules


@dataclass(frozen=True)
class Said:
    """What a strategy says of itself."""

    title: str
    owner: str
    first_year: int
    last_year: int
    objectives: str
    address: str
    source: str


@transaction.atomic
def write_strategy(*, said: Said, by: User, at: datetime) -> Strategy:
    rules.check_strategy(first_year=said.first_year, last_year=said.last_year)
    code = unused_number("E", lambda drawn: Strategy.objects.filter(code=drawn).exists())
    made = Strategy.objects.create(code=code, made_by=by, made_at=at, **asdict(said))
    audit.record("strategy.written", subject=made, by=by, at=at)
    return made


@transaction.atomic
def change_strategy(*, strategy: Strategy, said: Said, by: User, at: datetime) -> Strategy:
    rules.check_strategy(first_year=said.first_year, last_year=said.last_year)
    strategy = Strategy.objects.select_for_update(of=("self",)).get(pk=strategy.pk)
    for name, value in asdict(said).items():
        setattr(strategy, name, value)
    strategy.save()
    audit.record("strategy.changed", subject=strategy, by=by, at=at)
    return strategy
