"""The pages of whoever keeps the library of studies: written by one, read over and published by another."""

from functools import partial

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import answer, try_verb

from .. import actions, rules
from ..forms.studies import ReturnForm, StudyForm, WithdrawStudyForm
from ..library import figures_of, tables_held, tables_of
from ..models import Reading, Study, StudyVersion
from ..published import Structure
from ..queries import studies as queries
from .speaking import all_releases

LIST = "observatory:library"
FORM = "observatory/gestion/study_form.html"


def _held() -> dict[str, Structure]:
    return tables_held(settings.AYNI_HOME, all_releases())


@require_safe
@requires(Permission.OBSERVATORY_PREPARE)
def library(request: SignedIn) -> HttpResponse:
    """What waits, what is read, what was withdrawn."""
    kept = list(queries.kept())
    page = {
        "waiting": queries.waiting(), "published": [one for one in kept if one.study.withdrawn_at is None],
        "withdrawn": [one for one in kept if one.study.withdrawn_at],
    }  # fmt: skip
    return render(request, "observatory/gestion/library.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.OBSERVATORY_PREPARE)
@once
def write(request: SignedIn) -> HttpResponse:
    held = _held()
    form = StudyForm(sent(request), held=held)
    return answer(
        request, form, (FORM, {"title": _("Add a study")}),
        verb=lambda: actions.write_study(written=form.written(), tables=held, by=request.user, at=now()),
        done=_("It waits for a colleague, who reads it over and publishes it."), to=reverse(LIST),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.OBSERVATORY_PREPARE)
@once
def correct(request: SignedIn, code: str) -> HttpResponse:
    """Of what was written last: what is published, what waits, or what was returned."""
    study, held = get_object_or_404(Study, code=code), _held()
    form = StudyForm(sent(request), held=held, before=queries.newest(study))
    verb = lambda: actions.correct_study(  # noqa: E731
        study=study, written=form.written(), tables=held, by=request.user, at=now()
    )
    return answer(
        request, form, (FORM, {"title": _("Correct the study"), "study": study}), verb=verb,
        done=_("It waits for a colleague, who reads it over and publishes it."), to=_page(code),
    )  # fmt: skip


def _page(code: str) -> str:
    return reverse("observatory:library-study", args=[code])


@require_safe
@requires(Permission.OBSERVATORY_PREPARE)
def study(request: SignedIn, code: str) -> HttpResponse:
    return _shown(request, get_object_or_404(Study, code=code), ReturnForm())


def _shown(request: SignedIn, found: Study, form: ReturnForm) -> HttpResponse:
    versions, may = queries.versions(found), request.user.may(Permission.OBSERVATORY_RELEASE)
    waits = next((one for one in versions if one.state == Reading.WAITING), None)
    newest, held = versions[0], _held()
    page = {
        "study": found, "versions": versions, "newest": newest, "waits": waits, "form": form,
        "is_public": any(one.state == Reading.PUBLISHED for one in versions) and found.withdrawn_at is None,
        "may_publish": may and waits is not None and request.user not in queries.authors(found), "may": may,
        "figures": figures_of(newest, "es"), "tables": tables_of(newest, held, "es"),
    }  # fmt: skip
    return render(request, "observatory/gestion/study.html", page)


def _waiting(request: SignedIn, study: Study) -> StudyVersion:
    """The very version that was on the page. Raises CannotKeep: there is none of that number."""
    seen = request.POST.get("version", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 5 else 0
    found = study.versions.select_related("study").filter(number=number).first()
    rules.check_was_seen(found=found is not None)
    assert found is not None  # noqa: S101 - it was just checked
    return found


@require_POST
@requires(Permission.OBSERVATORY_RELEASE)
@once
def publish(request: SignedIn, code: str) -> HttpResponse:
    study = get_object_or_404(Study, code=code)
    verb = lambda: actions.publish_study(version=_waiting(request, study), by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, pgettext("study", "You published it as it stands."))
    return redirect(_page(code))


@require_POST
@requires(Permission.OBSERVATORY_RELEASE)
@once
def give_back(request: SignedIn, code: str) -> HttpResponse:
    study, form = get_object_or_404(Study, code=code), ReturnForm(request.POST)
    verb = lambda: actions.return_study(  # noqa: E731
        version=_waiting(request, study), by=request.user, at=now(), **form.cleaned_data
    )
    if form.is_valid() and try_verb(request, form, verb, _("It is back with whoever wrote it.")):
        return redirect(_page(code))
    return _shown(request, study, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.OBSERVATORY_RELEASE)
@once
def withdraw(request: SignedIn, code: str) -> HttpResponse:
    study, form = get_object_or_404(Study, code=code), WithdrawStudyForm(sent(request))
    page = {
        "title": _("Withdraw the study"), "study": study, "tone": "warning",
        "hint": pgettext("study", "Nobody reads it any more. Whoever comes with its address is told so, and why."),
    }  # fmt: skip
    return answer(
        request, form, (FORM, page),
        verb=lambda: actions.withdraw_study(study=study, by=request.user, at=now(), **form.cleaned_data),
        done=_("The study is withdrawn."), to=_page(code),
    )  # fmt: skip


@require_POST
@requires(Permission.OBSERVATORY_RELEASE)
@once
def bring_back(request: SignedIn, code: str) -> HttpResponse:
    study = get_object_or_404(Study, code=code)
    verb = partial(actions.bring_study_back, study=study, by=request.user, at=now())
    try_verb(request, None, verb, _("The study can be read again."))
    return redirect(_page(code))
