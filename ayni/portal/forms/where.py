"""What somebody asks "where to go?" with, read piece by piece: what is not understood is said, the rest answered."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import pgettext

from ayni.codelists import queries as codelists

from ..queries import where as queries
from ..queries.where import Asked

LONGEST = 100
MOST_NEEDS = 8
PERU = ((-18.6, 0.2), (-81.6, -68.4))
"""Between which latitudes and longitudes the country lies."""


def read(data: QueryDict, *, with_point: bool = False) -> Asked:
    known = dict(queries.all_needs())
    wanted = list(dict.fromkeys(code.strip().upper()[:24] for code in data.getlist("necesidad") if code.strip()))
    problems = [] if all(code in known for code in wanted) else [_no_such_need()]
    place: dict[str, Any] = _place(_line(data, "donde"), _line(data, "lugar"))
    point = _point(data) if with_point else (None, None)
    if with_point and point[0] is None:
        problems.append(
            pgettext("where", "We could not tell where you are. Choose your department, or type your district.")
        )
    spoken = _line(data, "idioma")
    return Asked(
        needs=tuple(code for code in wanted if code in known)[:MOST_NEEDS],
        words=_line(data, "q"),
        point=point,
        language=spoken if spoken in dict(queries.languages()) else "",
        open_now=data.get("abierto") == "si",
        free=data.get("gratis") == "si",
        accessible=data.get("accesible") == "si",
        after=data.get("despues", "")[:1000],
        problems=(*problems, *place.pop("problems")),
        **place,
    )


def _line(data: QueryDict, name: str) -> str:
    said = "".join(letter for letter in data.get(name, "")[: LONGEST * 2] if letter.isprintable())
    return " ".join(said.split())[:LONGEST]


def _no_such_need() -> str:
    return pgettext("where", "We do not know one of the needs of this address. Choose it from the list.")


def _place(typed: str, code: str) -> dict[str, Any]:
    """What was typed goes before what was chosen; what can be several places is asked back."""
    found = codelists.places_called(typed) if typed else []
    if len(found) == 1:
        return {"typed": typed, "place": found[0].code, "problems": ()}
    code = code if code in codelists.kept_places() else ""
    if not typed:
        return {"place": code, "problems": ()}
    if found:
        # Within what was chosen there may be only one of that name.
        inside = [one for one in found if code and one.code.startswith(code)]
        if len(inside) == 1:
            return {"typed": typed, "place": inside[0].code, "problems": ()}
        return {"typed": typed, "place": code, "others": tuple(found), "problems": ()}
    sentence = pgettext(
        "where", "We know no place called “%(place)s”. Write your district or your city, or choose a department."
    )
    return {"typed": typed, "place": code, "problems": (sentence % {"place": typed},)}


def _point(data: QueryDict) -> tuple[float | None, float | None]:
    """Rounded to about a kilometre, here as well as in the browser."""
    try:
        spot = tuple(round(float(data.get(name, "")[:12]), 2) for name in ("lat", "lon"))
    except ValueError:
        return (None, None)
    inside = all(low <= value <= high for value, (low, high) in zip(spot, PERU, strict=True))
    return (spot[0], spot[1]) if inside else (None, None)
