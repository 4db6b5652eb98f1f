"""What a copy of one's own data calls the tables of regularisation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.people.hooks import OwnData

MACHINE = _("It opens a door, and says nothing about the person.")
KEY = _("A digest that only the system can read.")

TABLES = (
    OwnData(
        "procedures.Application",
        _("Applications of the person"),
        labels={
            "number": _("Number"),
            "state": _("State"),
            "begun_at": pgettext_lazy("application", "Begun"),
            "submitted_at": _("Submitted"),
            "due_on": _("To be decided by"),
            "decided_at": _("Decided"),
            "expires_on": pgettext_lazy("application", "Valid until"),
        },
        told={"procedure": lambda row: [(row.procedure.code, row.procedure.label_es)]},
    ),
    OwnData(
        "procedures.Item",
        _("Requirements of applications"),
        labels={"state": _("State"), "reason": _("Reason"), "looked_at": _("When")},
        told={"requirement": lambda row: [(str(row.requirement.order), row.requirement.label_es)]},
    ),
    OwnData(
        "procedures.Judgement",
        _("What was said of papers of applications"),
        labels={"verdict": _("Verdict"), "reason": _("Reason"), "at": _("When")},
    ),
    OwnData(
        "procedures.Incomplete",
        _("Applications that were received as incomplete"),
        labels={"received_at": _("When"), "due_on": _("Last day")},
    ),
    OwnData(
        "procedures.Signing",
        _("Resolutions that were signed with a certificate"),
        labels={"begun_at": _("When"), "signed_at": _("Signed")},
        withheld={"token_hash": KEY},
    ),
    OwnData(
        "procedures.Correction",
        _("Corrections that were asked for"),
        labels={"asked_at": _("When"), "due_on": _("Last day")},
    ),
    OwnData(
        "procedures.Deadline", _("Last days of applications"), labels={"due_on": _("Last day"), "why": _("Reason")}
    ),
    OwnData(
        "procedures.Appeal",
        _("Appeals"),
        labels={"kind": _("Kind of appeal"), "state": _("State"), "grounds": _("Reason"), "filed_at": _("When")},
    ),
    OwnData(
        "procedures.Resolution",
        _("Resolutions"),
        labels={
            "number": _("Number"),
            "outcome": _("It is decided"),
            "made_at": _("When"),
            "sealed": _("What it says"),
        },
        withheld={"signature": MACHINE, "proof": MACHINE},
    ),
    OwnData("procedures.ExpiryNotice", _("Notices that something ends"), labels={"days": _("Days"), "at": _("When")}),
    OwnData(
        "procedures.Preregistration",
        _("Preregistrations"),
        labels={"number": _("Number"), "state": _("State"), "answers": _("What the person wrote")},
        withheld=dict.fromkeys(("token_hash", "code_hash", "browser_hash"), MACHINE),
    ),
    OwnData("procedures.PreregistrationPaper", _("Papers of preregistrations"), labels={"added_at": _("When")}),
    OwnData(
        "procedures.FineReckoning",
        _("Fines that were reckoned"),
        labels={
            "kind": _("What the fine is for"),
            "since": _("From"),
            "until": _("Until"),
            "amount": _("Amount"),
            "due": _("To pay"),
            "waiver": pgettext_lazy("fine", "Exemption"),
            "reason": _("Reason"),
            "at": _("When"),
        },
    ),
    OwnData(
        "procedures.Receipt",
        _("Receipts"),
        labels={
            "number": _("Number"),
            "paid_on": _("Day of the payment"),
            "amount": _("Amount"),
            "payment_code": _("Payment code"),
            "at": _("When"),
        },
    ),
    # The queue.
    OwnData(
        "procedures.Ticket",
        _("Tickets of the queue"),
        labels={
            "number": _("Number"),
            "state": _("State"),
            "group": _("Preferential attention"),
            "arrived_at": pgettext_lazy("queue", "Arrived"),
            "called_at": pgettext_lazy("queue", "Called"),
            "began_at": pgettext_lazy("queue", "Attention began"),
            "ended_at": pgettext_lazy("queue", "Attention ended"),
        },
        told={"series": lambda row: [(row.series.letter, row.series.name)]},
    ),
    OwnData("procedures.QueueEvent", _("History of tickets"), labels={"kind": _("What happened"), "at": _("When")}),
    OwnData("procedures.Step", _("History of applications"), labels={"state": _("State"), "at": _("When")}),
    OwnData(
        "procedures.Appointment",
        _("Appointments of the person"),
        labels={
            "number": _("Number"),
            "starts_at": _("When"),
            "state": _("State"),
            "contact": _("How to reach them"),
            "group": _("Priority"),
        },
        withheld={"who": KEY, "secret": _("Whoever has it can move or cancel the appointment.")},
        told={"procedure": lambda row: [(row.procedure.code, row.procedure.label_es)]},
    ),
    OwnData(
        "procedures.Wait",
        _("Places on the waiting list"),
        labels={
            "number": _("Number"),
            "since": _("Since"),
            "state": _("State"),
            "contact": _("How to reach them"),
            "group": _("Priority"),
        },
        withheld={"who": KEY, "secret": _("Whoever has it can move or cancel the appointment.")},
    ),
    OwnData(
        "procedures.Hold",
        _("Hours that were held"),
        labels={"begun_at": _("When"), "contact": _("How to reach them"), "group": _("Priority")},
        withheld={"who": KEY, "reach": KEY, "code": KEY},
    ),
    OwnData(
        "procedures.Look",
        _("Times that you asked how an application stands"),
        labels={"begun_at": _("When")},
        withheld={"asked": KEY, "reach": KEY, "code": KEY},
    ),
    OwnData("procedures.Visit", _("Visits to campaign days"), labels={"at": _("When"), "outcome": _("What was done")}),
    OwnData(
        "procedures.EnrolmentSession",
        _("Enrolments"),
        labels={"state": _("State"), "begun_at": pgettext_lazy("enrolment", "Begun"), "ended_at": _("Ended")},
    ),
    OwnData(
        "procedures.Capture",
        _("What was taken in enrolments"),
        labels={
            "what": _("What"),
            "position": _("Finger"),
            "missing": _("Why it is missing"),
            "quality": _("What was measured"),
            "at": _("When"),
        },
        told={"quality": lambda row: [(name, str(value)) for name, value in sorted(row.quality.items())]},
    ),
    OwnData(
        "procedures.BiometricRecord",
        _("Photos, signatures and fingerprints that are kept"),
        labels={"what": _("What"), "position": _("Finger"), "quality": _("What was measured"), "taken_at": _("When")},
    ),
    OwnData(
        "procedures.Comparison",
        _("Comparisons of a finger"),
        labels={"same": _("The same finger"), "answered_at": _("When")},
    ),
    OwnData(
        "procedures.Card",
        _("Cards of the person"),
        labels={
            "number": _("Number"),
            "place": _("Where it is"),
            "since": _("Since"),
            "valid_from": _("In force from"),
            "valid_to": _("In force until"),
            "revoked_at": pgettext_lazy("card", "Revoked"),
            "revoked_for": _("Reason"),
            "told_at": _("When the person was told"),
            "face": _("What is printed on it"),
        },
        told={
            "face": lambda row: [("card", " · ".join(map(str, filter(None, row.face.values()))))],
            "office": lambda row: [("office", row.office.name)],
        },
        withheld={"proof": _("whoever has it can ask whether the card counts; it stands on the card itself")},
    ),
    OwnData(
        "procedures.Move", _("Where cards of the person were"), labels={"place": _("Where it is"), "at": _("When")}
    ),
    OwnData(
        "procedures.Proxy",
        _("Who may fetch cards for the person"),
        labels={
            "name": _("Name of the proxy"),
            "document": _("Document of the proxy that you saw: kind and number"),
            "power": _("Power of attorney"),
            "why_unscanned": _("If it is not scanned: why"),
            "valid_from": _("In force from"),
            "valid_to": _("In force until"),
            "checked_at": _("When"),
            "ended_at": pgettext_lazy("power", "Ended"),
        },
    ),
    OwnData(
        "procedures.HandOver",
        _("Cards that were handed over"),
        labels={
            "check_kind": _("How it was made sure who it is"),
            "signed": _("They signed the receipt"),
            "at": _("When"),
        },
    ),
    OwnData(
        "procedures.CardAlert",
        _("When a card of the person was missed"),
        labels={"kind": _("What"), "raised_at": _("When"), "explanation": _("What it was")},
    ),
    OwnData("procedures.NamedKeeper", _("Who was named to make and hand over cards"), labels={"at": _("When")}),
    OwnData(
        "procedures.ServiceCall",
        _("What the services of the State were asked"),
        labels={
            "service": _("Service of the State"),
            "purpose": _("What for"),
            "legal_basis": _("Legal basis"),
            "at": _("When"),
            "outcome": _("Outcome"),
        },
    ),
    OwnData(
        "procedures.Check",
        _("What the services of the State answered"),
        labels={"finding": _("Outcome"), "reference": _("Number"), "at": _("When")},
    ),
)
