"""The next version of a guide in a language: written by one, read over and published by another."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import seen_revision, try_verb
from ayni.lib.errors import RuleBroken

from .. import actions, queries
from ..forms.guides import ReturnForm, form_of
from ..models import Guide, GuideDraft, Tongue
from ..rules.pictures import MOST
from .public import guide_page


def fetch(request: SignedIn, draft_number: int) -> GuideDraft:
    rows = GuideDraft.objects.visible_to(request.user).select_related("guide", "started_by", "based_on", "version")
    return get_object_or_404(rows.prefetch_related("authors"), pk=draft_number)


def of(request: SignedIn, draft: GuideDraft) -> dict[str, Any]:
    """What every verb on a draft is told."""
    return {"draft": draft, "seen": seen_revision(request), "by": request.user, "at": now()}


@require_POST
@requires(Permission.GUIDE_EDIT)
@once
def start(request: SignedIn, slug: str, language: str) -> HttpResponse:
    guide = get_object_or_404(Guide, slug=slug)
    if language not in Tongue.values:
        raise Http404
    if queries.draft_of(guide, language, request.user) is None:
        verb = partial(actions.start_draft, guide=guide, language=language, by=request.user, at=now())
        try_verb(request, None, verb, _("The draft is begun."))
    draft = queries.draft_of(guide, language, request.user)
    return redirect("portal:draft", draft.pk) if draft else redirect("portal:history", slug)


def _shown(request: SignedIn, draft: GuideDraft, **more: Any) -> HttpResponse:
    wrote = request.user in draft.authors.all()
    meaning = queries.meaning_of(draft.guide)
    page = {
        "draft": draft,
        "missing": queries.missing(draft, localdate()) if draft.is_open else [],
        "changes": queries.changes(draft.based_on, draft),
        "is_newest": not draft.is_open or draft.based_on == queries.latest(draft.guide, draft.language),
        "is_behind": draft.is_open and draft.language != Tongue.ES and draft.meaning < (meaning or 0),
        "source_is_gone": draft.language != Tongue.ES and meaning is None,
        "may_publish": request.user.may(Permission.GUIDE_APPROVE) and not wrote and draft.state == "SUBMITTED",
        "pictures": queries.pictures_of(draft),
        "may_add": draft.is_open and draft.language == Tongue.ES and len(queries.pictures_of(draft)) < MOST,
        "return_form": ReturnForm(),
    } | more
    return render(request, "portal/keep/draft.html", page)


@require_safe
@requires(Permission.GUIDE_EDIT)
def draft(request: SignedIn, draft_number: int) -> HttpResponse:
    return _shown(request, fetch(request, draft_number))


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_EDIT)
@once
def write(request: SignedIn, draft_number: int) -> HttpResponse:
    draft = fetch(request, draft_number)
    form, theirs = form_of(draft, sent(request)), []
    if request.method == "POST" and form.is_valid():
        written = form.written()
        if seen_revision(request) != draft.revision:
            theirs = queries.typed_beside(draft, written.text, written.facts)
        verb = partial(actions.write_draft, **of(request, draft), written=written)
        if try_verb(request, form, verb, _("It is written down.")):
            return redirect("portal:draft", draft.pk)
    source = queries.latest(draft.guide, Tongue.ES) if draft.language != Tongue.ES else None
    seen = seen_revision(request) or draft.revision
    page = {"form": form, "draft": draft, "seen": seen, "source": source, "theirs": theirs}
    return render(request, "portal/keep/write.html", page)


@require_POST
@requires(Permission.GUIDE_EDIT)
def save(request: SignedIn, draft_number: int) -> HttpResponse:
    """While somebody types: what stands in the form is kept, however unfinished. It answers with the line that says so,
    and with the revision that the next saving has seen."""
    draft = fetch(request, draft_number)
    form, refused, seen = form_of(draft, request.POST), "", seen_revision(request)
    if form.is_valid():
        try:
            kept = actions.keep_typed(draft=draft, seen=seen, written=form.written(), by=request.user)
            seen = kept.revision
        except RuleBroken as why:
            refused = str(why)
    else:
        refused = _("Not kept yet: something in the form must be mended first.")
    return render(request, "portal/keep/_saved.html", {"seen": seen, "refused": refused, "at": now()})


@require_safe
@requires(Permission.GUIDE_EDIT)
def preview(request: SignedIn, draft_number: int) -> HttpResponse:
    """The page as readers would see it, in its language."""
    draft = fetch(request, draft_number)
    with override(draft.language):
        page = guide_page(queries.as_if_published(draft, localdate()), draft.language, queries.own_address)
        return render(request, "portal/keep/preview.html", page | {"draft": draft, "is_preview": True})


def _after(request: SignedIn, draft_number: int, verb: Any, done: str) -> HttpResponse:
    found = fetch(request, draft_number)
    try_verb(request, None, partial(verb, **of(request, found)), done)
    return redirect("portal:draft", found.pk)


@require_POST
@requires(Permission.GUIDE_EDIT)
@once
def compare(request: SignedIn, draft_number: int) -> HttpResponse:
    return _after(request, draft_number, actions.compare_draft, _("It is held against what the Spanish text says now."))


@require_POST
@requires(Permission.GUIDE_EDIT)
@once
def submit(request: SignedIn, draft_number: int) -> HttpResponse:
    return _after(request, draft_number, actions.submit_draft, _("It waits for a colleague who did not write in it."))


@require_POST
@requires(Permission.GUIDE_APPROVE)
@once
def publish(request: SignedIn, draft_number: int) -> HttpResponse:
    return _after(request, draft_number, actions.publish_draft, _("You published it as it stands."))


@require_POST
@requires(Permission.GUIDE_APPROVE)
@once
def send_back(request: SignedIn, draft_number: int) -> HttpResponse:
    draft = fetch(request, draft_number)
    form = ReturnForm(request.POST)
    if form.is_valid():
        verb = partial(actions.return_draft, draft=draft, note=form.cleaned_data["note"], by=request.user, at=now())
        if try_verb(request, form, verb, _("The draft is back with whoever writes it.")):
            return redirect("portal:draft", draft.pk)
    return _shown(request, draft, return_form=form)


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_EDIT)
@once
def discard(request: SignedIn, draft_number: int) -> HttpResponse:
    if request.method == "POST":
        return _after(request, draft_number, actions.discard_draft, _("The draft is discarded. Readers see no change."))
    return render(request, "portal/keep/discard.html", {"draft": fetch(request, draft_number)})
