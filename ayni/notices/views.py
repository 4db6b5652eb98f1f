"""How one wants to be told; and what the local sinks received, in a demo only: elsewhere those pages do not exist."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, public, signed_in

from . import actions, queries, sinks
from .forms import HabitForm
from .models import Habit


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


@require_http_methods(["GET", "POST"])
@signed_in
@once
def habits(request: SignedIn) -> HttpResponse:
    """How the user wants to be told; and for whoever keeps an institution, its people."""
    user, do = request.user, request.POST.get("do", "")
    own = HabitForm(request.POST if do == "own" else None, prefix="own", initial=_as_typed(queries.habit_of(user)))
    house = user.organisation if user.may(Permission.REFERENCE_EDIT) else None
    theirs = HabitForm(
        request.POST if do == "all" else None, prefix="all",
        initial=_as_typed(queries.habit_of_all(house) if house else None),
    )  # fmt: skip
    asked = own if do == "own" else theirs if do == "all" and house else None
    if asked is not None and asked.is_valid():
        whose = {"user": user, "organisation": None} if asked is own else {"user": None, "organisation": house}
        actions.set_habit(**whose, **asked.cleaned_data, by=user, at=now())
        messages.success(request, _("Kept. What is urgent is still told at once."))
        return redirect("notices:habits")
    return render(request, "notices/habits.html", {"own": own, "theirs": theirs, "house": house})


def _as_typed(habit: Habit | None) -> dict[str, object]:
    return {"is_daily": "yes" if habit and habit.is_daily else "no", "hour": habit.hour if habit else 8}
