"""Counting what is taken away as a file, by people and by programs: which table, in which format, and never by whom."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from ayni.lib.heads import is_only_the_head

from ..actions import use
from ..formats import DATA
from ..kept_pages import USED, Used, is_made_anew
from ..models import Kind
from ..use_counts import is_reader

COUNTED = {
    **dict.fromkeys(
        ("data", "data_file", "file", "archive", "sdmx_data", "sdmx_data_of_version", "sdmx_data_newest"), Kind.DOWNLOAD
    ),
    **dict.fromkeys(("studies", "studies_file", "one_study", "one_study_file"), Kind.STUDY),
    **dict.fromkeys(("series", "series_file", "one_series", "one_series_file"), Kind.SERIES),
}
"""Names of the addresses under which figures leave, and as what. What is said about tables is not counted."""
FOLLOWED = {"feed", "place_figures"}
"""Names of the addresses by which a place is followed."""
FORMATS = {**{one.media_type: one.code for one in DATA}, "application/zip": "zip"}
"""The code of a format, by what an answer calls itself."""
EVERY = "ALL"
"""All figures of others at once."""

View = Callable[..., HttpResponse]


def counted(view: View, kind: Kind) -> View:
    """One more of this, if figures were given out: not to whoever has them already, nor of an error."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_read = not is_only_the_head(request) and is_reader(request.headers.get("User-Agent", ""), programs=True)
        response = view(request, *args, **kwargs)
        form = FORMATS.get(response.headers.get("Content-Type", ""))
        if response.status_code == 200 and form:
            detail = "json" if kind is not Kind.DOWNLOAD and form == "jsonstat" else form
            code = _code(kwargs, form)
            request.META[USED] = Used(kind, code, detail, programs=True)
            if is_read:
                use.count_use(kind=kind, code=code, detail=detail, at=now())
        return response

    return answer


def _code(said: dict[str, Any], form: str) -> str:
    """Of the table or the figure, as its address says it; of an archive the release."""
    return str(said["name"] if form == "zip" else said.get("cube") or said.get("code") or EVERY)


def followed(view: View) -> View:
    """One more of the feed of a place, by its form. Whoever asks and has it already follows it too, and so does a
    robot: that is what feeds are for. Each asks Django, which knows the days that were announced since."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_read = not is_only_the_head(request) and bool(request.headers.get("User-Agent"))
        response = view(request, *args, **kwargs)
        is_made_anew(request)
        if is_read and response.status_code in {200, 304}:
            use.count_use(kind=Kind.FEED, code=str(kwargs["place"]), detail=kwargs.get("suffix", "csv"), at=now())
        return response

    return answer
