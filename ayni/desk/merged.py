"""The old address of a file that became part of another one leads to that one, for whoever may open it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ayni.access.models import User
from ayni.people import queries
from ayni.people.models import Person

Answer = Callable[[HttpRequest], HttpResponse]


class MergedFiles:
    """A middleware: it is asked only when a page about a person finds nobody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        is_gone = isinstance(exception, Http404 | Person.DoesNotExist)
        if not is_gone or match is None or "person_id" not in match.kwargs or not isinstance(request.user, User):
            return None
        kept = queries.now_in(match.kwargs["person_id"])
        if kept is None or not Person.objects.visible_to(request.user).filter(pk=kept).exists():
            return None
        # What was typed into a page of the old file is not done to the other one unseen: its summary is shown.
        name = match.view_name if request.method in {"GET", "HEAD"} else "desk:person"
        words = {**match.kwargs, "person_id": kept} if name == match.view_name else {"person_id": kept}
        return redirect(reverse(name, kwargs=words))
