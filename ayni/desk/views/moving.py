"""Running cases and the versions of their protocols."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.cases import actions, queries
from ayni.cases.queries import moving
from ayni.desk.forms.norms import MoveForm
from ayni.lib.doors import try_verb
from ayni.lib.paging import paginate

from .doors import fetch_case


@require_safe
@requires(Permission.CASE_VIEW)
def old_versions(request: SignedIn) -> HttpResponse:
    """Open cases, as far as this user may open them, under a version that is no longer in force."""
    code = request.GET.get("protocolo", "")[:24]
    rows = moving.on_old_versions(request.user, localdate(), code)
    page = paginate(request, rows, order=queries.OPENED)
    return render(request, "desk/old_versions.html", {"page": page, "code": code})


@require_safe
@requires(Permission.CASE_VIEW)
def protocols(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    return render(request, "desk/case_protocols.html", {"case": case, "held": moving.held_to(case, localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def move(request: SignedIn, case_id: UUID, protocol_number: int) -> HttpResponse:
    case, today = fetch_case(request.user, case_id), localdate()
    held = moving.held_version(case, protocol_number)
    if held is None and not moving.has_left(case, protocol_number):
        raise Http404
    if held is None:
        # A colleague was faster, or the page stood open in another window.
        messages.info(request, _("The case is under a newer version already. Look at its plan."))
        return redirect("desk:case", case_id=case_id)
    newer = moving.newer_version(held, today)
    form = MoveForm(sent(request), initial={"starts_on": today})

    def verb() -> object:
        return actions.move_to_newest(case=case, protocol=held, by=request.user, at=now(), **form.cleaned_data)

    done = _("The case is now under the version in force.")
    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, done):
        return redirect("desk:case", case_id=case_id)
    preview = moving.preview(case, held, newer) if newer else None
    page = {"case": case, "held": held, "newer": newer, "form": form, "preview": preview}
    return render(request, "desk/case_move.html", page)
