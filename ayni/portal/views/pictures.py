"""Pictures of a guide that is being written."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import seen_revision, try_verb

from .. import actions, queries
from ..forms.pictures import NewPictureForm, PictureWordsForm
from ..models import GuideDraft
from ..queries import Illustration
from .drafts import fetch, of
from .speaking import ALONE


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_EDIT)
@once
def add(request: SignedIn, draft_number: int) -> HttpResponse:
    draft = fetch(request, draft_number)
    form = NewPictureForm(draft, sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.redrawn:
        picture = actions.Picture(form.cleaned_data["alt"], form.cleaned_data.get("place", 0))
        verb = partial(actions.add_picture, **of(request, draft), picture=picture, redrawn=form.redrawn)
        if try_verb(request, form, verb, _("The picture is in the draft.")):
            return redirect("portal:draft", draft.pk)
    page = {"form": form, "draft": draft, "seen": seen_revision(request) or draft.revision}
    return render(request, "portal/keep/add_picture.html", page)


def _picture(draft: GuideDraft, name: str) -> Illustration:
    found = next((one for one in queries.pictures_of(draft) if one.name == name), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@requires(Permission.GUIDE_EDIT)
@once
def change(request: SignedIn, draft_number: int, name: str) -> HttpResponse:
    """What is said of it, and where it stands."""
    draft = fetch(request, draft_number)
    found = _picture(draft, name)
    form = PictureWordsForm(draft, sent(request), name=name, initial={"alt": found.alt, "place": found.place})
    if request.method == "POST" and form.is_valid():
        picture = actions.Picture(form.cleaned_data["alt"], form.cleaned_data.get("place", found.place), name)
        verb = partial(actions.change_picture, **of(request, draft), picture=picture)
        if try_verb(request, form, verb, _("It is written down.")):
            return redirect("portal:draft", draft.pk)
    source = queries.latest(draft.guide, "es") if draft.language != "es" else None
    page = {
        "form": form,
        "draft": draft,
        "picture": found,
        "spanish": (source.text.get("alts") or {}).get(name, "") if source else "",
        "seen": seen_revision(request) or draft.revision,
    }
    return render(request, "portal/keep/change_picture.html", page)


@require_POST
@requires(Permission.GUIDE_EDIT)
@once
def take_out(request: SignedIn, draft_number: int, name: str) -> HttpResponse:
    draft = fetch(request, draft_number)
    verb = partial(actions.take_picture_out, **of(request, draft), name=name)
    try_verb(request, None, verb, _("The picture is out of the draft."))
    return redirect("portal:draft", draft.pk)


@require_safe
@requires(Permission.GUIDE_EDIT)
def own(request: SignedIn, digest: str) -> HttpResponse:
    """For whoever writes guides: also what nobody else may see yet."""
    found = queries.picture_of_drafts(digest)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type="image/webp", headers=ALONE)
    response.headers["Cache-Control"] = "private, no-store"
    return response
