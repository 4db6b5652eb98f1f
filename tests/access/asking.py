"""Asking for every page, as everybody, about every thing; and what is wrong with an answer."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from . import network_pages
from .addresses import Addresses
from .cast import CANARY, HIDDEN_WISH, WISH, Cast
from .oracle import expected
from .pages import PAGES
from .things import Things
from .typed import TYPED, asked
from .whom import EVERYBODY, HIDDEN_CASE, NORM_READERS, PUBLIC, SEES, TELLS_NUMBERS

WHO = sorted(EVERYBODY | {"anonymous", "passwordonly"})
METHODS = ("GET", "POST")
MOST_STEPS = 2
LEAD_TO_SIGNING_IN = {"account_logout", "mfa_authenticate", "socialaccount_login_cancelled"}


def all_pages(patterns: list[Any], space: str = "", before: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """The name of every page, and the words that its address carries."""
    for pattern in patterns:
        words = (*before, *(getattr(pattern.pattern, "converters", {}) or pattern.pattern.regex.groupindex))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from all_pages(pattern.url_patterns, inner, words)
        else:
            yield f"{space}{pattern.name}", list(words)


def signed_in(cast: Cast, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who != "anonymous":
        client.force_login(getattr(cast, who))
        client.get(reverse("access:enrol"))
    return client


def ask(client: Client, method: str, path: str, body: str = "") -> HttpResponse:
    """One request that leaves no trace: what it wrote is taken back, no limit counts it, nobody is signed out."""
    with untraced(client):
        return client.generic(method, path, body, content_type="application/x-www-form-urlencoded")


@contextmanager
def untraced(client: Client) -> Iterator[None]:
    cache.clear()
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def told(client: Client, question: "Question") -> tuple[HttpResponse, str]:
    """The answer, and all that is to be read: of what was typed, also the page to which it led."""
    if not question.is_typed:
        answer = ask(client, question.method, question.path)
        return answer, text_of(answer)
    with untraced(client):
        first = answer = client.generic(
            question.method, question.path, question.body, content_type="application/x-www-form-urlencoded"
        )
        text = text_of(answer)
        for _ in range(MOST_STEPS):
            if answer.status_code != 302:
                break
            answer = client.get(answer.headers["Location"])
            text += text_of(answer)
    return first, text


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


@dataclass(frozen=True)
class Question:
    who: str
    name: str
    variant: str
    method: str
    path: str
    body: str = ""
    may_tell: frozenset[str] = frozenset()
    """What this page tells also to those who may not open it."""
    is_typed: bool = False
    """Whether it opens depends on what was typed; it is only to tell nothing."""
    as_of_nobody: "Question | None" = None
    """The same about what is not there, if the answer must be the same."""

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.path} {self.body} [{self.name} {self.variant}]"


def questions(who: str, things: Things) -> Iterator[Question]:
    addresses = Addresses(things)
    for name, words in all_pages(get_resolver().url_patterns):
        page = PAGES[name]
        for variant in SEES[page.of] if page.of else [""]:
            path = reverse(name, kwargs={word: addresses.word(name, word, page.of, variant) for word in words})
            for method in METHODS:
                yield Question(who, name, variant, method, path, may_tell=_told_by(name, things))


def _told_by(name: str, things: Things) -> frozenset[str]:
    case = things.files["protected"].case if name in TELLS_NUMBERS and "protected" in things.files else None
    return frozenset({case.number}) if case else frozenset()


def typed_questions(who: str, things: Things) -> Iterator[Question]:
    """About what this person may not see, typed in."""
    for typed in TYPED:
        if who not in PAGES[typed.page].who:
            continue
        for kind in things.files:
            sees_file = who in SEES["person"][kind]
            if kind == "free" or (sees_file and (typed.same or kind != "mixed")):
                continue
            nobody = Question(who, typed.page, "", typed.method, *asked(typed, things, None)) if typed.same else None
            path, body = asked(typed, things, kind)
            yield Question(who, typed.page, kind, typed.method, path, body, is_typed=True, as_of_nobody=nobody)


def what_is_wrong(question: Question, client: Client, hidden: set[str]) -> Iterator[str]:
    """`hidden`: words that whoever asks must not read."""
    answer, text = told(client, question)
    if question.as_of_nobody:
        other = question.as_of_nobody
        of_nobody = ask(client, other.method, other.path, other.body)
        if said(answer) != said(of_nobody) or answer.headers.get("Location") != of_nobody.headers.get("Location"):
            yield f"{question}: {said(answer)}, and of what is not there {said(of_nobody)}"
    if not question.is_typed:
        got, should = said(answer), expected(question.who, question.name, question.variant)
        if not is_right(question.name, question.method, got, should):
            yield f"{question}: {got}, should be {should}"
    # An answer may repeat what was asked.
    typed = unquote(question.path + question.body)
    if leaked := sorted(word for word in hidden - question.may_tell if word in text and word not in typed):
        yield f"{question} tells of {leaked}"


def is_right(name: str, method: str, got: str, should: str) -> bool:
    page = PAGES[name]
    if page.who == PUBLIC:
        # What a public page with a secret in its address answers is tested where it lives; here only that it stands.
        return got in {"open", "not found", "no such method"} or (got == "sign in" and name in LEAD_TO_SIGNING_IN)
    if method not in page.methods.split():
        return got in {"no such method", "sign in", "second factor", "forbidden", "not found"}
    return got == should


def hidden_from(who: str, things: Things) -> set[str]:
    """What must not reach this person: names, wishes, and the ids and numbers of rows."""
    names = {CANARY[kind] for kind, seers in SEES["person"].items() if who not in seers}
    wishes = {WISH[kind] for kind, seers in SEES["case"].items() if who not in seers}
    # What was sent to Inés names the person: that is what the referral is for. It does not tell their case.
    released = {CANARY[kind] for kind, seers in SEES["inbox"].items() if who in seers}
    # Whoever evaluates a paper compares the name on it.
    released |= {CANARY[kind] for kind, seers in SEES["application"].items() if who in seers}
    if who not in HIDDEN_CASE:
        wishes.add(HIDDEN_WISH)
    return (
        (names - released)
        | wishes
        | set(_hidden_rows(who, things))
        | set(_hidden_of_the_network(who, things))
        | _hidden_calls(who, things)
    )


def _hidden_calls(who: str, things: Things) -> set[str]:
    calls = [call for kind, call in things.calls.items() if who not in SEES["call"][kind]]
    return {word for call in calls for word in (str(call.pk), call.phone, call.name)}


def _hidden_of_the_network(who: str, things: Things) -> Iterator[str]:
    if who not in NORM_READERS:
        yield network_pages.PLAN
    for kind in things.ended:
        if who not in SEES["alert"][kind]:
            yield from (word for one in (things.ended, things.alerts) for word in (str(one[kind].pk), one[kind].number))


def _hidden_rows(who: str, things: Things) -> Iterator[str]:
    for kind, report in things.reports.items():
        if who not in SEES["report"][kind]:
            yield from (str(report.pk), report.number, report.text)
    for kind, file in things.files.items():
        if who not in SEES["person"][kind]:
            yield str(file.person.pk)
        if "asked_number" in file.ids and who not in SEES["asked"][kind]:
            yield from (str(file.ids["asked_id"]), file.ids["asked_number"])
        if file.case and who not in SEES["case"][kind]:
            yield from (str(file.case.pk), file.case.number)
            if who not in SEES["inbox"][kind] and file.referral:
                yield from (str(file.referral.pk), file.referral.number)
        if file.hidden and who not in HIDDEN_CASE:
            yield from (str(file.hidden.pk), file.hidden.number, str(file.hidden.screening_id))


def text_of(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers)


def named_questions(who: str, things: Things) -> Iterator[tuple[str, Question]]:
    """Every question that this person asks, with a name that does not hang on the ids of this run."""
    for question in questions(who, things):
        yield f"{who} {question.method} {question.name} {question.variant}".strip(), question
    seen: dict[str, int] = {}
    for question in typed_questions(who, things):
        name = f"{who} {question.method} {question.name} {question.variant} typed"
        seen[name] = seen.get(name, 0) + 1
        yield f"{name} #{seen[name]}", question
