from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.cases import actions, queries
from ayni.cases.actions.conferences import Agreed
from ayni.desk.forms.supervision import ConferenceForm

from .doors import Done, ask, fetch_held


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

    done = Done(_("The conference is written down."), "case-coordination")
    return ask(request, form, "desk/supervision/conference.html", {"case": case}, verb=verb, done=done)
