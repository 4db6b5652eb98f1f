"""What the worker does again and again. An app's action plugs in here by one line."""

from datetime import datetime, timedelta

from django.conf import settings

from ayni.access import actions as access
from ayni.audit import actions as audit
from ayni.audit import queries as trail
from ayni.cases import actions as cases
from ayni.config.worker_loop import Duty, Lane
from ayni.directory import actions as directory
from ayni.facts import actions as facts
from ayni.feedback import actions as feedback
from ayni.feedback.actions.calls import keep_calls
from ayni.files import actions as files
from ayni.notices import actions as notices
from ayni.observatory import actions as observatory
from ayni.observatory.actions import bulletins
from ayni.observatory.actions import files as open_files
from ayni.people import actions as people
from ayni.people.actions import imports as lists
from ayni.portal import actions as portal
from ayni.procedures import actions as procedures
from ayni.procedures.actions import appointments, biometrics, queueing
from ayni.procedures.actions.card_alerts import watch_cards
from ayni.procedures.actions.looks import answer_looks, forget_looks
from ayni.referrals import actions as referrals


def sign_head(at: datetime) -> None:
    if trail.checkpoint_due(at):
        audit.sign_head(at=at)


def clear_sessions(at: datetime) -> None:
    access.forget_sessions(at=at)
    access.forget_submissions(at=at)


def send_bulletins(at: datetime) -> None:
    bulletins.send_bulletins(home=settings.AYNI_HOME, at=at)


def make_papers(at: datetime) -> None:
    bulletins.make_papers(home=settings.AYNI_HOME, at=at)


def make_files_of_releases(at: datetime) -> None:
    open_files.make_files(home=settings.AYNI_HOME)


def make_files_that_are_waited_for(at: datetime) -> None:
    open_files.make_wanted(home=settings.AYNI_HOME)


def tend_appointments(at: datetime) -> None:
    """Seats that nobody confirmed or answered for go to whoever is next; who had a closed day gets another one."""
    appointments.release_lapsed(at=at)
    appointments.lapse_offers(at=at)
    appointments.relocate(at=at)
    appointments.offer_free(at=at)


BATCH, NIGHT = Lane.BATCH, Lane.NIGHT

DUTIES: tuple[Duty, ...] = (
    Duty("outbox", timedelta(seconds=2), lambda at: notices.deliver_due(at=at)),
    Duty("clock of referrals", timedelta(minutes=1), lambda at: referrals.strike_clock(at=at)),
    Duty("referrals that nobody answers", timedelta(minutes=10), lambda at: referrals.expire_due(at=at)),
    Duty("agreements that end soon", timedelta(hours=6), lambda at: directory.watch_agreements(at=at)),
    Duty("digests", timedelta(minutes=5), lambda at: notices.send_digests(at=at)),
    Duty("clock of alerts", timedelta(minutes=1), lambda at: referrals.strike_alerts(at=at)),
    Duty("alerts of nobody", timedelta(days=1), lambda at: referrals.forget_alerts(at=at), NIGHT),
    Duty("drafts of referrals", timedelta(days=1), lambda at: referrals.forget_drafts(at=at), NIGHT),
    # Signed a little after it is due: the rule of a day is the audit's own.
    Duty("audit checkpoint", timedelta(minutes=10), sign_head),
    Duty("facts", timedelta(days=1), lambda at: facts.refresh(home=settings.AYNI_HOME, at=at), NIGHT),
    Duty("retention", timedelta(days=1), lambda at: people.run_retention(at=at), NIGHT),
    Duty("coming of age", timedelta(days=1), lambda at: cases.tell_of_coming_of_age(at=at), NIGHT),
    Duty("clock of data breaches", timedelta(hours=1), lambda at: people.remind_of_breaches(at=at)),
    Duty("possible duplicates", timedelta(days=1), lambda at: people.find_duplicates(at=at), NIGHT),
    Duty("biometric records nobody refers to", timedelta(days=1), lambda at: biometrics.sweep_vault(at=at), NIGHT),
    Duty("files nobody refers to", timedelta(days=1), lambda at: files.sweep(at=at), NIGHT),
    Duty("lists that come in", timedelta(seconds=1), lambda at: lists.work_on_lists(at=at), BATCH),
    Duty("institutions to be asked", timedelta(days=1), lambda at: directory.ask_institutions(at=at), NIGHT),
    Duty("corrections that did not come", timedelta(hours=1), lambda at: procedures.abandon_due(at=at)),
    Duty("holidays declared afterwards", timedelta(days=1), lambda at: procedures.follow_holidays(at=at), NIGHT),
    Duty("permits that end soon", timedelta(days=1), lambda at: procedures.tell_of_expiry(at=at), NIGHT),
    Duty("seats of appointments", timedelta(seconds=20), tend_appointments),
    Duty("holidays of calendars", timedelta(hours=1), lambda at: appointments.watch_holidays(at=at)),
    Duty("reminders of appointments", timedelta(minutes=10), lambda at: appointments.remind(at=at)),
    Duty("appointments nobody came to", timedelta(minutes=30), lambda at: appointments.mark_no_shows(at=at)),
    Duty("codes of appointments", timedelta(days=1), lambda at: appointments.forget_holds(at=at), NIGHT),
    Duty("who asks how it stands", timedelta(seconds=1), lambda at: answer_looks(at=at)),
    Duty("who asked how it stands", timedelta(days=1), lambda at: forget_looks(at=at), NIGHT),
    Duty("days of the queue that are over", timedelta(minutes=10), lambda at: queueing.end_days(at=at)),
    Duty("cards that are nowhere", timedelta(hours=1), lambda at: watch_cards(at=at)),
    Duty("addresses that guides name", timedelta(days=1), lambda at: portal.check_links(at=at), NIGHT),
    Duty("conversations by telephone", timedelta(minutes=1), lambda at: portal.forget_conversations(at=at)),
    Duty("bulletins to subscribers", timedelta(minutes=5), send_bulletins, BATCH),
    Duty("papers of bulletins", timedelta(minutes=2), make_papers, BATCH),
    Duty("addresses nobody confirmed", timedelta(days=1), lambda at: notices.forget_unconfirmed(at=at), NIGHT),
    Duty("guides read aloud", timedelta(minutes=5), lambda at: portal.record_guides(at=at), BATCH),
    Duty("clock of reports", timedelta(minutes=10), lambda at: feedback.strike_reports(at=at)),
    Duty("sensitive reports", timedelta(hours=1), lambda at: feedback.remind_of_sensitive(at=at)),
    Duty("calls asked for", timedelta(minutes=1), lambda at: keep_calls(at=at)),
    Duty("answers nobody spoke of", timedelta(hours=6), lambda at: feedback.close_silent(at=at)),
    Duty("questions after an attention", timedelta(days=1), lambda at: feedback.ask_after_attention(at=at), NIGHT),
    Duty("releases that were asked for", timedelta(seconds=2), lambda at: observatory.prepare_waiting(at=at), BATCH),
    Duty("files of releases", timedelta(seconds=20), make_files_of_releases, BATCH),
    Duty("files of releases that somebody waits for", timedelta(seconds=2), make_files_that_are_waited_for, BATCH),
    Duty("ended sessions", timedelta(days=1), clear_sessions, NIGHT),
    Duty("answers to forms", timedelta(minutes=10), lambda at: access.forget_answers(at=at)),
)
