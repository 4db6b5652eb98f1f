from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ayni.access.permissions import public
from ayni.portal.queries import entrances


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """The public door: what this is, and the way in."""
    return render(request, "config/home.html", {"ways": entrances(settings.LANGUAGE_CODE)})
