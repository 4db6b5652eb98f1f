from datetime import datetime, timedelta

from django.db.models import Model
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.cases import actions as cases
from ayni.people.models import Person
from ayni.referrals import queries

TIME_TO_ASK = timedelta(days=3)


def have_consent_confirmed(kept: Person, absorbed: Person, by: User, at: datetime) -> list[Model]:
    """Two files become one, and an institution was sent data of the one that goes: the consent is of the same person,
    and stands. Whoever keeps the case makes sure of that with them, and tells the institution what it knows wrongly."""
    title = _(
        "Make sure with the person that the consent on which referral %(number)s rests is theirs, and tell "
        "%(organisation)s if name, document or birth date were corrected: it was given in a file that is one with this "
        "now."
    )
    return [
        cases.add_task(
            case=row.case,
            title=title % {"number": row.number, "organisation": row.organisation},
            organisation=row.case.office.organisation,
            due_at=at + TIME_TO_ASK,
            by=by,
            at=at,
        )
        for row in queries.resting_on(absorbed)
        if row.case.is_open
    ]
