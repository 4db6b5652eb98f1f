"""The pages of whoever works on releases: announced, prepared, looked at, signed by two, published."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import answer, seen_mark, try_verb
from ayni.lib.paging import paginate

from .. import actions, release_page
from ..forms.gestion import PlanForm, PrepareForm, WithdrawForm
from ..models import Planned, Release

LIST = "observatory:releases"


def _seen(request: SignedIn) -> QuerySet[Release]:
    return Release.objects.visible_to(request.user)


def _fetch(request: SignedIn, release_id: UUID) -> Release:
    return get_object_or_404(_seen(request).select_related("asked_by"), pk=release_id)


@require_safe
@requires(Permission.OBSERVATORY_PREPARE)
def releases(request: SignedIn) -> HttpResponse:
    rows = _seen(request).defer("report")
    page = {
        "page": paginate(request, rows, order=("-period", "-asked_at", "-pk")),
        "planned": Planned.objects.all()[:14],
    }
    return render(request, "observatory/gestion/releases.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.OBSERVATORY_PREPARE)
@once
def plan(request: SignedIn) -> HttpResponse:
    form = PlanForm(sent(request), at=now())
    page = {
        "title": _("Announce a release"),
        "button": pgettext("observatory", "Announce"),
        "hint": _("Everybody reads the day."),
    }
    return answer(
        request, form, ("observatory/gestion/form.html", page),
        verb=lambda: actions.plan_release(by=request.user, at=now(), **form.cleaned_data),
        done=_("The day is announced."), to=reverse(LIST),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.OBSERVATORY_PREPARE)
@once
def prepare(request: SignedIn) -> HttpResponse:
    form = PrepareForm(sent(request), at=now())
    page = {
        "title": _("Prepare a release"), "button": pgettext("observatory", "Prepare"),
        "hint": _("It is counted from the facts as they are now, protected, and audited. Nothing is public."),
    }  # fmt: skip
    return answer(
        request, form, ("observatory/gestion/form.html", page),
        verb=lambda: actions.ask_for_release(by=request.user, at=now(), **form.cleaned_data),
        done=_("The release is being prepared. It takes a minute or two."), to=reverse(LIST),
    )  # fmt: skip


@require_safe
@requires(Permission.OBSERVATORY_PREPARE)
def release(request: SignedIn, release_id: UUID) -> HttpResponse:
    one = _fetch(request, release_id)
    return render(request, "observatory/gestion/release.html", release_page.shown(one, request.user, at=now()))


@require_http_methods(["POST"])
@requires(Permission.OBSERVATORY_RELEASE)
@once
def sign(request: SignedIn, release_id: UUID) -> HttpResponse:
    one, seen = _fetch(request, release_id), seen_mark(request)
    verb = lambda: actions.sign_release(release=one, seen=seen, by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, _("You signed the release."))
    return redirect("observatory:release", one.pk)


@require_http_methods(["POST"])
@requires(Permission.OBSERVATORY_RELEASE)
@once
def publish(request: SignedIn, release_id: UUID) -> HttpResponse:
    one = _fetch(request, release_id)
    verb = lambda: actions.publish_release(release=one, by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, _("The release is published: from its day on everybody reads it."))
    return redirect("observatory:release", one.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.OBSERVATORY_RELEASE)
@once
def withdraw(request: SignedIn, release_id: UUID) -> HttpResponse:
    one, form = _fetch(request, release_id), WithdrawForm(sent(request))
    page = {
        "title": _("Withdraw %(release)s") % {"release": one.name}, "button": pgettext("observatory", "Withdraw"),
        "release": one, "hint": _("Nobody reads it any more. Whoever kept a copy has its figures still."),
    }  # fmt: skip
    return answer(
        request, form, ("observatory/gestion/form.html", page),
        verb=lambda: actions.withdraw_release(release=one, by=request.user, at=now(), **form.cleaned_data),
        done=_("The release is withdrawn."), to=reverse("observatory:release", args=[one.pk]),
    )  # fmt: skip
