"""What becomes of each table of this app when a person is erased."""

from django.utils.translation import gettext_lazy as _

from ayni.people.actions.erasers import deletes, empties, stays
from ayni.people.actions.shells import (
    empty_name_lines,
    forget_in_sessions,
    make_shell,
    settle_holds,
)
from ayni.people.hooks import Eraser, Fate, Repointer

ERASERS = [
    Eraser("people.NameLine", empty_name_lines),
    deletes("people.Nationality", "person"),
    deletes("people.IdentityDocument", "person"),
    deletes("people.ContactPoint", "person"),
    deletes("people.Residence", "person"),
    deletes("people.MigratorySituation", "person"),
    deletes("people.Characteristic", "person"),
    deletes("people.IdentityChange", "person"),
    Eraser("access.Session", forget_in_sessions, fate=Fate.EMPTIED),
    empties(
        "people.LegalHold",
        "person",
        reason="",
        keeps=_("That there was a hold, and until when: whoever reviews the erasure must be able to see it."),
    ),
    empties(
        "people.Consent",
        "person",
        grounds="",
        keeps=_("What was agreed to and when, without the grounds in words: the unit must be able to prove that it "
                "was allowed to use the data."),
    ),
    stays(
        "people.Compartment",
        "person",
        keeps=_("Who could see the file: so that nobody else learns now that it was there."),
    ),
    stays(
        "people.Handover",
        "person",
        keeps=_("On which day a report or a copy was handed over: whoever holds it can have it proved."),
    ),
    # Last: the others read the person as they were.
    Eraser(
        "people.Person",
        make_shell,
        _("An empty shell with sex, band of age, office and day of registration: statistics must not change "
          "afterwards, and the trail of who did what must not point to nothing."),
        Fate.EMPTIED,
    ),
]  # fmt: skip

REPOINTERS = [
    Repointer("people.Handover", "person", asks=False),
    Repointer("people.LegalHold", "person", settle_holds, asks=False),
    # What was erased is merged with nobody.
    Repointer("people.Erasure", "person", moves=False, asks=False),
]

NO_ERASER = {
    "people.SearchKey": "goes with the line of the name that it was made of",
    "people.ConsentText": "the words that were read, the same for everybody",
    "people.Erasure": "says that the file was erased, and nothing of whom",
}
