"""Searching is a verb: nobody finds out, unseen and without end, who has a file that is closed to them."""

from datetime import datetime

from django.core.cache import cache
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.limits import used, within
from ayni.people import queries
from ayni.people.queries import Found
from ayni.people.rules.asking import NothingToSearch, Sought

MOST_SEARCHES, SEARCHES_IN = 600, 300
"""In so many seconds. Whoever types fast, all the time, stays below it."""
MOST_HIDDEN, HIDDEN_IN = 100, 3600
"""Searches that come upon somebody new with a closed file, in so many seconds."""
_SAME_SEARCH = 600
"""Seconds. A search while typing meets the same person at every letter."""


def search(*, text: str, by: User, at: datetime) -> Found:
    """Who may be meant by one line of text. Raises NothingToSearch with a sentence."""
    _check_not_endless(by)
    return _recorded(queries.search(text, by, at), by, at)


def search_for(*, sought: Sought, by: User, at: datetime) -> Found:
    """The same, for what a form says of somebody."""
    return _recorded(queries.search_for(sought, by), by, at)


def _check_not_endless(by: User) -> None:
    is_within = within(f"search:{by.pk}", most=MOST_SEARCHES, seconds=SEARCHES_IN)
    if not is_within or used(_met(by)) >= MOST_HIDDEN:
        raise NothingToSearch(_("There were very many searches in a short time. Wait a few minutes and search again."))


def _recorded(found: Found, by: User, at: datetime) -> Found:
    """Whoever with a closed file was come upon stands in the trail, and the search counts."""
    new = [pk for pk in found.hidden if cache.add(f"met:{by.pk}:{pk}", 1, _SAME_SEARCH)]
    if new:
        within(_met(by), most=MOST_HIDDEN, seconds=HIDDEN_IN)
        audit.record("search.met_hidden", subject=by, by=by, at=at, people=[str(pk) for pk in new])
    return found


def _met(by: User) -> str:
    return f"met:{by.pk}"
