"""What becomes of the tables of regularisation when a person is erased."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.people.actions.erasers import deletes, empties, stays
from ayni.people.hooks import Eraser, Fate
from ayni.people.models import Person

from .actions import erase_biometrics
from .actions.appointments import erase_appointments, erase_waits

DECIDED = _("That something was applied for, decided and when: what the State granted must stay countable.")
NUMBERED = _("That a resolution of this number was made and sealed: numbers have no gaps. Not what it said.")
CAME = _("That somebody had an hour, and whether they came: places and waiting times must stay countable.")
RECKONED = _("What was fined and waived, and by which rule: accounts are answered for.")
PAID = _("That something was paid, and with which receipt: a receipt must never serve again.")


USED = _("What a device was used for, and when: nothing of the person.")

ASKED = _("Who asked which service of the State what for: an institution has to account for it.")

ERASERS = [
    deletes("procedures.Check", "call__application__person"),
    stays("procedures.ServiceCall", "application__person", keeps=ASKED),
    stays("procedures.Application", "person", keeps=DECIDED),
    empties("procedures.Item", "application__person", reason="", attachment=None, keeps=DECIDED),
    empties("procedures.Judgement", "item__application__person", reason="", keeps=DECIDED),
    stays("procedures.Incomplete", "application__person", keeps=DECIDED),
    empties("procedures.Signing", "resolution__application__person", offered=None, signed=None, keeps=NUMBERED),
    stays("procedures.Step", "application__person", keeps=DECIDED),
    stays("procedures.Correction", "application__person", keeps=DECIDED),
    stays("procedures.Deadline", "application__person", keeps=DECIDED),
    empties("procedures.Appeal", "application__person", grounds="", keeps=DECIDED),
    empties("procedures.Resolution", "application__person", sealed={}, keeps=NUMBERED),
    stays("procedures.ExpiryNotice", "application__person", keeps=DECIDED),
    deletes("procedures.PreregistrationPaper", "preregistration__application__person"),
    deletes("procedures.Preregistration", "application__person"),
    Eraser("procedures.Appointment", erase_appointments, CAME, Fate.EMPTIED),
    Eraser("procedures.Wait", erase_waits),
    deletes("procedures.Hold", "became__person"),
    deletes("procedures.Look", "application__person"),
    stays("procedures.Visit", "person", keeps=CAME),
    empties("procedures.FineReckoning", "application__person", reason="", keeps=RECKONED),
    empties("procedures.Receipt", "application__person", number="", keeps=PAID),
]


def _ticket(person: Person) -> Q:
    return Q(appointment__person=person) | Q(application__person=person)


def _ticket_of_event(person: Person) -> Q:
    return Q(ticket__appointment__person=person) | Q(ticket__application__person=person)


WAITED = _("That somebody waited and how long: a number of a day. For what preference they had is removed.")

# The queue.
ERASERS += [
    empties("procedures.Ticket", _ticket, group="", keeps=WAITED),
    stays("procedures.QueueEvent", _ticket_of_event, keeps=WAITED),
    Eraser("procedures.BiometricRecord", erase_biometrics),
    deletes("procedures.Comparison", "person"),
    deletes("procedures.Capture", "session__person"),
    stays("procedures.DeviceUse", "session__person", keeps=USED),
    stays("procedures.EnrolmentSession", "person", keeps=DECIDED),
]

PRINTED = _("That a card was made, where it was and to whom it was handed: its number must never be given again.")

ERASERS += [
    empties("procedures.Card", "person", face={}, photo=None, keeps=PRINTED),
    stays("procedures.Move", "card__person", keeps=PRINTED),
    empties("procedures.CardAlert", "card__person", explanation="", keeps=PRINTED),
    empties("procedures.HandOver", "card__person", photo=None, keeps=PRINTED),
    empties("procedures.Proxy", "person", name="", document="", power="", scan=None, keeps=PRINTED),
    stays("procedures.NamedKeeper", "application__person", keeps=PRINTED),
]

NO_ERASER = {
    "procedures.ServiceHealth": "how a service of the State is, the same for everybody",
    "procedures.Regime": "what the State offers, the same for everybody",
    "procedures.Procedure": "what the State offers, the same for everybody",
    "procedures.Requirement": "what the State offers, the same for everybody",
    "procedures.Device": "what stands at an office",
    "procedures.Fee": "what the State offers, the same for everybody",
    "procedures.Counter": "the last number of an office and a year",
    "procedures.Station": "a kiosk, and nobody who stood before it",
    "procedures.Window": "a place of an office",
    "procedures.Calendar": "the hours of an office",
    "procedures.Opening": "the hours of an office",
    "procedures.Quota": "the hours of an office",
    "procedures.Closure": "the hours of an office",
    "procedures.Release": "the hours of an office",
    "procedures.Slot": "the hours of an office",
    "procedures.Seat": "the hours of an office",
    "procedures.Campaign": "a day and its place",
    "procedures.CatalogueDraft": "what the State will offer, the same for everybody",
    "procedures.RouteRule": "who may apply for what, the same for everybody",
    "procedures.WorkDocument": "which documents allow work, the same for everybody",
    "procedures.RightOrDuty": "rights and duties, the same for everybody",
    "procedures.TaxUnit": "the UIT of a year",
    "procedures.FineRule": "how fines are reckoned, the same for everybody",
    # The queue.
    "procedures.Series": "what a letter means in an office",
    "procedures.QueueDay": "that an office had a queue on a day",
    "procedures.Attendance": "which colleague attends at which window now",
    "procedures.Screen": "an address of a screen or a kiosk",
    "procedures.Treatment": "what somebody said of how they were treated; by whom, nobody knows",
    "procedures.CardSeries": "the counter of a kind of card, of nobody",
    "procedures.CardKey": "a key of the institution",
    "procedures.Batch": "how many cards were made together, and their numbers",
    "procedures.Printing": "that a file was printed",
    "procedures.Box": "a box, with its number",
    "procedures.BoxCount": "how many cards were counted in a box",
}
