"""SDMX REST 2: which codes of a table have figures, before somebody asks for them."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from ..asking import Refused
from ..formats import Format, sdmx, sdmx_availability
from ..formats.rows import TIME
from ..published import Cube, Release
from . import answers
from .says import PROBLEMS
from .sdmx_rest import ALL, SHOWN, STRUCTURES, WHEN, form_of, is_known, of_moment, selected

router = Router(tags=["sdmx"])
SAID: dict[str, Any] = {**SHOWN, **WHEN}


@router.get("/availability/{context}/{agency}/{code}/{version}/{key}/{component}", response=PROBLEMS,
            openapi_extra=SAID, summary="What there is of a dimension", url_name="sdmx_availability")  # fmt: skip
def availability(
    request: HttpRequest, context: str, agency: str, code: str, version: str, key: str, component: str
) -> Any:
    """Of each dimension (or of one) the codes that a query of data with the same key and filters would bring, and how
    many figures and series that is. What is withheld is there, as it is in the data."""
    is_known(context, agency, code)
    _only_what_there_is(request)
    held, language = of_moment(request, version), answers.language_of(request)
    form = form_of(request, STRUCTURES)
    cube = selected(request, held, code, key)
    wanted = "" if component in {"", ALL, "all"} else component
    there = (*(one.code for one in cube.structure.dimensions), TIME)
    if wanted and wanted not in there:
        raise Refused("unknown-dimension", {"dimension": wanted[:40], "cube": code}, there)
    body = _written(form, held[0], cube, wanted, language)
    response = answers.reply(
        request, body, form.media_type, changed=held[0].moment, is_fixed=version == sdmx.version(held[0])
    )
    response.headers["Content-Language"] = language
    return response


def _only_what_there_is(request: HttpRequest) -> None:
    for name, there in (("mode", "exact"), ("references", "none")):
        if request.GET.get(name, there) != there:
            raise Refused("wrong-parameter", {"parameter": name}, (there,))


def _written(form: Format, release: Release, cube: Cube, component: str, language: str) -> bytes:
    if form.code == "sdmx-structure-ml":
        return sdmx_availability.write_ml(release, cube, component)
    version = "2.0" if form.code.endswith("2.0") else "2.1"
    return sdmx_availability.write_json(release, cube, component, language, version)


@router.get("/availability/{context}/{agency}/{code}/{version}/{key}", response=PROBLEMS, openapi_extra=SAID,
            summary="... by key", url_name="sdmx_availability_of_key")  # fmt: skip
def of_key(request: HttpRequest, context: str, agency: str, code: str, version: str, key: str) -> Any:
    return availability(request, context, agency, code, version, key, ALL)


@router.get("/availability/{context}/{agency}/{code}/{version}", response=PROBLEMS, openapi_extra=SAID,
            summary="... of a release", url_name="sdmx_availability_of_version")  # fmt: skip
def of_version(request: HttpRequest, context: str, agency: str, code: str, version: str) -> Any:
    return availability(request, context, agency, code, version, ALL, ALL)


@router.get("/availability/{context}/{agency}/{code}", response=PROBLEMS, openapi_extra=SAID,
            summary="... of the newest release", url_name="sdmx_availability_newest")  # fmt: skip
def of_newest(request: HttpRequest, context: str, agency: str, code: str) -> Any:
    return availability(request, context, agency, code, "~", ALL, ALL)
