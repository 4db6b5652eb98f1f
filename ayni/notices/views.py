"""What the local sinks received. In a demo only: elsewhere these pages do not exist."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ayni.access.permissions import public

from . import sinks


@require_safe
@public
def mails(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/mails.html", {"mails": sinks.mails(_folder())})


@require_safe
@public
def mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    kept = sinks.mail(_folder(), mail_id)
    if kept is None:
        raise Http404
    return render(request, "notices/mail.html", {"mail": kept})


@require_safe
@public
def texts(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/texts.html", {"texts": sinks.texts(_folder())})


def _folder() -> Path:
    if not settings.DEMO:
        raise Http404
    return sinks.folder(settings.AYNI_HOME)
