"""The open API: what is published, for programs. No key, no cookie, read only (docs/open-data.md)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from ..asking import Refused
from ..formats.about import LICENCES, PLACE
from . import figures_of_others, following, places, sdmx_available, sdmx_rest, studies, tables
from .answers import language_of, opened
from .counted import COUNTED, FOLLOWED, counted, followed
from .problems import TYPE, problem

NAME = "observatory-api"


class OpenAPI(NinjaAPI):
    """What ninja writes of it, with what we answer errors in."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        said = super().get_openapi_schema(path_prefix=f"{PLACE.strip('/')}/", path_params=path_params)
        said["servers"] = [{"url": settings.PUBLIC_URL}]
        for path in said["paths"].values():
            for operation in path.values():
                operation["responses"] = {str(status): _told(status, answer)
                                          for status, answer in operation["responses"].items()}  # fmt: skip
        return said


def _told(status: Any, answer: dict[str, Any]) -> dict[str, Any]:
    content = answer.get("content", {})
    if int(status) >= 400 and "application/json" in content:
        return {**answer, "content": {TYPE: content["application/json"]}}
    return answer


api = OpenAPI(
    title="Ayni observatory", version="1", urls_namespace=NAME, docs_url=None,
    description="Protected figures on migrants in Peru, free to use. Codes of places are INEI's ubigeo. Totals may not "
    "be the sum of their parts: each figure is protected on its own.",
    openapi_extra={"info": {"license": {"name": "CC BY 4.0", "url": LICENCES["CC-BY-4.0"]}}},
)  # fmt: skip
api.add_router("", tables.router)
api.add_router("", figures_of_others.router)
api.add_router("", studies.router)
api.add_router("", following.router)
api.add_router("", places.router)
api.add_router("/sdmx", sdmx_rest.router)
api.add_router("/sdmx", sdmx_available.router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, why: Refused) -> HttpResponse:
    return problem(why, language_of(request))


@api.exception_handler(ValidationError)
@api.exception_handler(HttpError)
def wrong(request: HttpRequest, why: ValidationError | HttpError) -> HttpResponse:
    return problem(Refused("unknown-page"), language_of(request))


def nothing(request: HttpRequest) -> HttpResponse:
    """An address that is none of ours."""
    raise Refused("unknown-page")


def _patterns() -> list[URLPattern]:
    """Ninja's addresses but for its list of them, each answering as all of them do."""
    held, _app, _namespace = api.urls
    ours = [one for one in held if isinstance(one, URLPattern) and one.name != "api-root"]
    return [URLPattern(one.pattern, _opened(one), one.default_args, one.name) for one in ours]


def _opened(one: URLPattern) -> Callable[..., HttpResponse]:
    if one.name in FOLLOWED:
        return followed(opened(one.callback))
    kind = COUNTED.get(str(one.name))
    return counted(opened(one.callback), kind) if kind else opened(one.callback)


urls = ([*_patterns(), re_path(r"^.*$", opened(nothing), name="nothing")], NAME)
