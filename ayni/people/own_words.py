"""What a copy of one's own data calls the tables of this app, and what of them it does not hand over."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import FunctionalDifficulty
from ayni.people.hooks import OwnData
from ayni.people.rules.characteristics import Domain

DERIVED = _(
    "It says nothing that is not in the name, the documents and the contacts: it is made of them, for searching."
)
ASKS_ALONE = _("Whoever has a file of their own asks for their own copy.")
COMPARED = _("It compares this file with the file of somebody else.")
OF_MANY = _("It is about a list of many people, and not about this person.")
HOW_KEPT = _("It says how the file is guarded, and nothing about the person.")


def _pairs(name: str) -> Callable[[Any], list[tuple[str, str]]]:
    """What an object of names and values says, as it was written."""
    return lambda row: [(str(key), str(value)) for key, value in (getattr(row, name) or {}).items()]


def _difficulties(row: Any) -> list[tuple[str, str]]:
    """The questions and their answers, in words."""
    answers = row.sealed or {}
    words = codelists.labels((FunctionalDifficulty, code) for code in answers.values())
    asked = dict(Domain.choices)
    return [
        (str(asked.get(name, name)), words.get((FunctionalDifficulty, code), code)) for name, code in answers.items()
    ]


TABLES = (
    OwnData(
        "people.Person",
        _("Identity of the person"),
        labels={
            "given_name_1": _("First given name"),
            "given_name_2": _("Second given name"),
            "surname_1": _("First surname"),
            "surname_2": _("Second surname"),
            "known_as": _("Goes by"),
            "birth_date": _("Birth date"),
            "birth_precision": _("How well it is known"),
            "sex": _("Sex"),
            "gender": _("Gender"),
            "language": _("Language"),
            "needs_interpreter": _("Needs an interpreter"),
            "education": _("Education"),
            "district": _("Lives in"),
            "in_transit": _("In transit"),
            "office": _("Registered by"),
            "registered_at": _("Registered"),
        },
    ),
    OwnData(
        "people.Nationality",
        _("Nationalities"),
        labels={"country": _("Country"), "since": _("Since"), "until": _("Until")},
    ),
    OwnData(
        "people.IdentityDocument",
        _("Documents"),
        labels={
            "type": _("Document"),
            "number": _("Number"),
            "issued_in": _("Issued in"),
            "issued_on": _("Issued"),
            "expires_on": _("Expires"),
            "is_verified": _("We saw the original"),
            "ended_at": _("Not in use since"),
        },
    ),
    OwnData(
        "people.ContactPoint",
        _("Contacts"),
        labels={
            "kind": _("Means"),
            "value": _("Number or address"),
            "is_safe": _("You said it is safe"),
            "may_call": _("We may call"),
            "may_leave_content": _("We may leave a message with content"),
            "instructions": _("How to use it"),
            "since": _("Since"),
            "ended_at": _("Not in use since"),
        },
    ),
    OwnData(
        "people.Residence",
        _("Residence"),
        labels={
            "district": _("District"),
            "abroad_in": _("Country"),
            "in_transit": _("In transit"),
            "address": _("Address"),
            "since": _("Since"),
            "until": _("Until"),
        },
    ),
    OwnData(
        "people.MigratorySituation",
        _("Migratory situation"),
        labels={"status": _("Status"), "since": _("Since"), "until": _("Until"), "recorded_at": _("Recorded")},
    ),
    OwnData(
        "people.Characteristic",
        _("Journey, studies, work and languages"),
        labels={
            "kind": _("What"),
            "code": _("What you said"),
            "sealed": _("What you said"),
            "since": _("Since"),
            "until": _("Until"),
            "source": _("Where we have it from"),
        },
        told={"sealed": _difficulties},
    ),
    OwnData(
        "people.IdentityChange",
        _("Corrections of identity"),
        labels={"before": _("What it said before"), "recorded_at": _("When"), "source": _("Where we have it from")},
        told={"before": _pairs("before")},
    ),
    OwnData(
        "people.Relationship",
        _("Family, as the person told us"),
        withheld={"relative": ASKS_ALONE, "link": ASKS_ALONE},
        labels={
            "kind": _("Relation"),
            "name": _("Name"),
            "birth_year": _("Year of birth"),
            "born_in_peru": _("Born in Peru"),
            "lives_together": _("Lives with you"),
            "ended_at": _("Not so since"),
        },
    ),
    OwnData(
        "people.Consent",
        _("Consents and legal bases"),
        labels={
            "purpose": _("What for"),
            "organisation": _("Institution"),
            "basis": _("What it rests on"),
            "grounds": _("Why the law allows it"),
            "given_at": _("Given"),
            "withdrawn_at": _("Withdrawn"),
        },
    ),
    OwnData(
        "people.Handover",
        _("Reports and copies that were handed over"),
        labels={"kind": _("What"), "recipient": _("To whom"), "made_at": _("When")},
    ),
    OwnData(
        "people.LegalHold",
        _("Holds of the file"),
        withheld={"reason": _("It may speak of a complaint or of a trial: whoever placed it says what can be said.")},
        labels={"until": _("Until"), "placed_at": _("Since"), "lifted_at": _("Lifted")},
    ),
    OwnData(
        "people.Draft",
        _("Forms that nobody finished"),
        withheld={"*": _("It became this file; nothing is left in it.")},
    ),
    OwnData(
        "people.Attachment",
        _("Photos and scans"),
        withheld={"file": _("The pictures themselves are not in this file: ask for them, and they are printed.")},
        labels={"kind": _("What"), "side": _("Side"), "taken_on": _("Taken on"), "added_at": _("Since")},
    ),
    OwnData(
        "people.HouseholdMember",
        _("Households"),
        withheld={"household": ASKS_ALONE},
        labels={"role": _("In the household"), "since": _("Since"), "until": _("Until")},
    ),
    OwnData(
        "people.OtherIdentity",
        _("Also registered as"),
        labels={"values": _("What it said before"), "recorded_at": _("When"), "source": _("Where we have it from")},
        told={"values": _pairs("values")},
    ),
    OwnData(
        "people.Merge",
        _("Files that became one"),
        withheld={"snapshot": _("What both files said is in this copy already, table by table.")},
        labels={"at": _("When")},
    ),
    OwnData(
        "people.StagedRow",
        _("What lists said of the person"),
        withheld={"identity": DERIVED, "twin": DERIVED, "reasons": COMPARED},
        labels={"typed": _("What the list said"), "score": _("Likeness")},
        told={"typed": _pairs("typed")},
    ),
    OwnData(
        "people.ExternalId",
        _("Numbers in other registers"),
        labels={"system": _("Register of origin"), "value": _("Number")},
    ),
    OwnData("people.ImportBatch", _("Lists"), withheld={"*": OF_MANY}),
    OwnData("people.ImportMapping", _("Columns of lists"), withheld={"*": OF_MANY}),
    OwnData("people.PossibleDuplicate", _("Files that were compared"), withheld={"*": COMPARED}),
    OwnData("people.Sweep", _("Reviews for duplicates"), withheld={"*": COMPARED}),
    OwnData("people.SearchKey", _("Keys for searching"), withheld={"*": DERIVED}),
    OwnData("people.NameLine", _("Sound of the name"), withheld={"*": DERIVED}),
    OwnData("people.Compartment", _("Who may see the file"), withheld={"*": HOW_KEPT}),
    OwnData("people.Erasure", _("Erasures"), withheld={"*": HOW_KEPT}),
)
