"""What a supervisor looks at: who keeps how much, which cases wait; handing several cases on; what needs approval."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access import covering
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.cases import actions
from ayni.cases.models import Case
from ayni.cases.queries import approvals, workload
from ayni.cases.queries.lists import OPENED
from ayni.desk.forms.supervision import ApprovalRulesForm, HandOverForm, LookForm, WorklistForm
from ayni.lib.doors import seen_mark
from ayni.lib.paging import paginate
from ayni.lib.written import mark_of

from .acting import Act, act

MOST_HANDED_ON = 100


@require_safe
@requires(Permission.CASE_ASSIGN)
def overview(request: SignedIn) -> HttpResponse:
    at, user = now(), request.user
    form = LookForm(request.GET, offices=workload.offices_of(user), teams=workload.teams_of(user))
    page = paginate(request, workload.caseworkers(user, form.scope, at), order=workload.BY_NAME)
    loads = workload.loads(user, page.rows, form.scope, at)
    context = {"form": form, "page": page, "loads": loads, "clear": _clear(form)}
    return render(request, "desk/supervision/overview.html", context)


def _clear(form: LookForm) -> str:
    return reverse("desk:supervision") if form.is_narrowed else ""


@require_safe
@requires(Permission.CASE_ASSIGN)
def worklist(request: SignedIn) -> HttpResponse:
    at, user = now(), request.user
    known = {"offices": workload.offices_of(user), "teams": workload.teams_of(user)}
    keeping = list(workload.caseworkers(user, workload.Scope(), at).order_by(*workload.BY_NAME)[:300])
    form = WorklistForm(request.GET, caseworkers=keeping, **known)
    page = paginate(request, workload.worklist(user, form.scope, at), order=OPENED)
    touched = workload.last_touched(page.rows)
    rows = [(case, touched.get(str(case.pk))) for case in page.rows]
    return render(request, "desk/supervision/worklist.html", {"form": form, "page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_ASSIGN)
@once
def hand_over(request: SignedIn, user_id: int) -> HttpResponse:
    at = now()
    leaving = get_object_or_404(workload.caseworkers(request.user, workload.Scope(), at), pk=user_id)
    rows = list(workload.of_caseworker(request.user, leaving).order_by(*workload.OLDEST)[:MOST_HANDED_ON])
    colleagues = [one for one in covering.active_staff(at, office__in=_offices(rows)) if one.pk != leaving.pk]
    form = HandOverForm(sent(request), rows=rows, colleagues=colleagues)
    page = Act(
        title=_("Hand cases on"),
        button=_("Hand them on"),
        back=reverse("desk:supervision"),
        back_words=_("Supervision"),
        facts=[(_("Caseworker"), leaving.display_name)],
        lead=_("The tasks that are not finished go to the new caseworker. All of these cases move, or none."),
    )

    def verb() -> object:
        return actions.hand_over(by=request.user, at=at, **form.cleaned_data)

    return act(request, form, page, verb=verb, done=_("The cases were handed on."))


def _offices(rows: list[Case]) -> set[int]:
    return {case.office_id for case in rows}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CLOCK_EDIT)
@once
def rules(request: SignedIn) -> HttpResponse:
    needed = approvals.needed()
    form = ApprovalRulesForm(sent(request), needed=needed)
    page = Act(
        title=_("What needs approval"),
        button=_("Keep it like this"),
        back=reverse("desk:supervision"),
        back_words=_("Supervision"),
        lead=_("In cases of these sensitivities, somebody else than whoever keeps the case has to approve it first."),
        seen=mark_of(needed),
    )

    def verb() -> object:
        return actions.set_approval_rules(needed=form.pairs, by=request.user, at=now(), seen=seen_mark(request))

    return act(request, form, page, verb=verb, done=_("What needs approval was changed."))
