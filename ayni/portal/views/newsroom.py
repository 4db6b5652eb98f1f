"""Whoever writes news, reads it over and publishes it; and whoever keeps the catalogue of links."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import answer, seen_revision, try_verb

from .. import actions, queries
from ..forms.guides import ReturnForm, WithdrawForm
from ..forms.news import ConfirmForm, NewNewsForm, NewsForm
from ..models import NewsDraft, NewsItem, NewsVersion, Tongue
from .news import news_page


def _fetch(request: SignedIn, draft_number: int) -> NewsDraft:
    rows = NewsDraft.objects.visible_to(request.user).select_related(
        "item", "started_by", "based_on", "version__approved_by", "campaign", "session"
    )
    return get_object_or_404(rows.prefetch_related("authors"), pk=draft_number)


def _of(request: SignedIn, draft: NewsDraft) -> dict[str, Any]:
    return {"draft": draft, "seen": seen_revision(request), "by": request.user, "at": now()}


@require_safe
@requires(Permission.GUIDE_EDIT)
def newsroom(request: SignedIn) -> HttpResponse:
    """What waits, what is being written, what is read, what was withdrawn."""
    may_publish = request.user.may(Permission.GUIDE_APPROVE)
    page = {
        "open": queries.news_drafts(request.user),
        "waiting": queries.news_waiting_for(request.user) if may_publish else [],
        "published": queries.news(Tongue.ES, localdate(), most=100),
        "withdrawn": NewsItem.objects.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "slug"),
    }
    return render(request, "portal/keep/newsroom.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_EDIT)
@once
def new_news(request: SignedIn) -> HttpResponse:
    form = NewNewsForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made: list[NewsDraft] = []

        def verb() -> None:
            made.append(actions.start_news(**form.cleaned_data, by=request.user, at=now()))

        if try_verb(request, form, verb, _("The draft is begun. Write it now.")):
            return redirect("portal:write-news", made[0].pk)
    return render(request, "portal/keep/new_news.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@requires(Permission.GUIDE_EDIT)
def news_history(request: SignedIn, slug: str) -> HttpResponse:
    item = get_object_or_404(NewsItem, slug=slug)
    versions = list(queries.news_versions(item))
    page = {
        "item": item, "draft": queries.news_draft_of(item, request.user), "today": localdate(),
        "versions": [(one, queries.changes_of_news(_before(versions, one), one)) for one in versions],
        "may_publish": request.user.may(Permission.GUIDE_APPROVE),
    }  # fmt: skip
    return render(request, "portal/keep/news_history.html", page)


def _before(versions: list[NewsVersion], this: NewsVersion) -> NewsVersion | None:
    return next((one for one in versions if one.number == this.number - 1), None)


@require_POST
@requires(Permission.GUIDE_EDIT)
@once
def correct_news(request: SignedIn, slug: str) -> HttpResponse:
    item = get_object_or_404(NewsItem, slug=slug)
    if queries.news_draft_of(item, request.user) is None:
        verb = partial(actions.correct_news, item=item, by=request.user, at=now())
        try_verb(request, None, verb, _("The draft is begun."))
    draft = queries.news_draft_of(item, request.user)
    return redirect("portal:news-draft", draft.pk) if draft else redirect("portal:news-history", slug)


def _shown(request: SignedIn, draft: NewsDraft, **more: Any) -> HttpResponse:
    wrote = request.user in draft.authors.all()
    page = {
        "draft": draft, "missing": queries.missing_of_news(draft, localdate()) if draft.is_open else [],
        "changes": queries.changes_of_news(draft.based_on, draft), "return_form": ReturnForm(),
        "is_newest": not draft.is_open or draft.based_on == queries.latest_news(draft.item),
        "may_publish": request.user.may(Permission.GUIDE_APPROVE) and not wrote and draft.state == "SUBMITTED",
    } | more  # fmt: skip
    return render(request, "portal/keep/news_draft.html", page, status=400 if more else 200)


@require_safe
@requires(Permission.GUIDE_EDIT)
def news_draft(request: SignedIn, draft_number: int) -> HttpResponse:
    return _shown(request, _fetch(request, draft_number))


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_EDIT)
@once
def write_news(request: SignedIn, draft_number: int) -> HttpResponse:
    draft = _fetch(request, draft_number)
    form = NewsForm(sent(request), draft=draft)
    if request.method == "POST" and form.is_valid():
        verb = partial(actions.write_news, **_of(request, draft), written=form.written())
        if try_verb(request, form, verb, _("It is written down.")):
            return redirect("portal:news-draft", draft.pk)
    page = {"form": form, "draft": draft, "seen": seen_revision(request) or draft.revision}
    return render(request, "portal/keep/write_news.html", page, status=400 if form.errors else 200)


@require_safe
@requires(Permission.GUIDE_EDIT)
def preview_news(request: SignedIn, draft_number: int, language: str) -> HttpResponse:
    """The page as readers would see it, in a language that it has."""
    draft = _fetch(request, draft_number)
    if language not in Tongue.values or not draft.text(language):
        raise Http404
    version = NewsVersion(
        item=draft.item, texts=draft.texts, figures=draft.figures, guides=draft.guides, campaign=draft.campaign,
        session=draft.session, published_on=draft.publish_on or localdate(),
        published_by=queries.keeper_of(draft.started_by),
    )  # fmt: skip
    with override(language):
        page = news_page(queries.News(version, language, (language,)), language)
        return render(request, "portal/keep/preview_news.html", page | {"draft": draft})


def _after(request: SignedIn, draft_number: int, verb: Any, done: str) -> HttpResponse:
    found = _fetch(request, draft_number)
    try_verb(request, None, partial(verb, **_of(request, found)), done)
    return redirect("portal:news-draft", found.pk)


@require_POST
@requires(Permission.GUIDE_EDIT)
@once
def submit_news(request: SignedIn, draft_number: int) -> HttpResponse:
    return _after(request, draft_number, actions.submit_news, _("It waits for a colleague who did not write in it."))


@require_POST
@requires(Permission.GUIDE_EDIT)
@once
def discard_news(request: SignedIn, draft_number: int) -> HttpResponse:
    return _after(request, draft_number, actions.discard_news, _("The draft is discarded. Readers see no change."))


@require_POST
@requires(Permission.GUIDE_APPROVE)
@once
def publish_news(request: SignedIn, draft_number: int) -> HttpResponse:
    return _after(request, draft_number, actions.publish_news, _("You published it as it stands."))


@require_POST
@requires(Permission.GUIDE_APPROVE)
@once
def return_news(request: SignedIn, draft_number: int) -> HttpResponse:
    draft = _fetch(request, draft_number)
    form = ReturnForm(request.POST)
    if form.is_valid():
        verb = partial(actions.return_news, draft=draft, note=form.cleaned_data["note"], by=request.user, at=now())
        if try_verb(request, form, verb, _("The draft is back with whoever writes it.")):
            return redirect("portal:news-draft", draft.pk)
    return _shown(request, draft, return_form=form)


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_APPROVE)
@once
def withdraw_news(request: SignedIn, slug: str) -> HttpResponse:
    item = get_object_or_404(NewsItem, slug=slug)
    form = WithdrawForm(sent(request))
    return answer(
        request,
        form,
        ("portal/keep/withdraw_news.html", {"item": item}),
        verb=lambda: actions.withdraw_news(item=item, **form.cleaned_data, by=request.user, at=now()),
        done=_("The item is withdrawn."),
        to=reverse("portal:news-history", args=[slug]),
    )


@require_POST
@requires(Permission.GUIDE_APPROVE)
@once
def bring_news_back(request: SignedIn, slug: str) -> HttpResponse:
    item = get_object_or_404(NewsItem, slug=slug)
    verb = partial(actions.bring_news_back, item=item, by=request.user, at=now())
    try_verb(request, None, verb, _("The item can be read again."))
    return redirect("portal:news-history", slug)


@require_safe
@requires(Permission.GUIDE_EDIT)
def catalogue(request: SignedIn) -> HttpResponse:
    """The catalogue of links, with how each address answers and which have none."""
    page = {"rows": queries.catalogue(Tongue.ES, localdate()), "may": request.user.may(Permission.GUIDE_APPROVE)}
    return render(request, "portal/keep/catalogue.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_APPROVE)
@once
def confirm_address(request: SignedIn, slug: str) -> HttpResponse:
    page = queries.page_of_catalogue(slug.upper(), localdate())
    if page is None:
        raise Http404
    form = ConfirmForm(sent(request))
    return answer(
        request,
        form,
        ("portal/keep/confirm_address.html", {"page": page}),
        verb=lambda: actions.confirm_address(page=page, **form.cleaned_data, by=request.user, at=now()),
        done=_("The address is confirmed, and is asked tonight whether it answers."),
        to=reverse("portal:catalogue"),
    )
