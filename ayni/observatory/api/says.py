"""What the OpenAPI document says beside the functions: examples, filters, the formats that come back."""

from typing import Any

from ..formats import FORMATS
from . import schemas

PROBLEMS: dict[int, type[schemas.ProblemOut]] = dict.fromkeys((400, 404, 405, 406, 413, 429, 503), schemas.ProblemOut)
RELEASE_EXAMPLE: dict[str, Any] = {"x-example": "/api/observatory/releases/latest/cubes/POP_DEPARTMENT"}
FORMAT = {
    "name": "format", "in": "query", "required": False, "description": "By its code; before what Accept says",
    "schema": {"type": "string", "enum": [one.code for one in FORMATS.values() if not one.is_structure]},
    "example": "csv",
}  # fmt: skip
LANGUAGE = {
    "name": "lang", "in": "query", "required": False, "description": "Language of labels and notes",
    "schema": {"type": "string", "enum": ["es", "en"], "default": "es"},
}  # fmt: skip
FILTERS: dict[str, Any] = {
    "parameters": [
        {
            "name": "filters", "in": "query", "required": False, "style": "form", "explode": True,
            "description": "Codes by variable: `REF_AREA=15&SEX=F,M`. `_T` is the total; TIME_PERIOD is one, too.",
            "schema": {"type": "object", "additionalProperties": {"type": "string"}},
            "example": {"REF_AREA": "15", "SEX": "F"},
        },
        LANGUAGE,
        FORMAT,
    ]
}  # fmt: skip
DATA_CONTENT: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The figures, and all that has to be said of them",
            "content": {one.media_type.partition(";")[0]: {} for one in FORMATS.values()},
        }
    }
}
