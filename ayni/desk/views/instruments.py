"""The forms of cases as lists: which there are, what each asks, and which profile has which."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.codelists import queries as codelists
from ayni.codelists.models import Profile
from ayni.desk.forms.instruments import AssignForm
from ayni.governance import queries as governance
from ayni.instruments import actions, queries
from ayni.instruments.languages import language_for
from ayni.instruments.models import ProfileForm
from ayni.lib.doors import answer

EVERY = "todos"
"""In the address: the forms of every case."""


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def listing(request: SignedIn) -> HttpResponse:
    forms = list(queries.in_force("", localdate()).prefetch_related(None))
    titles = {form.code: form.title_es for form in forms}
    assigned = queries.by_profile()

    def said(code: str) -> list[tuple[str, ProfileForm]]:
        return [(titles.get(row.instrument, row.instrument), row) for row in assigned.get(code, [])]

    profiles = [(code, label, said(code)) for code, label in codelists.choices(Profile)]
    context = {
        "forms": forms,
        "every": said(ProfileForm.EVERY),
        "profiles": profiles,
        "may_edit": governance.may_edit(request.user),
    }
    return render(request, "desk/instruments/listing.html", context)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def instrument(request: SignedIn, code: str) -> HttpResponse:
    """What a form asks, in any language it has; nobody's answers."""
    versions = queries.versions(code)
    if not versions:
        raise Http404
    form = versions[0]
    language = language_for(form, None, request.GET.get("lang", ""))
    rows = [
        (question, question.section(language), question.text(language), question.options(language))
        for question in form.questions.all()
    ]
    context = {"form": form, "versions": versions, "language": language, "title": form.title(language), "rows": rows}
    return render(request, "desk/instruments/instrument.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def assign(request: SignedIn, code: str) -> HttpResponse:
    """Which forms the cases of a profile have. A new profile gets its forms here, without a line of code (R107)."""
    if not governance.may_edit(request.user):
        raise PermissionDenied
    profile = None if code == EVERY else get_object_or_404(codelists.current(Profile), code=code)
    there = queries.by_profile().get(profile.code if profile else ProfileForm.EVERY, [])
    every = list(queries.in_force("", localdate()).prefetch_related(None))
    form = AssignForm(request.POST or None, every=every, now=there)

    def verb() -> object:
        return actions.assign_forms(profile=profile, forms=form.forms, by=request.user, at=now())

    done = _("From now on the cases of this profile have these forms.")
    page = ("desk/instruments/assign.html", {"profile": profile})
    return answer(request, form, page, verb=verb, done=done, to=reverse("desk:forms"))
