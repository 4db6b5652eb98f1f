"""What happened, in words. A test sees to it that every verb which is recorded with a thread has its sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.audit.models import Event
from ayni.cases.models import AttemptResult, DenialOutcome, GoalState, NeedState, Outcome, SkipReason

VERBS: dict[str, str | Promise] = {
    "case.opened": gettext_lazy("Read the file of the case"),
    "case.started": gettext_lazy("Opened the case"),
    "case.closed": gettext_lazy("Closed the case"),
    "case.reopened": gettext_lazy("Opened the case again"),
    "case.import_undone": gettext_lazy("Took out the case with the list that had brought it"),
    "case.reassigned": gettext_lazy("Handed the case on"),
    "case.moved_to_version": gettext_lazy("Moved the case to a newer version of a protocol"),
    "evidence.noted": gettext_lazy("Noted that something shows a gap in the rules or the services"),
    "evidence.linked": gettext_lazy("Said which gap something shows"),
    "case.plan_printed": gettext_lazy("Printed the plan"),
    "case.coming_of_age": gettext_lazy("The person turns 18 soon: whoever attends to them was told"),
    "approval.asked": gettext_lazy("Asked for approval"),
    "approval.given": gettext_lazy("Approved"),
    "approval.sent_back": gettext_lazy("Sent back what was asked"),
    "approval.withdrawn": gettext_lazy("Withdrew what was asked"),
    "transfer.asked": gettext_lazy("Asked another office to take the case over"),
    "transfer.accepted": gettext_lazy("Took the case over from another office"),
    "transfer.declined": gettext_lazy("Declined to take the case over"),
    "transfer.withdrawn": gettext_lazy("Withdrew the transfer"),
    "conference.held": gettext_lazy("Wrote down a case conference"),
    "glass.broken": gettext_lazy("Opened the case by emergency access"),
    "glass.mended": gettext_lazy("Ended the emergency access"),
    "glass.reviewed": gettext_lazy("Reviewed an emergency access"),
    "tracing.opened": gettext_lazy("Read a search for a relative"),
    "tracing.begun": gettext_lazy("Began to look for a relative"),
    "tracing.wish_heard": gettext_lazy("Wrote down what the person wants of the search"),
    "tracing.source_added": gettext_lazy("Wrote down what a source says of the relative"),
    "tracing.found_elsewhere": gettext_lazy("Found the relative, who has no file here"),
    "tracing.verified": gettext_lazy("Verified that they are family"),
    "tracing.risk_weighed": gettext_lazy("Weighed the risk of bringing the family together"),
    "tracing.ended": gettext_lazy("Ended the search for a relative"),
    "breach.recorded": gettext_lazy("Recorded a data breach"),
    "breach.assessed": gettext_lazy("Assessed a data breach"),
    "breach.contained": gettext_lazy("Contained a data breach"),
    "breach.authority_told": gettext_lazy("Told the authority of a data breach"),
    "breach.authority_not_told": gettext_lazy("Wrote why the authority is not told of a data breach"),
    "breach.people_told": gettext_lazy("Told the people concerned of a data breach"),
    "breach.people_not_told": gettext_lazy("Wrote why the people concerned are not told of a data breach"),
    "breach.closed": gettext_lazy("Closed a data breach"),
    "breach.reminded": gettext_lazy("Reminded of the clock of a data breach"),
    "task.added": gettext_lazy("Added a task"),
    "task.done": gettext_lazy("Finished a task"),
    "task.skipped": gettext_lazy("Skipped a task"),
    "task.taken_back": gettext_lazy("Took a finished task back"),
    "task.referred": gettext_lazy("Referred a task"),
    "task.returned": gettext_lazy("A referral ended without result: the task is to be done again"),
    "form.begun": gettext_lazy("Began a form"),
    "form.saved": gettext_lazy("Saved a form"),
    "form.completed": gettext_lazy("Completed a form"),
    "form.discarded": gettext_lazy("Threw a form away"),
    "caseform.opened": gettext_lazy("Read the answers of a form"),
    "caseform.printed": gettext_lazy("Printed the answers of a form"),
    "risk.assessed": gettext_lazy("Assessed the risk"),
    "follow_up.planned": gettext_lazy("Planned the next contact"),
    "person.contacted": gettext_lazy("Tried to reach the person"),
    "goal.stated": gettext_lazy("Wrote down a goal"),
    "goal.changed": gettext_lazy("Noted how a goal stands"),
    "service.given": gettext_lazy("Noted a service that was given"),
    "denial.noted": gettext_lazy("Noted a denial of service"),
    "denial.settled": gettext_lazy("Noted what came of a denial"),
    "gap.shown": gettext_lazy("Noted which gap it shows"),
    "need.stated": gettext_lazy("Wrote down what the person needs"),
    "need.changed": gettext_lazy("Noted what became of a need"),
    "note.written": gettext_lazy("Wrote a note"),
    "screening.started": gettext_lazy("Began a screening"),
    "screening.oriented": gettext_lazy("Ended a screening with an orientation"),
    "screening.opened": gettext_lazy("Read the answers of the screening"),
    "referral.sent": gettext_lazy("Sent a referral"),
    "referral.sent_again": gettext_lazy("Sent a referral again"),
    "referral.opened": gettext_lazy("Read a referral"),
    "referral.acknowledged": gettext_lazy("Confirmed that a referral arrived"),
    "referral.accepted": gettext_lazy("Accepted a referral"),
    "referral.declined": gettext_lazy("Declined a referral"),
    "referral.completed": gettext_lazy("Reported how a referral ended"),
    "referral.question": gettext_lazy("Asked something about a referral"),
    "referral.replied": gettext_lazy("Replied about a referral"),
    "referral.withdrawn": gettext_lazy("Withdrew a referral"),
    "referral.consent_withdrawn": gettext_lazy("The consent behind a referral was withdrawn"),
    "alert.matched": gettext_lazy("Found that an alert is about this person"),
    "alert.attended": gettext_lazy("Began the conversation that an alert asked for"),
    "referral.drafted": gettext_lazy("Began to write a referral"),
    "referral.draft_discarded": gettext_lazy("Discarded the draft of a referral"),
    "referral.closed": gettext_lazy("Closed a referral"),
    "referral.expired": gettext_lazy("A referral ended because nobody answered"),
    "referral.feedback": gettext_lazy("Noted what the person says of how a referral went"),
    "referral.person_asked": gettext_lazy("Asked the person by SMS how a referral went"),
    "referral.printed": gettext_lazy("Printed the letter of a referral"),
    "referral.reminded": gettext_lazy("Reminded the institution of a referral"),
    "referral.escalated": gettext_lazy("Escalated a referral that was not answered in time"),
    "link.opened": gettext_lazy("Opened the link to a referral"),
    "link.code_sent": gettext_lazy("Was sent a code for a referral"),
    "link.code_wrong": gettext_lazy("Typed a wrong code for a referral"),
    "link.code_right": gettext_lazy("Was let in to a referral by a code"),
    "link.answered": gettext_lazy("Answered a referral through its link"),
    "link.refused": gettext_lazy("Was refused at the link to a referral"),
    "person.registered": gettext_lazy("Registered the person"),
    "search.met_hidden": gettext_lazy("Searched, and was told of a file that is closed to them"),
    "person.opened": gettext_lazy("Read the person's file"),
    "person.corrected": gettext_lazy("Corrected who the person is"),
    "person.moved": gettext_lazy("Recorded that the person lives elsewhere"),
    "document.added": gettext_lazy("Added a document"),
    "document.verified": gettext_lazy("Saw the original of a document"),
    "document.ended": gettext_lazy("Ended a document"),
    "attachment.added": gettext_lazy("Added a photo or a scan"),
    "attachment.replaced": gettext_lazy("Replaced a photo or a scan"),
    "attachment.removed": gettext_lazy("Took out a photo or a scan"),
    "attachment.opened": gettext_lazy("Looked at a photo or a scan"),
    "characteristic.recorded": gettext_lazy("Recorded something about the person"),
    "characteristic.confirmed": gettext_lazy("Confirmed something about the person"),
    "characteristic.ended": gettext_lazy("Recorded that something about the person is no longer so"),
    "nationality.added": gettext_lazy("Added a nationality"),
    "nationality.ended": gettext_lazy("Ended a nationality"),
    "situation.recorded": gettext_lazy("Recorded the migratory situation"),
    "contact.added": gettext_lazy("Added a way to reach the person"),
    "contact.ended": gettext_lazy("Noted that a contact must not be used any more"),
    "relative.added": gettext_lazy("Added a relative"),
    "relative.corrected": gettext_lazy("Corrected a family link"),
    "relative.identified": gettext_lazy("Said which file a relative has"),
    "relative.ended": gettext_lazy("Ended a family link"),
    "household.joined": gettext_lazy("Recorded with whom the person lives"),
    "household.left": gettext_lazy("Recorded that the person left a household"),
    "consent.given": gettext_lazy("Recorded a consent"),
    "consent.withdrawn": gettext_lazy("Recorded that a consent was withdrawn"),
    "person.merged": gettext_lazy("Merged this file with another one"),
    "person.absorbed": gettext_lazy("This file became part of another one"),
    "person.unmerged": gettext_lazy("Separated two files again"),
    "readers.printed": gettext_lazy("Printed for the person who saw their file"),
    "own_data.handed_over": gettext_lazy("Made a copy of the person's data, after checking who asked for it"),
    "own_data.downloaded": gettext_lazy("Took the copy of the person's data"),
    "hold.placed": gettext_lazy("Put the file on hold: it must not be erased"),
    "hold.lifted": gettext_lazy("Lifted the hold of the file"),
    "person.erased": gettext_lazy("Erased the file of the person"),
    "import.received": gettext_lazy("Brought a list of people"),
    "import.mapped": gettext_lazy("Said what the columns of a list are"),
    "import.mapping_kept": gettext_lazy("Kept what the columns of a list are"),
    "import.unreadable": gettext_lazy("A list could not be read"),
    "import.staged": gettext_lazy("A list was read and compared"),
    "import.row_fixed": gettext_lazy("Mended a row of a list"),
    "import.row_decided": gettext_lazy("Decided about a row of a list"),
    "import.accepted": gettext_lazy("Accepted rows of a list"),
    "import.taken_in": gettext_lazy("Rows of a list were taken in"),
    "import.rejected": gettext_lazy("Rejected a list"),
    "import.undone": gettext_lazy("A list was taken back"),
    "import.forgotten": gettext_lazy("The rows of a list were kept long enough"),
    "person.imported": gettext_lazy("Registered the person from a list"),
    "person.linked": gettext_lazy("Added to the file what a list says"),
    "compartment.placed": gettext_lazy("Set who may see the person's file"),
    "compartment.lifted": gettext_lazy("Took back who may see the person's file, with a case that was taken out"),
}

NOTED: dict[str, str | Promise] = {
    "referral.acknowledged": gettext_lazy("Noted that the institution has received the referral"),
    "referral.accepted": gettext_lazy("Noted that the institution accepted the referral"),
    "referral.declined": gettext_lazy("Noted that the institution declined the referral"),
    "referral.completed": gettext_lazy("Noted how the institution says that the referral ended"),
    "referral.question": gettext_lazy("Noted what the institution asks about the referral"),
}
"""What an institution said to the sender, by telephone or in person: it is the sender's word, and not theirs."""

LABELS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "case.closed": lambda details: str(Outcome(details["outcome"]).label),
    "case.moved_to_version": lambda details: f"{details['code']}, {details['before']} → {details['after']}",
    "person.contacted": lambda details: str(AttemptResult(details["result"]).label),
    "goal.changed": lambda details: str(GoalState(details["state"]).label),
    "denial.settled": lambda details: str(DenialOutcome(details["outcome"]).label),
    "need.changed": lambda details: str(NeedState(details["state"]).label),
    "task.skipped": lambda details: str(SkipReason(details["reason"]).label),
}
"""What a code in the details says about the event."""

ATTENTION = frozenset(
    {
        "case.closed", "case.moved_to_version", "case.reopened", "case.reassigned", "task.taken_back",
        "task.returned", "referral.declined",
        "referral.escalated", "referral.consent_withdrawn", "link.code_wrong", "link.refused",
        "approval.sent_back",
        "transfer.accepted", "glass.broken", "case.coming_of_age",
    }
)  # fmt: skip


def sentence(event: Event, title: str = "", *, noted: bool = False) -> str:
    """What was done, and to which task or referral; `noted`, when it is somebody else's word of what an institution
    said. A verb that nobody gave words is shown as it is, never hidden."""
    what = str((NOTED.get(event.verb) if noted else None) or VERBS.get(event.verb, event.verb))
    more = [title] if title else []
    if event.verb in LABELS:
        more.append(LABELS[event.verb](event.details))
    return f"{what}: {' · '.join(more)}" if more else what


def somebody(by: str) -> str:
    """Who did it, when it was no user."""
    if by.startswith("link:"):
        return _("Through the link of an institution")
    return _("Ayni") if by == "system" else _("A former user")


def tone(verb: str) -> str:
    return "attention" if verb in ATTENTION else ""
