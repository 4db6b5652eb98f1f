"""Counting what is taken away as a file, by people and by programs: which table, in which format, and never by whom."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from ..actions import use
from ..formats import DATA
from ..models import Kind
from ..use_counts import is_reader

COUNTED = {
    **dict.fromkeys(
        ("data", "data_file", "file", "archive", "sdmx_data", "sdmx_data_of_version", "sdmx_data_newest"), Kind.DOWNLOAD
    ),
    **dict.fromkeys(("series", "series_file", "one_series", "one_series_file"), Kind.SERIES),
}
"""Names of the addresses under which figures leave, and as what. What is said about tables is not counted."""
FORMATS = {**{one.media_type: one.code for one in DATA}, "application/zip": "zip"}
"""The code of a format, by what an answer calls itself."""
EVERY = "ALL"
"""All figures of others at once."""

View = Callable[..., HttpResponse]


def counted(view: View, kind: Kind) -> View:
    """One more of this, if figures were given out: not to whoever has them already, nor of an error."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Before the view: it answers a HEAD as a GET.
        is_read = request.method == "GET" and is_reader(request.headers.get("User-Agent", ""), programs=True)
        response = view(request, *args, **kwargs)
        form = FORMATS.get(response.headers.get("Content-Type", ""))
        if is_read and response.status_code == 200 and form:
            detail = "json" if kind is Kind.SERIES and form == "jsonstat" else form
            use.count_use(kind=kind, code=_code(kwargs, form), detail=detail, at=now())
        return response

    return answer


def _code(said: dict[str, Any], form: str) -> str:
    """Of the table or the figure, as its address says it; of an archive the release."""
    return str(said["name"] if form == "zip" else said.get("cube") or said.get("code") or EVERY)
