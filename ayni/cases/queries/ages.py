"""Children of open cases who are about to turn 18."""

from datetime import date, timedelta

from django.db.models import QuerySet

from ayni.access.models import User
from ayni.people.models import Birth

from ..models import Case
from ..rules.ages import ADULT, BEFORE, turns_adult_on
from .lists import in_charge_of, listed


def _born_between(today: date) -> tuple[date, date]:
    """Of whoever turns 18 after today and within the longest notice."""
    last = today + timedelta(days=max(BEFORE))
    return _years_before(today), _years_before(last)


def _years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - ADULT)
    except ValueError:
        return date(day.year - ADULT, 2, 28)


def coming_of_age(today: date) -> QuerySet[Case]:
    """Open cases of people whose eighteenth birthday is near. A date that is only estimated counts too: whoever attends
    to them finds out the true one in time."""
    after, until = _born_between(today)
    rows = Case.objects.open().filter(person__birth_date__gt=after, person__birth_date__lte=until)
    return rows.exclude(person__birth_precision=Birth.UNKNOWN)


def mine_coming_of_age(user: User, today: date) -> QuerySet[Case]:
    """Those that this user sees to."""
    rows = Case.objects.visible_to(user).filter(in_charge_of(user))
    after, until = _born_between(today)
    return listed(rows.open().filter(person__birth_date__gt=after, person__birth_date__lte=until))


def days_left(case: Case, today: date) -> int | None:
    """Until the person of a case turns 18; None if they are not about to."""
    born = case.person.birth_date
    if born is None or not case.is_open:
        return None
    left = (turns_adult_on(born) - today).days
    return left if 0 < left <= max(BEFORE) else None
