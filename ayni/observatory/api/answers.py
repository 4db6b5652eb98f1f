"""How every address of the open API answers: to everybody alike, from anywhere, so often and no oftener."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag

from ayni.access.permissions import public
from ayni.lib.heads import is_only_the_head
from ayni.lib.limits import address_digest, within

from ..asking import Refused
from ..formats import words
from ..formats.bulk import Lying
from ..formats.rows import NotProtected
from ..kept_pages import may_be_kept
from .problems import problem

MOST, SECONDS = 600, 60
"""Requests of an address: a municipality's script asks for each of its districts, in each format, without waiting."""
READS = "GET, HEAD, OPTIONS"
FOR_EVER = "public, max-age=31536000, immutable"
"""Of what names a version of a release, which never changes."""
FOR_NOW = "public, max-age=60"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After, Link, Content-Disposition",
}
View = Callable[..., HttpResponseBase]
Response = TypeVar("Response", bound=HttpResponseBase)


def language_of(request: HttpRequest) -> str:
    said = request.GET.get("lang", "")
    return said if said in words.LANGUAGES else words.LANGUAGES[0]


def opened(view: View) -> Callable[..., HttpResponse]:
    """Anybody may read; nobody is known, nothing is set, and what goes wrong is said in JSON."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answered(view, request, *args, **kwargs)
        for name, said in OPEN.items():
            response.headers[name] = said
        patch_vary_headers(response, ["Accept"])
        if request.headers.get("Cookie"):
            # Of whoever is signed in nothing is kept anywhere, not even what everybody may read.
            response.headers["Cache-Control"] = "no-store"
        return response

    return cast("Callable[..., HttpResponse]", public(answer))  # type: ignore[type-var]


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.method == "OPTIONS":
        allowed = {"Allow": READS, "Access-Control-Allow-Methods": READS, "Access-Control-Max-Age": "86400"}
        return HttpResponse(status=204, headers={**allowed, "Access-Control-Allow-Headers": "Accept, If-None-Match"})
    try:
        if request.method != "GET":
            raise Refused("method")
        if not within(f"observatory:{address_digest(request)}", most=MOST, seconds=SECONDS):
            raise Refused("too-often", {"seconds": str(SECONDS)})
        response = view(request, *args, **kwargs)
    except Refused as refused:
        response = problem(refused, language_of(request))
    except NotProtected:
        response = problem(Refused("not-ready"), language_of(request))
    if response.status_code == 405:
        response.headers["Allow"] = READS
    if response.status_code in {429, 503}:
        response.headers.setdefault("Retry-After", str(SECONDS))
    return _without_body(response) if is_only_the_head(request) else response


def _without_body(response: HttpResponseBase) -> HttpResponse:
    said = HttpResponse(status=response.status_code, headers=dict(response.headers))
    length = response.headers.get("Content-Length") or str(len(getattr(response, "content", b"")))
    said.headers["Content-Length"] = length
    # Only the file: `close()` would tell Django that the whole request is over.
    if (held := getattr(response, "file_to_stream", None)) is not None:
        held.close()
    return said


def reply(
    request: HttpRequest, data: bytes, media_type: str, *, changed: datetime | None, is_fixed: bool, etag: str = ""
) -> HttpResponse:
    """304 for whoever has this already; else the bytes, and how long they may be kept."""
    may_be_kept(request)
    etag = quote_etag(etag or sha256(data).hexdigest()[:32])
    stamp = int(changed.timestamp()) if changed else None
    response = get_conditional_response(request, etag, stamp, HttpResponse(data, content_type=media_type))
    return _dated(cast("HttpResponse", response), etag, changed, is_fixed=is_fixed)


def send(request: HttpRequest, there: Lying, media_type: str, *, changed: datetime, is_fixed: bool) -> HttpResponseBase:
    """A file as it lies. It never changes, so that its name, size and time stand for its content."""
    etag = quote_etag(sha256(f"{there.name}/{there.size}/{changed.timestamp()}".encode()).hexdigest()[:32])
    found = get_conditional_response(request, etag, int(changed.timestamp()))
    response: HttpResponseBase = found or FileResponse(there.open(), content_type=media_type)
    if found is None:
        response.headers["Content-Length"] = str(there.size)
    return _dated(response, etag, changed, is_fixed=is_fixed)


def _dated(response: Response, etag: str, changed: datetime | None, *, is_fixed: bool) -> Response:
    response.headers["ETag"] = etag
    if changed:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    response.headers["Cache-Control"] = FOR_EVER if is_fixed else FOR_NOW
    return response


class Kept:
    """What was written lately, by what it was asked as: no more bytes than this together."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        self._kept: OrderedDict[tuple[Any, ...], tuple[bytes, str]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Any, ...], make: Callable[[], bytes]) -> tuple[bytes, str]:
        """The bytes, and their checksum."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        data = make()
        found = data, sha256(data).hexdigest()[:32]
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self.held += len(data)
            while self.held > self.most and self._kept:
                _key, (gone, _sum) = self._kept.popitem(last=False)
                self.held -= len(gone)
        return found


kept = Kept(most=32 << 20)
