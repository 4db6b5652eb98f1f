from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from . import gallery as samples
from .suggestions import suggestions


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with its markup."""
    context = samples.sample_context(now())
    return render(request, "design/gallery.html", {"exhibits": samples.exhibits(), **context})


@require_safe
def sample_places(request: HttpRequest) -> HttpResponse:
    return suggestions(request, "blank-district", samples.places_like)
