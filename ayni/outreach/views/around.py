"""What goes with a session: invitations, materials, closing, repeating, papers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.files.serving import served
from ayni.lib.doors import answer, try_verb

from .. import actions, papers
from ..actions import around as verbs
from ..forms.around import InviteForm, MaterialForm, RepeatForm
from ..forms.attending import CloseForm
from ..models import Material, Session
from ..queries import aims, attending
from ..queries import around as queries
from ..queries import probes as asked
from .fetching import part_of, session_of


def _page(found: Session) -> str:
    return reverse("outreach:kept", args=[found.pk])


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def close(request: SignedIn, session_id: UUID) -> HttpResponse:
    """What it took and what came of it; its numbers stand from here on."""
    found = session_of(request, session_id)
    form = CloseForm(request.POST if request.method == "POST" else None, initial=aims.of_session(found))
    return answer(
        request, form, ("outreach/close.html", {"session": found, "came": attending.came(found)}),
        verb=lambda: actions.close_session(session=found, effort=form.effort(), by=request.user, at=now()),
        done=_("The session is closed."), to=_page(found),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def invite(request: SignedIn, session_id: UUID) -> HttpResponse:
    found = session_of(request, session_id)
    form = InviteForm(request.POST if request.method == "POST" else None)

    def verb() -> str:
        said = form.cleaned_data
        n = verbs.invite(
            session=found, organisations=list(said["institutions"]), addresses=said["addresses"], by=request.user,
            at=now(),
        )  # fmt: skip
        return ngettext("%(n)d e-mail is on its way.", "%(n)d e-mails are on their way.", n) % {"n": n}

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb):
        return redirect("outreach:invite", found.pk)
    page = {"session": found, "form": form, "invited": queries.invited(found)}
    return render(request, "outreach/invite.html", page, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def materials(request: SignedIn, session_id: UUID) -> HttpResponse:
    found = session_of(request, session_id)
    sent = request.method == "POST"
    form = MaterialForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        said = form.cleaned_data
        verb = lambda: verbs.add_material(  # noqa: E731
            session=found, title=said["title"], content=form.content(), is_public=said["is_public"], by=request.user,
            at=now(),
        )  # fmt: skip
        if try_verb(request, form, verb, _("It is added.")):
            return redirect("outreach:materials", found.pk)
    page = {"session": found, "form": form, "materials": queries.materials(found)}
    return render(request, "outreach/materials.html", page, status=400 if form.errors else 200)


@require_POST
@requires(Permission.SESSION_KEEP)
@once
def remove_material(request: SignedIn, material_id: UUID) -> HttpResponse:
    one = part_of(Material.objects.select_related("file"), request, material_id)
    verb = lambda: verbs.remove_material(material=one, by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, _("It is taken out."))
    return redirect("outreach:materials", one.session_id)


@require_safe
@requires(Permission.SESSION_KEEP)
def material(request: SignedIn, material_id: UUID) -> HttpResponse:
    one = part_of(Material.objects.filter(file__isnull=False).select_related("file"), request, material_id)
    assert one.file is not None  # noqa: S101 - the filter says so
    return served(one.file, of=one.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def repeat(request: SignedIn, session_id: UUID) -> HttpResponse:
    """The same on the same day of the following weeks."""
    found = session_of(request, session_id)
    form = RepeatForm(request.POST if request.method == "POST" else None)

    def verb() -> str:
        made = actions.repeat_weekly(session=found, by=request.user, at=now(), **form.cleaned_data)
        return ngettext("%(n)d session more.", "%(n)d sessions more.", len(made)) % {"n": len(made)}

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb):
        found.refresh_from_db()
        return redirect("outreach:series", found.series_id)
    return render(request, "outreach/repeat.html", {"session": found, "form": form}, status=400 if form.errors else 200)


PAPERS: dict[str, Callable[[Session], bytes]] = {
    "afiche": papers.poster,
    "lista": papers.list_to_sign,
    "formularios": lambda found: papers.codes_of_forms(found, asked.probes(found)),
}


@require_safe
@requires(Permission.SESSION_KEEP)
def paper(request: SignedIn, session_id: UUID, which: str) -> HttpResponse:
    """Poster, list to sign, codes of the forms."""
    found = session_of(request, session_id)
    headers: dict[str, Any] = {"Content-Disposition": f'inline; filename="{which}.pdf"'}
    return HttpResponse(PAPERS[which](found), content_type="application/pdf", headers=headers)
