"""The places of the country, for programs: their codes, what they are in, where they lie, and their natural region."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Router

from ayni.codelists import queries as codelists
from ayni.codelists.queries import Place

from ..asking import Refused
from ..natural import natural_regions
from . import answers
from .figures_of_others import MEDIA, as_csv
from .says import LANGUAGE, PROBLEMS

router = Router(tags=["places"])
LEVELS = {2: "DEPARTMENT", 4: "PROVINCE", 6: "DISTRICT"}
COLUMNS = (
    "ubigeo", "level", "name", "province", "department", "natural_region", "natural_region_name", "latitude",
    "longitude",
)  # fmt: skip
SOURCE = {
    "es": "INEI: ubigeos de 2022, con su columna «región natural». Los códigos de RENIEC nombran otros lugares.",
    "en": "INEI: list of ubigeos of 2022, with its column “región natural”. RENIEC's codes mean other places.",
}
_CONTENT: dict[str, Any] = {
    "parameters": [LANGUAGE],
    "responses": {200: {"description": "A row per place", "content": {"text/csv": {}, "application/json": {}}}},
}


def _told(places: dict[str, Place], code: str) -> dict[str, str]:
    place, region = places[code], natural_regions().get(code)
    province, department = places.get(code[:4]), places.get(code[:2])
    return {
        "ubigeo": code, "level": LEVELS[len(code)], "name": place.name,
        "province": province.name if province and len(code) == 6 else "",
        "department": department.name if department and len(code) > 2 else "",
        "natural_region": region.value if region else "", "natural_region_name": str(region.label) if region else "",
        "latitude": "" if place.latitude is None else str(place.latitude),
        "longitude": "" if place.longitude is None else str(place.longitude),
    }  # fmt: skip


@router.get("/places.{suffix}", response=PROBLEMS, summary="The places of the country", openapi_extra=_CONTENT)
def places_file(request: HttpRequest, suffix: str) -> Any:
    """`places.csv` or `places.json`: departments, provinces and districts by INEI's ubigeo, each district with its
    natural region (coast, highlands, high or low jungle), to bring together with the tables by district."""
    if suffix not in MEDIA:
        raise Refused("not-acceptable", codes=tuple(MEDIA))
    language = answers.language_of(request)
    with override(language):
        places = codelists.kept_places()
        rows = [_told(places, code) for code in sorted(places)]
    body = as_csv(rows, COLUMNS, {"latitude", "longitude"}) if suffix == "csv" else _as_json(rows, language)
    response: HttpResponse = answers.reply(request, body, MEDIA[suffix], changed=None, is_fixed=False)
    response.headers["Content-Language"] = language
    return response


def _as_json(rows: list[dict[str, str]], language: str) -> bytes:
    said = {"source": SOURCE[language], "count": len(rows), "places": rows}
    return json.dumps(said, ensure_ascii=False).encode()
