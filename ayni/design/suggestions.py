"""The answer to the text box of a `SuggestField`: options for its datalist."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join

SHORTEST = 2
MOST = 10


def suggestions(request: HttpRequest, name: str, search: Callable[[str], list[tuple[str, str]]]) -> HttpResponse:
    """`name` is the name of the field; `search(text)` gives (code, name) pairs. The view around it has the guard."""
    text = " ".join(request.GET.get(name, "").split())[:200]
    found = search(text)[:MOST] if len(text) >= SHORTEST else []
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((label,) for _code, label in found)))
