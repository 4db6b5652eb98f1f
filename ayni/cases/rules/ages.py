from datetime import date

ADULT = 18
BEFORE = (90, 30, 7)
"""Days before the birthday on which whoever attends to the child is told."""


def turns_adult_on(born: date) -> date:
    """The birthday; of somebody born on 29 February, the 1st of March."""
    try:
        return born.replace(year=born.year + ADULT)
    except ValueError:
        return date(born.year + ADULT, 3, 1)


def due(born: date, today: date) -> int | None:
    """Which of the notices is due: the nearest one that has come. None before the first, and from the birthday on."""
    left = (turns_adult_on(born) - today).days
    reached = [days for days in BEFORE if left <= days]
    return min(reached) if reached and left > 0 else None
