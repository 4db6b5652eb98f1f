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

FILES = frozenset(
    {"data", "data_file", "file", "archive", "sdmx_data", "sdmx_data_of_version", "sdmx_data_newest"}
)  # fmt: skip
"""Names of the addresses under which figures of tables leave. What is said about tables is not counted."""
FORMATS = {**{one.media_type: one.code for one in DATA}, "application/zip": "zip"}
"""The code of a format, by what an answer calls itself."""
NAMES = ("cube", "code", "release")
"""What an address says of the table; of an archive the release."""

View = Callable[..., HttpResponse]


def counted(view: View) -> View:
    """One more of this table, if its figures were given out: not of whoever has them already, nor of an error."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Before the view: it answers a HEAD as a GET.
        is_read = request.method == "GET" and is_reader(request.headers.get("User-Agent", ""), programs=True)
        response = view(request, *args, **kwargs)
        form = FORMATS.get(response.headers.get("Content-Type", ""))
        if is_read and response.status_code == 200 and form:
            code = next(str(kwargs[name]) for name in NAMES if name in kwargs)
            use.count_use(
                kind=Kind.DOWNLOAD, code=str(kwargs["name"]) if form == "zip" else code, detail=form, at=now()
            )
        return response

    return answer
