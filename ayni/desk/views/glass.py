"""Emergency access, and its review; and what somebody may know of without opening it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.models import BrokenGlass
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.cases import actions, queries
from ayni.cases.queries import glass as glasses
from ayni.cases.queries import known
from ayni.cases.queries.transfers import initials
from ayni.design import words
from ayni.desk.forms.supervision import GlassForm, GlassReviewForm
from ayni.lib.doors import answer, try_verb
from ayni.lib.paging import paginate

from .acting import Act, act


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.GLASS_BREAK)
@once
def open_by_glass(request: SignedIn) -> HttpResponse:
    form = GlassForm(sent(request))

    def verb() -> object:
        return actions.break_glass(by=request.user, at=now(), **form.cleaned_data)

    page = ("desk/supervision/glass.html", {"mine": glasses.mine(request.user, now()), "lasts": glasses.hours()})
    done = _("The case is open to you for a while.")
    return answer(request, form, page, verb=verb, done=done, to=reverse("desk:glass"))


@require_POST
@requires(Permission.GLASS_BREAK)
@once
def mend(request: SignedIn, glass_id: UUID) -> HttpResponse:
    found = get_object_or_404(BrokenGlass.objects.filter(user=request.user), pk=glass_id)

    def verb() -> object:
        return actions.mend_glass(glass=found, by=request.user, at=now())

    try_verb(request, None, verb, _("The case is closed to you again."))
    return redirect("desk:glass")


@require_safe
@requires(Permission.CASE_WORK)
def reviews(request: SignedIn) -> HttpResponse:
    page = paginate(request, glasses.to_review(request.user, now()), order=glasses.NEWEST)
    numbers = glasses.numbers_of(list(page.rows))
    rows = [(row, numbers.get(row.reason, "")) for row in page.rows]
    return render(request, "desk/supervision/glass_reviews.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def review(request: SignedIn, glass_id: UUID) -> HttpResponse:
    found = glasses.fetch_to_review(request.user, glass_id, now())
    if found is None:
        raise Http404
    glass, case = found
    form = GlassReviewForm(sent(request))
    page = Act(
        title=_("Emergency access to case %(number)s") % {"number": case.number},
        button=_("Write the review"),
        back=reverse("desk:glass-reviews"),
        back_words=_("Emergency access to review"),
        facts=[
            (_("Who"), glass.user.display_name),
            (_("When"), f"{words.moment(glass.opened_at)} – {words.moment(glass.ended_at or glass.until)}"),
            (_("Why"), glass.why),
        ],
    )

    def verb() -> object:
        return actions.review_glass(glass=glass, by=request.user, at=now(), **form.cleaned_data)

    return act(request, form, page, verb=verb, done=_("The review is written."))


@require_safe
@requires(Permission.CASE_VIEW)
def protected(request: SignedIn) -> HttpResponse:
    """A number and initials: what those may know who may not open it."""
    page = paginate(request, known.known_to(request.user), order=queries.OPENED)
    rows = [(case, initials(case.person.listed_name)) for case in page.rows]
    return render(request, "desk/supervision/protected.html", {"page": page, "rows": rows})
