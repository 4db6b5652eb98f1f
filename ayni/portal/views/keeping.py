"""The guides as whoever keeps them sees them: what waits, what is due, what each said before."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import answer, try_verb

from .. import actions, queries
from ..forms.guides import CheckedForm, NewGuideForm, WithdrawForm
from ..models import Guide, GuideVersion, OutsideLink, Tongue

VERSIONS = 20
"""Earlier ones that a version may be held against."""
SOON = 30
"""Days before which a guide that is due to be checked is told of."""


def _fetch(slug: str) -> Guide:
    return get_object_or_404(Guide, slug=slug)


def _source(guide: Guide) -> GuideVersion:
    found = queries.shown(guide, Tongue.ES, localdate())
    if found is None:
        raise Http404
    return found.source


@require_safe
@requires(Permission.GUIDE_EDIT)
def guides(request: SignedIn) -> HttpResponse:
    today = localdate()
    page = {
        "open": queries.drafts_open(request.user),
        "waiting": queries.waiting_for(request.user) if request.user.may(Permission.GUIDE_APPROVE) else [],
        "due": queries.due(today, within=SOON),
        "outdated": queries.outdated(today),
        "shelves": [(service, rows) for service, rows in queries.shelves(Tongue.ES, today).items() if rows],
        "withdrawn": Guide.objects.filter(withdrawn_at__isnull=False).order_by("slug"),
        "finished": queries.finished_drafts(request.user),
        "failing": queries.failing_links(),
        "today": today,
    }
    return render(request, "portal/keep/guides.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_EDIT)
@once
def new_guide(request: SignedIn) -> HttpResponse:
    form = NewGuideForm(sent(request))
    if request.method == "POST" and form.is_valid():
        verb = partial(actions.start_new_guide, **form.cleaned_data, by=request.user, at=now())
        if try_verb(request, form, verb, _("The draft is begun. Write it now.")):
            draft = queries.draft_of(_fetch(form.cleaned_data["slug"]), Tongue.ES, request.user)
            return redirect("portal:write-draft", draft.pk if draft else 0)
    return render(request, "portal/keep/new.html", {"form": form})


@require_safe
@requires(Permission.GUIDE_EDIT)
def history(request: SignedIn, slug: str) -> HttpResponse:
    guide = _fetch(slug)
    found = queries.shown(guide, Tongue.ES, localdate())
    page = {
        "guide": guide,
        "found": found,
        "versions": queries.history(guide),
        "translations": queries.translations(guide, request.user),
        "help_counts": queries.help_counts(guide),
        "may_publish": request.user.may(Permission.GUIDE_APPROVE),
        "today": localdate(),
    }
    return render(request, "portal/keep/history.html", page)


@require_safe
@requires(Permission.GUIDE_EDIT)
def version(request: SignedIn, slug: str, language: str, number: int) -> HttpResponse:
    """What one version says differently from the one before it, or from whichever is asked for (`?con=1`)."""
    rows = queries.history(_fetch(slug)).filter(language=language)
    this = get_object_or_404(rows, number=number)
    others = list(rows.filter(number__lt=number).order_by("-number")[:VERSIONS])
    with_number = request.GET.get("con", "")[:6]
    wanted = int(with_number) if with_number.isascii() and with_number.isdigit() else number - 1
    before = next((one for one in others if one.number == wanted), None)
    source = this if language == Tongue.ES else queries.latest(this.guide, Tongue.ES)
    page = {
        "version": this,
        "before": before,
        "others": others if len(others) > 1 else [],
        "changes": queries.changes(before, this),
        "pictures": queries.illustrations(source.facts if source else {}, this.text, queries.own_address),
    }
    return render(request, "portal/keep/version.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_EDIT)
@once
def checked(request: SignedIn, slug: str) -> HttpResponse:
    guide = _fetch(slug)
    source = _source(guide)
    form = CheckedForm(sent(request), initial={"confidence": source.confidence, "checked_by": source.checked_by})
    return answer(
        request,
        form,
        ("portal/keep/checked.html", {"guide": guide, "source": source}),
        verb=lambda: actions.mark_checked(version=source, **form.cleaned_data, by=request.user, at=now()),
        done=_("It is written down that it was checked today."),
        to=reverse("portal:history", args=[slug]),
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_APPROVE)
@once
def withdraw(request: SignedIn, slug: str) -> HttpResponse:
    guide = _fetch(slug)
    form = WithdrawForm(sent(request))
    return answer(
        request,
        form,
        ("portal/keep/withdraw.html", {"guide": guide}),
        verb=lambda: actions.withdraw(guide=guide, **form.cleaned_data, by=request.user, at=now()),
        done=_("The guide is withdrawn."),
        to=reverse("portal:history", args=[slug]),
    )


@require_POST
@requires(Permission.GUIDE_APPROVE)
@once
def bring_back(request: SignedIn, slug: str) -> HttpResponse:
    guide = _fetch(slug)
    verb = partial(actions.bring_back, guide=guide, by=request.user, at=now())
    try_verb(request, None, verb, _("The guide can be read again."))
    return redirect("portal:history", slug)


@require_safe
@requires(Permission.GUIDE_EDIT)
def links(request: SignedIn) -> HttpResponse:
    """Addresses that guides name, and which of them lead nowhere."""
    named = queries.named_addresses(localdate())
    known = {link.address: link for link in queries.links()}
    page = {
        "astray": queries.astray(localdate()),
        "rows": [(known.get(one, OutsideLink(address=one)), versions) for one, versions in sorted(named.items())],
    }
    return render(request, "portal/keep/links.html", page)
