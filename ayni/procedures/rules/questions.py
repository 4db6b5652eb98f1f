"""What the route finder asks, and the answers that it knows. Nothing here says who somebody is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.lib.errors import RuleBroken

OLDEST = 120
NONE = "NONE"
"""Said of a question with many answers: none of them. Nothing chosen: not answered."""
ALSO = "also_"
"""How the name of a question begins that stands in the data alone."""


class CannotAnswer(RuleBroken):
    pass


class Situation(TextChoices):
    STAY_VALID = "STAY_VALID", gettext_lazy("Visitor whose days have not run out")
    OVERSTAY = "OVERSTAY", gettext_lazy("Came through a control post; the days have run out")
    NO_CONTROL = "NO_CONTROL", gettext_lazy("Came without passing a control post")
    CPP = "CPP", gettext_lazy("Has a CPP that is valid")
    CPP_EXPIRED = "CPP_EXPIRED", gettext_lazy("Had a CPP that expired")
    PTP = "PTP", gettext_lazy("Has or had a PTP")
    RESIDENT = "RESIDENT", gettext_lazy("Resident, valid")
    RESIDENT_EXPIRED = "RESIDENT_EXPIRED", gettext_lazy("Was a resident; it expired")
    HUMANITARIAN = "HUMANITARIAN", gettext_lazy("Humanitarian status, valid")
    APPLICANT = "APPLICANT", gettext_lazy("Asked for refuge and waits for the decision")
    REFUGEE = "REFUGEE", gettext_lazy("Recognised as a refugee")
    NATIONAL = "NATIONAL", gettext_lazy("Peruvian")


class Entry(TextChoices):
    CONTROL = "CONTROL", gettext_lazy("Through a control post")
    UNCONTROLLED = "UNCONTROLLED", gettext_lazy("Without passing one")
    BORN_HERE = "BORN_HERE", gettext_lazy("Born in Peru")


class Held(TextChoices):
    """Documents at hand."""

    PAS = "PAS", gettext_lazy("Passport, valid")
    PAS_EXP = "PAS-EXP", gettext_lazy("Passport, expired")
    CIE = "CIE", gettext_lazy("Identity card of their country")
    ACTNAC = "ACTNAC", gettext_lazy("Birth or marriage certificate")
    DNI = "DNI", gettext_lazy("Document of the Peruvian or resident relative")
    CE = "CE", gettext_lazy("Foreigner card (CE)")
    CPP = "CPP", gettext_lazy("CPP")
    CPP_EXP = "CPP-EXP", gettext_lazy("CPP, expired")
    PTP = "PTP", gettext_lazy("PTP")
    CSR = "CSR", gettext_lazy("Asylum-seeker card")
    SOLREF = "SOLREF", gettext_lazy("Receipt of the application for refuge")
    NONE = NONE, gettext_lazy("No document at all")


class Family(TextChoices):
    CHILD_PERUVIAN = "CHILD_PERUVIAN", gettext_lazy("A Peruvian child")
    PARTNER_PERUVIAN = "PARTNER_PERUVIAN", gettext_lazy("A Peruvian husband, wife or partner")
    PARENT_PERUVIAN = "PARENT_PERUVIAN", gettext_lazy("A Peruvian mother or father")
    RELATIVE_RESIDENT = "RELATIVE_RESIDENT", gettext_lazy("A close relative who is a resident")
    NONE = NONE, pgettext_lazy("family", "None of these")


class Wish(TextChoices):
    STAY = "STAY", gettext_lazy("Stay with papers in order")
    WORK = "WORK", pgettext_lazy("route", "Work")
    STUDY = "STUDY", pgettext_lazy("route", "Study")
    PROTECTION = "PROTECTION", gettext_lazy("Be protected: fears to go back")
    TRAVEL = "TRAVEL", gettext_lazy("Leave for a short time")
    REPORT = "REPORT", gettext_lazy("Report a crime")
    HEALTH = "HEALTH", gettext_lazy("Health insurance")
    SCHOOL = "SCHOOL", gettext_lazy("School for a child")
    RETURN = "RETURN", gettext_lazy("Go back to their country")
    NONE = NONE, pgettext_lazy("wish", "None of these")


class Event(TextChoices):
    NO_CARD_YET = "NO_CARD_YET", gettext_lazy("Was approved, has no card yet")
    LOST_CARD = "LOST_CARD", gettext_lazy("Lost the card, or it was stolen")
    CARD_EXPIRES = "CARD_EXPIRES", gettext_lazy("The card expires soon")
    DATA_CHANGED = "DATA_CHANGED", gettext_lazy("Address, civil status or other data changed")
    FINED = "FINED", gettext_lazy("Was fined")
    NONE = NONE, pgettext_lazy("event", "None of these")


@dataclass(frozen=True)
class Answers:
    """What somebody said. Empty is not known, never “no”."""

    today: date
    situation: str = ""
    age: int | None = None
    alone: str = ""
    """yes: a child without mother, father or guardian."""
    nationality: str = ""
    entry: str = ""
    entered: date | None = None
    months: int | None = None
    """For how long they have held their permit."""
    documents: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    profiles: frozenset[str] = frozenset()
    wants: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()
    """Codes that nobody said yes or no to, of a question of which others were answered: vulnerabilities are asked of in
    several parts."""
    more: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Answers to questions that only the data knows: their names begin with `also_`."""

    def to(self, name: str) -> Any:
        """What was said to a question. None, or nothing in it: not answered."""
        return self.more.get(name, frozenset()) if name.startswith(ALSO) else getattr(self, name)

    @property
    def days_here(self) -> int | None:
        return None if self.entered is None else (self.today - self.entered).days


def check_answers(answers: Answers) -> None:
    """What cannot be true together, before anything is concluded from it."""
    if answers.entered is not None and answers.entered > answers.today:
        raise CannotAnswer(_("The day of entry has not come yet. Check its year."))
    if answers.age is not None and not 0 <= answers.age <= OLDEST:
        raise CannotAnswer(_("The age has to be a number from 0 to %(oldest)s.") % {"oldest": OLDEST})
    for said in (answers.documents, answers.family, answers.profiles, answers.wants, answers.events):
        if NONE in said and len(said) > 1:
            raise CannotAnswer(_("“None” is chosen together with something else. Leave one of the two."))


QUESTIONS = {
    "situation": gettext_lazy("How do they stand now?"),
    "age": gettext_lazy("Age in years"),
    "alone": gettext_lazy("Under 18: are they without mother, father or guardian?"),
    "nationality": gettext_lazy("Nationality"),
    "entry": gettext_lazy("How did they come in?"),
    "entered": gettext_lazy("When did they last come in?"),
    "days_here": gettext_lazy("When did they last come in?"),
    "months": gettext_lazy("For how many whole months have they held their permit?"),
    "documents": gettext_lazy("Documents at hand"),
    "family": gettext_lazy("Family in Peru"),
    "profiles": gettext_lazy("Situations of vulnerability"),
    "wants": gettext_lazy("What do they want?"),
    "events": gettext_lazy("Did any of this happen?"),
}
CHOICES = {
    "situation": Situation.choices,
    "entry": Entry.choices,
    "documents": Held.choices,
    "family": Family.choices,
    "wants": Wish.choices,
    "events": Event.choices,
}
