"""What becomes of every table of this app when a person is erased, in the order in which it is done.

All of them are here; apps above list theirs in a file of the same name. How they follow when two files become one:
`repointing.py`.
"""

from django.utils.translation import gettext_lazy as _

from ayni.people.actions import erase_attachments, following, forgetting
from ayni.people.actions.erasers import deletes, empties, stays
from ayni.people.actions.imports import following as lists
from ayni.people.actions.shells import empty_name_lines, forget_in_sessions, make_shell
from ayni.people.hooks import Eraser, Fate

ERASERS = [
    Eraser("people.Attachment", erase_attachments),
    Eraser("people.OtherIdentity", forgetting.forget_identities),
    Eraser(
        "people.Merge",
        forgetting.forget_merges,
        keeps=_("That two files became one, by whom and when, without what they said."),
    ),
    Eraser("people.PossibleDuplicate", forgetting.forget_pairs),
    Eraser("people.Sweep", forgetting.forget_held),
    Eraser(
        "people.Relationship",
        following.erase_links,
        keeps=_("That a relative has a link of this kind, and its dates, without name or file: it is their history."),
        fate=Fate.EMPTIED,
    ),
    Eraser("people.HouseholdMember", following.erase_memberships),
    Eraser("people.Draft", following.erase_drafts, fate=Fate.EMPTIED),
    Eraser("people.StagedRow", lists.erase_rows),
    Eraser("people.ExternalId", lists.erase_numbers),
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

NO_ERASER = {
    "people.SearchKey": "goes with the line of the name that it was made of",
    "people.ConsentText": "the words that were read, the same for everybody",
    "people.ImportBatch": "a list, not a person: its rows are erased, and with them the name of its file",
    "people.ImportMapping": "says what the columns of a list are",
    "people.Erasure": "says that the file was erased, and nothing of whom",
}
