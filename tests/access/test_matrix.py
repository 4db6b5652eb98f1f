"""Every page, everybody, every relation to what the page shows: nothing is sampled.

What should happen is written in `pages.py` and `whom.py`, by hand and apart from the code. A new page fails here until
it has its line there. Each answer is also searched for words of files that the reader may not see.
"""

import logging
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from ayni.observatory.tests.conftest import forget, put_releases
from ayni.people.models import Person
from tests.access.asking import (
    WHO,
    all_pages,
    ask,
    hidden_from,
    questions,
    signed_in,
    text_of,
    typed_questions,
    what_is_wrong,
)
from tests.access.cast import CANARY, PROFILE, Cast
from tests.access.pages import PAGES
from tests.access.things import Things
from tests.access.whom import SEES


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of refusals are no news here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def published() -> Iterator[None]:
    """What is open is there to be read: two made-up releases, and nothing that another test left behind."""
    forget()
    put_releases()
    yield
    forget()


@pytest.fixture
def cast(world, published) -> Cast:
    return Cast()


@pytest.fixture
def things(cast) -> Things:
    things = Things(cast)
    things.open_cases(*PROFILE)
    things.ask_the_state()
    things.coordinate()
    things.leave_traces()
    return things


def test_every_page_has_its_line_in_the_oracle():
    there = {name for name, _ in all_pages(get_resolver().url_patterns)}
    assert not there - set(PAGES), f"Say who may open these, in tests/access/pages.py: {sorted(there - set(PAGES))}"
    assert not set(PAGES) - there, f"These pages are gone; take their lines out: {sorted(set(PAGES) - there)}"


@pytest.mark.parametrize("part", [0, 1])
def test_half_of_everybody_gets_what_is_theirs_and_nothing_else(cast, things, part):
    """The other half: `test_matrix_of_others.py`. Tests of one file run in one process, and this takes the longest."""
    asks_everything(cast, things, WHO[part::4])


def asks_everything(cast: Cast, things: Things, people: list[str]) -> None:
    wrong: list[str] = []
    for who in people:
        client, hidden = signed_in(cast, who), hidden_from(who, things)
        for question in (*questions(who, things), *typed_questions(who, things)):
            wrong += what_is_wrong(question, client, hidden)
    assert not wrong, "\n" + "\n".join(wrong)


QUIET = ["julio", "marta", "nadia", "vera", "lia", "ada", "tomas", "olga"]


@pytest.mark.parametrize("who", QUIET)
def test_a_restricted_case_changes_no_list_search_or_count_of_those_outside_its_team(cast, who):
    """The same pages before and after it is opened, to the letter."""
    with time_machine.travel(timezone.now(), tick=False):
        things = Things(cast)
        things.open_cases("ordinary")
        client = signed_in(cast, who)
        before = lists(client)
        things.open_cases("restricted")
        after = lists(client)
    assert before == after


def lists(client: Client) -> dict[str, str]:
    """Every page that lists, counts or finds, without what changes with each request."""
    found = {}
    searches = ["Zafirorestringido", CANARY["restricted"], "DOCrestricted", "+51999000111", "Yusleidy Carolina"]
    paths = [
        reverse(name)
        for name in ("desk:home", "desk:cases", "desk:duplicates", "people:register", "referrals:inbox",
                     "referrals:alerts", "desk:supervision", "desk:supervision-cases", "desk:protected",
                     "desk:approvals", "desk:transfers", "desk:tracings", "desk:absences", "desk:glass",
                     "desk:glass-reviews", "people:breaches", "procedures:applications", "procedures:expiries",
                     "procedures:preregistrations", "procedures:service-log", "feedback:board")
    ]  # fmt: skip
    paths += [reverse("desk:number", args=[code]) for code in SEES["number"]]
    paths += [f"{reverse('desk:people')}?q={text}" for text in searches]
    paths += [f"{reverse('desk:cases')}?q={text}" for text in searches]
    paths += [reverse("results:compliance")]
    free = Person.objects.order_by("registered_at", "pk").first()
    paths += [
        reverse(name, args=[free.pk])
        for name in ("desk:person", "desk:person-family", "people:relative-add", "people:household-join",
                     "people:household-leave", "people:household-end", "people:household-move")
    ]  # fmt: skip
    for path in paths:
        answer = ask(client, "GET", path)
        text = re.sub(r'name="(once|csrfmiddlewaretoken|searched)" value="[^"]*"', "", text_of(answer))
        found[path] = re.sub(r'"X-CSRFToken": "[^"]*"|nonce[^ ]*', "", text).partition("{'Content-Type'")[0]
    return found


def test_the_oracle_names_everybody_of_the_cast(cast):
    for who in WHO:
        assert who == "anonymous" or getattr(cast, who).username
