"""What waits for an institution, resting on a consent that was given in a file which becomes part of another one."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.design import words as times
from ayni.people.models import Person
from ayni.referrals.models import Referral


def resting_on(absorbed: Person) -> QuerySet[Referral]:
    """Whose case it is does not matter: the consent is what was given there."""
    rows = Referral.objects.filter(consent__person=absorbed).waiting()
    return rows.select_related("organisation", "consent", "case__caseworker", "case__office__organisation").order_by(
        "sent_at", "pk"
    )


def effects_of_merging(absorbed: Person, user: User) -> list[str]:
    """No name of the person: what is said before is also said after, in a message."""
    said = _(
        "Referral %(number)s to %(organisation)s rests on a consent that was given in the file that becomes part of "
        "the other one, on %(day)s. It stays valid, because it is the same person; %(who)s gets a task to make sure of "
        "it with them, because the institution knows them by what that file said."
    )
    return [
        said
        % {
            "number": row.number, "organisation": row.organisation, "day": times.day(row.consent.given_at),
            "who": row.case.caseworker.display_name,
        }
        for row in resting_on(absorbed).visible_to(user)  # type: ignore[attr-defined]
        if row.consent
    ]  # fmt: skip
