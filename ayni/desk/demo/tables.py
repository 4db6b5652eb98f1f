"""Every table that the demo world fills, in the order in which foreign keys allow it."""

from collections.abc import Iterator

from django.db.models import Model

from ayni.cases.models import (
    Case,
    CaseProfile,
    CaseProtocol,
    Note,
    NoteDraft,
    Screening,
    ScreeningProfile,
    Task,
)
from ayni.instruments.models import AnswerSet
from ayni.people.models import (
    Attachment,
    Characteristic,
    Compartment,
    Consent,
    ContactPoint,
    Household,
    HouseholdMember,
    IdentityDocument,
    MigratorySituation,
    Nationality,
    Person,
    Relationship,
    Residence,
)
from ayni.referrals.models import AccessLink, Change, ClockEvent, LinkOpening, Message, Referral

from .writing import Rows


class Tables:
    def __init__(self) -> None:
        self.people = Rows(Person)
        self.nationalities = Rows(Nationality)
        self.documents = Rows(IdentityDocument)
        self.contacts = Rows(ContactPoint)
        self.residences = Rows(Residence)
        self.situations = Rows(MigratorySituation)
        self.characteristics = Rows(Characteristic)
        self.relationships = Rows(Relationship)
        self.households = Rows(Household)
        self.household_members = Rows(HouseholdMember)
        self.consents = Rows(Consent)
        self.attachments = Rows(Attachment)
        self.screenings = Rows(Screening)
        self.screening_profiles = Rows(ScreeningProfile)
        self.answers = Rows(AnswerSet)
        self.cases = Rows(Case)
        self.case_profiles = Rows(CaseProfile)
        self.case_protocols = Rows(CaseProtocol)
        self.compartments = Rows(Compartment)
        self.tasks = Rows(Task)
        self.covers = Rows(Task.covers.through)
        self.notes = Rows(Note)
        self.drafts = Rows(NoteDraft)
        self.referrals = Rows(Referral)
        self.changes = Rows(Change)
        self.messages = Rows(Message)
        self.clock_events = Rows(ClockEvent)
        self.links = Rows(AccessLink)
        self.openings = Rows(LinkOpening)

        self.further: dict[type[Model], Rows] = {}

    def of(self, model: type[Model]) -> Rows:
        """The rows of a table that only a maker fills (`makers.py`). They are written after those named above."""
        return self.further.setdefault(model, Rows(model))

    def __iter__(self) -> Iterator[Rows]:
        return (rows for rows in (*vars(self).values(), *self.further.values()) if isinstance(rows, Rows))

    def write(self) -> int:
        return sum(rows.write() for rows in self)
