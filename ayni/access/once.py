"""The same form sent twice has one result."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from ayni.lib.ids import is_uuid

from . import actions
from .models import Submission

View = TypeVar("View", bound=Callable[..., HttpResponse])


def once(view: View) -> View:
    """Answer a second POST that carries the same `once` with the redirect of the first.

    The claim and the work are one transaction. Whoever sends the same form at the same moment waits for it, and then
    gets its answer. A form that comes back with errors was not sent: it may be sent again with the same `once`, and
    what the view wrote nevertheless (a wrong try that counts) stays written.
    """

    @wraps(view)
    def only_once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get("once", "")
        if request.method != "POST" or not is_uuid(key) or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        path = request.path[:300]
        try:
            with transaction.atomic():
                claim = actions.claim_submission(once=key, path=path, by=request.user, at=timezone.now())
                response = view(request, *args, **kwargs)
                if isinstance(response, HttpResponseRedirect):
                    actions.answer_submission(claim, answer=response.url)
                else:
                    actions.withdraw_submission(claim)
                return response
        except IntegrityError:
            first = Submission.objects.filter(once=key, user=request.user, path=path).exclude(answer="").first()
            if first is None:
                raise
            return HttpResponseRedirect(first.answer)

    return cast("View", only_once)
