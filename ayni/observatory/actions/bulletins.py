"""Bulletins of a quarter, made and sent when it is published."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.notices import actions as notices
from ayni.notices import queries as subscribed
from ayni.notices.actions import Letter
from ayni.notices.models import Subscription

from .. import papers, published, quarters
from ..addresses import address, whole
from ..names import is_named, name_of
from ..published import Release
from ..quarters import Quarter

TOPIC = "bulletin:"
AT_ONCE = 5
"""Papers made in one turn of the worker: others of its duties wait meanwhile."""


def ask_to_subscribe(*, code: str, email: str, language: str, at: datetime) -> None:
    """A letter with the link that confirms it. What was typed is not believed before."""

    with override(language):
        name = name_of(code)

        def write(subscription: Subscription) -> Letter:
            link = whole(address("confirm", language, subscribed.token_of(subscription)))
            text = _(
                "Somebody, probably you, asked for the bulletin of %(name)s by e-mail.\n\nIf it was you, confirm it "
                "here:\n%(link)s\n\nIf it was not you, do nothing: this address is forgotten in a week."
            )
            subject = _("Do you want the bulletin of %(name)s?") % {"name": name}
            return Letter(subject, text % {"name": name, "link": link})

        notices.subscribe(topic=f"{TOPIC}{code}", email=email, language=language, write=write, at=at)


def code_of(subscription: Subscription) -> str:
    return subscription.topic.removeprefix(TOPIC)


def newest_issue(home: Path, at: datetime) -> tuple[Quarter, Release] | None:
    return next(iter(quarters.issues(published.releases(home, at)).items()), None)


def confirm(*, subscription: Subscription, home: Path, at: datetime) -> None:
    issue = newest_issue(home, at)
    notices.confirm_subscription(subscription=subscription, told=str(issue[0]) if issue else "", at=at)


def send_bulletins(*, home: Path, at: datetime) -> int:
    """The newest quarter, to whoever asked for it and was not told yet. How many were told."""
    issue = newest_issue(home, at)
    if issue is None:
        return 0
    quarter = str(issue[0])

    def write(subscription: Subscription) -> Letter | None:
        return _letter(subscription, issue[0])

    return notices.tell_subscribers(prefix=TOPIC, issue=quarter, write=write, at=at)


def _letter(subscription: Subscription, quarter: Quarter) -> Letter | None:
    """None: of what is not there any more, such as a district that became part of another."""
    code, language = code_of(subscription), subscription.language
    if not is_named(code):
        return None
    with override(language):
        end = whole(address("unsubscribe", language, subscribed.token_of(subscription)))
        text = _(
            "The bulletin of %(name)s for %(quarter)s is out.\n\nTo read it: %(page)s\nAs PDF: %(paper)s\n\n"
            "You do not want it any more? One press ends it:\n%(end)s"
        ) % {
            "name": name_of(code), "quarter": quarter.words,
            "page": whole(address("bulletin-of", language, code, str(quarter))),
            "paper": whole(address("bulletin-pdf-of", language, code, str(quarter))),
            "end": end,
        }  # fmt: skip
        subject = _("Bulletin of %(name)s, %(quarter)s") % {"name": name_of(code), "quarter": quarter.words}
    return Letter(subject, text, end)


def make_papers(*, home: Path, at: datetime) -> int:
    """The papers of the newest quarter that are asked for most, before anybody asks: of the country, the departments,
    the themes, and of each place that somebody subscribed to. How many were made in this turn."""
    issue = newest_issue(home, at)
    if issue is None:
        return 0
    quarter, release = issue
    wanted = dict.fromkeys([*papers.usual(), *(topic.removeprefix(TOPIC) for topic in subscribed.subscribers(TOPIC))])
    made = 0
    for code in wanted:
        for language in ("es", "en"):
            if made < AT_ONCE and not papers.is_there(home, release, code, quarter, language):
                with override(language):
                    made += papers.paper(home, release, code, quarter, language) is not None
    return made
