"""Who is away, and who stands in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ayni.access import actions, covering
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.desk.forms.supervision import AbsenceForm
from ayni.lib.doors import answer, try_verb


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def absences(request: SignedIn) -> HttpResponse:
    user, at = request.user, now()
    staff = covering.staff_supervised(user, at)
    colleagues = covering.who_may_stand_in(user, at)
    form = AbsenceForm(sent(request), user=user, staff=list(staff), colleagues=list(colleagues))

    def verb() -> object:
        return actions.record_absence(by=user, at=at, **form.said)

    page = ("desk/supervision/absences.html", {"absences": covering.absences(staff, at)})
    return answer(request, form, page, verb=verb, done=_("The absence is recorded."), to=reverse("desk:absences"))


@require_POST
@requires(Permission.CASE_WORK)
@once
def end(request: SignedIn, user_id: int) -> HttpResponse:
    at = now()
    staff = covering.staff_supervised(request.user, at)
    user = get_object_or_404(staff, pk=user_id)

    said = request.POST.get("absence")
    theirs = covering.absences(staff.filter(pk=user.pk), at)
    begins_at = next((one.starts_at for one in theirs if str(one.pk) == said), None)

    def verb() -> object:
        return actions.end_absence(user=user, by=request.user, at=at, begins_at=begins_at)

    try_verb(request, None, verb, _("The absence is over."))
    return redirect("desk:absences")
