"""Every page, everybody, every relation to what the page shows: nothing is sampled.

What should happen is written in `matrix/oracle.py`, by hand and apart from the code. A new page fails here until it has
its line there. Each answer is also searched for words of files that the reader may not see.
"""

import copy
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from ayni.people.models import Person
from tests.matrix.oracle import EVERYBODY, PAGES, PUBLIC, SEES, expected
from tests.matrix.people import CANARY, WISH, Cast, Things

WHO = sorted(EVERYBODY | {"anonymous", "passwordonly"})
METHODS = ("GET", "POST")
LEAD_TO_SIGNING_IN = {"account_logout", "mfa_authenticate"}


def all_pages(patterns: list[Any], space: str = "", before: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """The name of every page, and the words that its address carries."""
    for pattern in patterns:
        words = (*before, *(getattr(pattern.pattern, "converters", {}) or pattern.pattern.regex.groupindex))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from all_pages(pattern.url_patterns, inner, words)
        else:
            yield f"{space}{pattern.name}", list(words)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of refusals are no news here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cast(world) -> Cast:
    return Cast()


@pytest.fixture
def things(cast) -> Things:
    things = Things(cast)
    things.open_cases("ordinary", "protected", "restricted")
    things.coordinate()
    return things


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    if who != "anonymous":
        client.force_login(getattr(cast, who))
        client.get(reverse("access:enrol"))
    return client


def ask(client: Client, method: str, path: str) -> HttpResponse:
    """One request that leaves no trace: what it wrote is taken back, no limit counts it, nobody is signed out."""
    cache.clear()
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.generic(method, path, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def said(answer: HttpResponse) -> str:
    """What an answer amounts to, in the words of the oracle."""
    to = answer.headers.get("Location", "")
    if answer.status_code in {301, 302} and to.startswith(reverse("account_login")):
        return "sign in"
    if answer.status_code in {301, 302} and to.startswith(reverse("access:enrol")):
        return "second factor"
    if answer.status_code == 405:
        return "no such method"
    if answer.status_code >= 500:
        return f"broken ({answer.status_code})"
    return {403: "forbidden", 404: "not found"}.get(answer.status_code, "open")


def test_every_page_has_its_line_in_the_oracle():
    there = {name for name, _ in all_pages(get_resolver().url_patterns)}
    assert not there - set(PAGES), f"Say who may open these, in tests/matrix/oracle.py: {sorted(there - set(PAGES))}"
    assert not set(PAGES) - there, f"These pages are gone; take their lines out: {sorted(set(PAGES) - there)}"


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_everybody_gets_what_is_theirs_and_nothing_else(cast, things, part):
    """In four parts, so that several cores share them: building the world takes longer than asking for a page."""
    wrong = [line for who in WHO[part::4] for line in what_is_wrong(cast, things, who)]
    assert not wrong, "\n" + "\n".join(wrong)


def what_is_wrong(cast: Cast, things: Things, who: str) -> Iterator[str]:
    client, hidden = signed_in(cast, who), hidden_from(who)
    for name, words in all_pages(get_resolver().url_patterns):
        page = PAGES[name]
        for variant in SEES[page.of] if page.of else [""]:
            path = reverse(name, kwargs={word: things.word(name, word, page.of, variant) for word in words})
            for method in METHODS:
                answer = ask(client, method, path)
                got, should = said(answer), expected(who, name, variant)
                if not is_right(name, method, got, should):
                    yield f"{who}: {method} {path} [{name} {variant}]: {got}, should be {should}"
                if leaked := sorted(word for word in hidden if word in text_of(answer)):
                    yield f"{who}: {method} {path} [{name} {variant}] tells of {leaked}"


def is_right(name: str, method: str, got: str, should: str) -> bool:
    page = PAGES[name]
    if page.who == PUBLIC:
        # What a public page with a secret in its address answers is tested where it lives; here only that it stands.
        return got in {"open", "not found", "no such method"} or (got == "sign in" and name in LEAD_TO_SIGNING_IN)
    if method not in page.methods.split():
        return got in {"no such method", "sign in", "second factor", "forbidden", "not found"}
    return got == should


def hidden_from(who: str) -> set[str]:
    """The words that must not reach this person."""
    names = {CANARY[kind] for kind, seers in SEES["person"].items() if who not in seers}
    wishes = {WISH[kind] for kind, seers in SEES["case"].items() if who not in seers}
    # What was sent to Inés names the person: that is what the referral is for. It does not tell their case.
    released = {CANARY[kind] for kind, seers in SEES["inbox"].items() if who in seers}
    return (names - released) | wishes


def text_of(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers)


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
        reverse(name) for name in ("desk:home", "desk:cases", "desk:duplicates", "people:register",
                                           "referrals:inbox", "desk:supervision", "desk:supervision-cases",
                                           "desk:protected", "desk:approvals", "desk:transfers", "desk:tracings",
                                           "desk:absences", "desk:glass", "desk:glass-reviews", "people:breaches")
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
