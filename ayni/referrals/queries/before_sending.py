"""What the page to refer asks of the database beside the case and the service, in one statement."""

from dataclasses import dataclass
from datetime import date

from ayni.access.models import User
from ayni.cases.models import Case, CaseProfile, Need
from ayni.codelists.models import LegalNorm
from ayni.directory.models import Service
from ayni.lib.together import read_together
from ayni.people import queries as people
from ayni.people.models import Consent, ConsentText, Purpose

from ..models import Draft
from .coverage import norms
from .referrals import drafts_of, needs_of, waiting_at


@dataclass(frozen=True)
class BeforeSending:
    """As things stand when the form is made."""

    profiles: list[CaseProfile]
    """Of the case, the main one first."""
    drafts: list[Draft]
    """What this user began to write to this service."""
    needs: list[Need]
    texts: list[ConsentText]
    norms: list[LegalNorm]
    consent: Consent | None
    """What allows sharing with this institution now."""
    may_be_kept: bool
    is_waiting: bool
    """The service was asked already, and has not answered."""


def before_sending(case: Case, service: Service, user: User, on: date) -> BeforeSending:
    profiles, drafts, needs, texts, named, consents, keeping, waiting = read_together(
        case.profiles.select_related("profile").order_by("-is_main", "pk"),
        drafts_of(case, user).filter(service=service),
        needs_of(case),
        people.texts_to_read(Purpose.REFER, on),
        norms(),
        people.that_stands(case.person, Purpose.REFER, service.organisation),
        people.that_stands(case.person, Purpose.REGISTER),
        waiting_at(case, service).order_by("pk").values_list("pk")[:1],
    )
    consent = consents[0] if consents else None
    return BeforeSending(profiles, drafts, needs, texts, named, consent, bool(keeping), bool(waiting))
