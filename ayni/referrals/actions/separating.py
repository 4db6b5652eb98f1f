from datetime import datetime

from ayni.access.models import User
from ayni.people import queries as people
from ayni.people.models import Person, Purpose
from ayni.referrals.models import Referral


def rest_on_own_consent(kept: Person, absorbed: Person, by: User, at: datetime) -> None:
    """One file became two: a referral that rests on a consent of the other person rests on one of its own, if there is
    one for the same institution. If there is none it stays as it is, and says whose consent it was."""
    crossed = Referral.objects.filter(case__person__in=[kept, absorbed], consent__person__in=[kept, absorbed])
    for referral in crossed.select_related("case__person", "consent__organisation").order_by("pk"):
        consent, person = referral.consent, referral.case.person
        if consent is None or consent.person_id == person.pk:
            continue
        if own := people.standing(person, Purpose.REFER, consent.organisation):
            referral.consent = own
            referral.save(update_fields=["consent"])
