"""What stands in front of Django for the observatory: an answer that was made is sent again from memory, packed, as
long as the same is published. Django makes it the first time, and whatever is of one reader alone."""

from collections.abc import Iterable
from http.client import responses
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils.timezone import localdate, now

from ayni.observatory import published, turned
from ayni.observatory.actions import use
from ayni.observatory.kept_pages import ANSWERS, KEEP, USED, Answer, Answers
from ayni.observatory.use_counts import is_reader

from .before import Application, Asked, Start, is_for_us

API = "/api/observatory/"
PLACES = ("/observatorio/", "/en/observatorio/", API)
OF_ONE_READER = (
    "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE",
)  # fmt: skip
LONGEST = 2_000
"""Of an address and of what is accepted: what is longer is no key that is kept."""
NOT_KEPT = {"vary", "content-length", "connection", "etag"}


class FiguresBefore:
    def __init__(self, application: Application, answers: Answers = ANSWERS) -> None:
        self.application, self.answers = application, answers

    def __call__(self, asked: Asked, start: Start) -> Iterable[bytes]:
        if not _is_of_everybody(asked):
            return self.application(asked, start)
        key = _key(asked)
        if (found := self.answers.find(key)) is None:
            return self._ask(asked, start, key)
        if _has_it(asked, found.etag):
            return _say_so(found, asked, start)
        if asked["REQUEST_METHOD"] == "GET":
            _count(found, asked)
        return _send(found, asked, start)

    def _ask(self, asked: Asked, start: Start, key: tuple[Any, ...]) -> Iterable[bytes]:
        """Of Django, which counts it itself. What it gives is handed on as it comes, if it is not to be kept: a file
        of a hundred megabytes is never in memory."""
        said: list[Any] = []

        def hold(status: str, headers: list[tuple[str, str]], *_more: Any) -> None:
            said[:] = [status, headers]

        parts = self.application(asked, hold)
        status, headers = said
        names = {name.lower() for name, _value in headers}
        if KEEP not in asked or asked["REQUEST_METHOD"] != "GET" or status[:3] != "200" or "set-cookie" in names:
            start(status, headers)
            return parts
        answer = _kept(headers, _joined(parts), asked)
        self.answers.keep(key, answer)
        return _say_so(answer, asked, start) if _has_it(asked, answer.etag) else _send(answer, asked, start)


def _is_of_everybody(asked: Asked) -> bool:
    """Asked for by somebody of whom nothing is known, at the address and in the way that Django would answer it."""
    if not asked["PATH_INFO"].startswith(PLACES) or not is_for_us(asked):
        return False
    if any(asked.get(name) for name in OF_ONE_READER):
        return False
    # By date alone, somebody asks of the API: Django knows when each answer changed.
    if asked.get("HTTP_IF_MODIFIED_SINCE") and not asked.get("HTTP_IF_NONE_MATCH"):
        return False
    told = (asked["PATH_INFO"], asked.get("QUERY_STRING", ""), asked.get("HTTP_ACCEPT", ""))
    return sum(map(len, told)) <= LONGEST


def _key(asked: Asked) -> tuple[Any, ...]:
    """A page is another one where something else is published, where the library changed, and on another day; an answer
    of the API is another one for whoever accepts something else."""
    path, home = asked["PATH_INFO"], settings.AYNI_HOME
    accepted = asked.get("HTTP_ACCEPT", "") if path.startswith(API) else ""
    stands = (published.state(home, now()), turned.stamp(home), localdate())
    return (home, *stands, path, asked.get("QUERY_STRING", ""), accepted)


def _joined(parts: Iterable[bytes]) -> bytes:
    try:
        return b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()


def _kept(headers: list[tuple[str, str]], body: bytes, asked: Asked) -> Answer:
    given = next((value for name, value in headers if name.lower() == "etag"), "")
    kept = [(name, value) for name, value in headers if name.lower() not in NOT_KEPT]
    return Answer.made(kept, body, given.removeprefix("W/").strip('"'), asked.get(USED))


def _has_it(asked: Asked, etag: str) -> bool:
    said = asked.get("HTTP_IF_NONE_MATCH", "")
    return any(one.strip().removeprefix("W/") in {f'"{etag}"', "*"} for one in said.split(","))


def _coding(answer: Answer, asked: Asked) -> str:
    accepted = asked.get("HTTP_ACCEPT_ENCODING", "")
    return next((one for one in ("br", "gzip") if answer.is_packed and one in accepted), "")


def _headers(answer: Answer, asked: Asked) -> list[tuple[str, str]]:
    # A packed body is the same answer in other bytes: its mark is a weak one.
    etag = f'"{answer.etag}"' if not _coding(answer, asked) else f'W/"{answer.etag}"'
    varies = "Accept, Accept-Encoding" if asked["PATH_INFO"].startswith(API) else "Accept-Encoding"
    return [*answer.headers, ("ETag", etag), ("Vary", varies)]


def _say_so(answer: Answer, asked: Asked, start: Start) -> Iterable[bytes]:
    kept = [one for one in _headers(answer, asked) if one[0].lower() not in {"content-type", "content-disposition"}]
    start(f"304 {responses[304]}", kept)
    return []


def _send(answer: Answer, asked: Asked, start: Start) -> Iterable[bytes]:
    headers, coding = _headers(answer, asked), _coding(answer, asked)
    body = answer.body(coding)
    if coding:
        headers.append(("Content-Encoding", coding))
    headers.append(("Content-Length", str(len(body))))
    start(f"200 {responses[200]}", headers)
    return [] if asked["REQUEST_METHOD"] == "HEAD" else [body]


def _count(answer: Answer, asked: Asked) -> None:
    """One more who read this. It is written down with others, now and then."""
    used = answer.used
    if used is None or not is_reader(asked.get("HTTP_USER_AGENT", ""), programs=used.programs):
        return
    use.count_use(kind=used.kind, code=used.code, detail=used.detail, at=now())
    if connection.connection is not None and not connection.in_atomic_block:
        # No request of Django's ends here, which would see to it.
        close_old_connections()
