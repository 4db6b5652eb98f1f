"""The clock of a personal-data breach, and what has to be written before it is closed."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

NOTIFY_WITHIN = timedelta(hours=48)
"""Regulation of Ley 29733 (DS 016-2024-JUS), in force since March 2025: the authority is told within 48 hours. Known
from what others write about it; nobody here has read it in the text of the norm, so it is shown as to be confirmed."""
NORM = "DS 016-2024-JUS"
REMIND_BEFORE = timedelta(hours=24)
ASSESSED = ("harm", "assessment", "people")
CONTAINED = ("containment",)
ON_AUTHORITY = ("authority_reference", "no_notice")
ON_PEOPLE = ("people_told", "people_told_at")
"""What each step of a breach writes: a page that showed something else is told."""
NOTICED_WITHIN = timedelta(days=10 * 365)


class CannotRecordBreach(RuleBroken):
    pass


def check_noticed(*, noticed_at: datetime, at: datetime) -> None:
    if noticed_at > at:
        raise CannotRecordBreach(_("That is still to come. Write when it was noticed."))
    if noticed_at < at - NOTICED_WITHIN:
        raise CannotRecordBreach(_("That is more than ten years ago. Look at the year."))


def check_is_open(*, is_open: bool) -> None:
    if not is_open:
        raise CannotRecordBreach(_("This breach is closed. Record another one if there is news."))


def check_words(*texts: str) -> None:
    if not all(text.strip() for text in texts):
        raise CannotRecordBreach(_("Write it down in a sentence: the authority may ask for it."))


def check_authority(*, reference: str, why_not: str) -> None:
    if bool(reference.strip()) == bool(why_not.strip()):
        raise CannotRecordBreach(_("Write the number of the notification, or why the authority is not told."))


def check_may_close(*, assessed: bool, contained: bool, decided_on_authority: bool, decided_on_people: bool) -> None:
    missing = [
        words
        for done, words in (
            (assessed, _("assess what it may do to people")),
            (contained, _("contain it")),
            (decided_on_authority, _("tell the authority, or say why not")),
            (decided_on_people, _("tell the people concerned, or say why not")),
        )
        if not done
    ]
    if missing:
        raise CannotRecordBreach(_("Before it is closed: %(missing)s.") % {"missing": "; ".join(missing)})
