"""What every verb that changes a file begins with."""

from ayni.people import queries
from ayni.people.models import Person, Purpose
from ayni.people.rules import consents


def held_open(person: Person) -> Person:
    """Under a lock, if something may be added to this file at all."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    check_may_keep(person)
    return person


def check_may_keep(person: Person) -> None:
    """Raises CannotKeep, with a sentence, if nothing may be added to what is known of this person."""
    consents.check_may_keep(stands=queries.standing(person, Purpose.REGISTER) is not None)
