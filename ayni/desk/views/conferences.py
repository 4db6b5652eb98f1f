from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.cases import actions, queries
from ayni.cases.actions.conferences import Agreed
from ayni.desk.forms.supervision import ConferenceForm

from .doors import fetch_held, try_verb


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def new(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_held(request.user, case_id)
    form = ConferenceForm(sent(request), inside=queries.who_may_open(case, now()))

    def verb() -> object:
        said = form.cleaned_data
        return actions.hold_conference(
            case=case, held_at=form.held_at, participants=said["participants"], guests=said["guests"],
            minutes=said["minutes"], agreed=[Agreed(*one) for one in form.agreed], by=request.user, at=now(),
        )  # fmt: skip

    if form.is_bound and form.is_valid() and try_verb(request, form, verb, _("The conference is written down.")):
        return redirect("desk:case-coordination", case_id=case.pk)
    return render(request, "desk/supervision/conference.html", {"form": form, "case": case})
