"""The public, read-only API of the directory: HSDS 3.0 of Open Referral."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ayni.access.permissions import public
from ayni.lib.limits import address_digest, within

from ..queries import api
from ..rules.hsds import VERSION
from .openapi import document

Answer = Mapping[str, Any] | None
MOST, SECONDS = 300, 60


def published(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
    """An answer in JSON that anybody may read from anywhere, so often and no oftener, and need not read twice."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A machine reads this: the words are those of the standard.
        with override("en"):
            if not within(f"hsds:{address_digest(request)}", most=MOST, seconds=SECONDS):
                return _opened(_error(429, _("Too many requests. Wait a minute.")))
            try:
                said = view(request, *args, **kwargs)
            except api.BadParameter as wrong:
                return _opened(_error(400, str(wrong)))
            if said is None:
                return _opened(_error(404, _("There is nothing with this id.")))
        return _opened(_fresh(request, _written(request, said)))

    return public(require_safe(answer))


def _written(request: HttpRequest, said: Mapping[str, Any]) -> HttpResponse:
    if request.GET.get("format") == "ndjson" and isinstance(said.get("contents"), list):
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in said["contents"])
        return HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def _fresh(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 for whoever has this already."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    if etag in [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]:
        response = HttpResponse(status=304)
    response.headers["ETag"] = etag
    if (changed := api.last_change()) is not None:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    if "Cookie" not in request.headers:
        # Of whoever is signed in nothing is kept anywhere, not even what everybody may read.
        response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _error(status: int, words: str) -> HttpResponse:
    response = JsonResponse({"error": words}, status=status)
    if status == 429:
        response.headers["Retry-After"] = str(SECONDS)
    return response


def _opened(response: HttpResponse) -> HttpResponse:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After"
    return response


def _asked(request: HttpRequest) -> api.Asked:
    said: Iterable[tuple[str, str]] = request.GET.items()  # type: ignore[assignment]
    return api.asked(dict(said))


@published
def root(request: HttpRequest) -> Answer:
    return {
        "version": VERSION,
        "profile": "https://docs.openreferral.org/en/3.0/hsds/",
        "openapi_url": settings.PUBLIC_URL + reverse("hsds:openapi"),
        "description": _("Institutions and services for migrants in Peru"),
        "publisher": {"name": _("Migrant integration unit"), "website": settings.PUBLIC_URL},
    }


@published
def openapi(request: HttpRequest) -> Answer:
    return document(settings.PUBLIC_URL + reverse("hsds:root"))


@published
def services(request: HttpRequest) -> Answer:
    return api.list_of_services(_asked(request))


@published
def service(request: HttpRequest, pk: str) -> Answer:
    return api.one_service(pk)


@published
def organizations(request: HttpRequest) -> Answer:
    return api.list_of_organisations(_asked(request))


@published
def organization(request: HttpRequest, pk: str) -> Answer:
    return api.one_organisation(pk, _asked(request))


@published
def service_at_locations(request: HttpRequest) -> Answer:
    return api.list_of_places(_asked(request))


@published
def service_at_location(request: HttpRequest, pk: str) -> Answer:
    return api.one_place(pk)


@published
def taxonomies(request: HttpRequest) -> Answer:
    return api.list_of_taxonomies(_asked(request))


@published
def taxonomy(request: HttpRequest, pk: str) -> Answer:
    return api.one_taxonomy(pk)


@published
def taxonomy_terms(request: HttpRequest) -> Answer:
    return api.list_of_terms(_asked(request))


@published
def taxonomy_term(request: HttpRequest, pk: str) -> Answer:
    return api.one_term(pk)
