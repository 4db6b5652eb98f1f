"""The next version of a protocol: written, compared, approved by two colleagues who did not write it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import seen_revision, try_verb
from ayni.lib.errors import RuleBroken

from .. import actions, queries
from ..forms.drafts import DescribeForm, NewDraftForm, ReturnForm, StepForm
from ..models import DraftStep, ProtocolDraft


def _fetch(request: SignedIn, draft_number: int) -> ProtocolDraft:
    """Protocols are of the whole country: whoever keeps only the lists of another institution writes none."""
    if not queries.keeps_protocols(request.user):
        raise PermissionDenied
    return get_object_or_404(queries.whole_drafts(ProtocolDraft.objects.visible_to(request.user)), pk=draft_number)


@require_safe
@requires(Permission.PROTOCOL_EDIT)
def drafts(request: SignedIn) -> HttpResponse:
    if not queries.keeps_protocols(request.user):
        raise PermissionDenied
    page = {
        "open": queries.open_drafts(request.user),
        "waiting": queries.waiting_for(request.user),
        "finished": queries.finished_drafts(request.user),
    }
    return render(request, "governance/drafts.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROTOCOL_EDIT)
@once
def new(request: SignedIn) -> HttpResponse:
    if not queries.keeps_protocols(request.user):
        raise PermissionDenied
    form = NewDraftForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.start_new_draft(**form.cleaned_data, by=request.user, at=now())
        except RuleBroken as refused:
            form.add_error("code", str(refused))
        else:
            return redirect("governance:describe_draft", draft.pk)
    return render(request, "governance/draft_new.html", {"form": form})


@require_POST
@requires(Permission.PROTOCOL_EDIT)
@once
def start(request: SignedIn, code: str) -> HttpResponse:
    if not queries.keeps_protocols(request.user):
        raise PermissionDenied
    if (open_one := queries.draft_of(code, request.user)) is not None:
        return redirect("governance:draft", open_one.pk)
    try:
        draft = actions.start_draft(code=code, by=request.user, at=now())
    except RuleBroken as refused:
        messages.error(request, str(refused))
        return redirect("governance:protocols")
    return redirect("governance:draft", draft.pk)


@require_safe
@requires(Permission.PROTOCOL_EDIT)
def draft(request: SignedIn, draft_number: int) -> HttpResponse:
    found = _fetch(request, draft_number)
    return render(request, "governance/draft.html", _shown(request, found) | {"return_form": ReturnForm()})


def _shown(request: SignedIn, found: ProtocolDraft) -> dict[str, Any]:
    digest = queries.digest_of(queries.with_people(found))
    newest = queries.newest(found.code)
    return {
        "draft": found,
        "digest": digest,
        "missing": queries.missing(found, localdate()) if found.is_open else [],
        "approvals": queries.valid_approvals(found, digest),
        "may_approve": request.user.may(Permission.PROTOCOL_APPROVE)
        and queries.may_approve(found, request.user, digest),
        "newer": newest if found.is_open and newest != found.based_on else None,
    }


@require_http_methods(["GET", "POST"])
@requires(Permission.PROTOCOL_EDIT)
@once
def describe(request: SignedIn, draft_number: int) -> HttpResponse:
    found = _fetch(request, draft_number)
    initial = {name: getattr(found, name) for name in ("name", "legal_basis", "reason", "valid_from")}
    initial |= {"approaches": found.approaches.split("|"), "profiles": [p.pk for p in found.profiles.all()]}
    initial |= {"gap": found.gap and found.gap.code, "instrument": found.instrument and found.instrument.code}
    form = DescribeForm(sent(request), user=request.user, initial=initial)

    def verb() -> object:
        fields = form.written()
        return actions.describe_draft(
            draft=found, seen=seen_revision(request), fields=fields, by=request.user, at=now()
        )

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("It is written down.")):
        return redirect("governance:draft", found.pk)
    return render(request, "governance/draft_describe.html", {"form": form, "draft": found})


@require_http_methods(["GET", "POST"])
@requires(Permission.PROTOCOL_EDIT)
@once
def step(request: SignedIn, draft_number: int, step_number: int | None = None) -> HttpResponse:
    found = _fetch(request, draft_number)
    there = get_object_or_404(found.steps.all(), pk=step_number) if step_number else None
    form = StepForm(sent(request), initial=_as_written(there) if there else {"deadline_kind": "none"})

    def verb() -> object:
        return actions.write_step(
            draft=found, step=there, seen=seen_revision(request), fields=form.written(), by=request.user, at=now()
        )

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("The step is written down.")):
        again = "another" in request.POST
        return redirect("governance:add_step", found.pk) if again else redirect("governance:draft", found.pk)
    return render(request, "governance/draft_step.html", {"form": form, "draft": found, "step": there})


def _as_written(there: DraftStep) -> dict[str, object]:
    norms = [norm.code for norm in there.norms.all()]
    return {**vars(there), "actor": there.actor.code, "norms": norms, "legal_basis": there.legal_basis.strip(" -")}


@require_POST
@requires(Permission.PROTOCOL_EDIT)
@once
def change_order(request: SignedIn, draft_number: int, step_number: int) -> HttpResponse:
    """Up, down or out, by the name of the button."""
    found = _fetch(request, draft_number)
    there = get_object_or_404(found.steps.all(), pk=step_number)
    of: dict[str, Any] = {
        "draft": found,
        "step": there,
        "seen": seen_revision(request),
        "by": request.user,
        "at": now(),
    }
    verbs: dict[str, tuple[Callable[[], Any], str]] = {
        "up": (lambda: actions.move_step(up=True, **of), _("The step is one place further up.")),
        "down": (lambda: actions.move_step(up=False, **of), _("The step is one place further down.")),
        "out": (lambda: actions.remove_step(**of), _("The step is taken out of the draft.")),
    }
    asked = next((name for name in verbs if name in request.POST), None)
    if asked:
        try_verb(request, None, *verbs[asked])
    return redirect("governance:draft", found.pk)


@require_safe
@requires(Permission.PROTOCOL_EDIT)
def compare(request: SignedIn, draft_number: int) -> HttpResponse:
    found = _fetch(request, draft_number)
    rows = queries.versions(found.code)
    # An open draft is compared with what it would follow; a finished one with what it followed.
    compared = [row for row in rows if (row.valid_to is None if found.is_open else row == found.based_on)]
    before = next(iter(compared), None)
    page = {
        "draft": found,
        "before": before,
        "sides": queries.side_by_side(before, found),
        "changes": queries.draft_changes(before, found),
        "is_newer": found.is_open and before != found.based_on,
    }
    return render(request, "governance/draft_compare.html", page)


@require_POST
@requires(Permission.PROTOCOL_EDIT)
@once
def submit(request: SignedIn, draft_number: int) -> HttpResponse:
    """Compared with a version that came meanwhile, or ready for approval, by the name of the button."""
    found = _fetch(request, draft_number)
    of: dict[str, Any] = {"draft": found, "seen": seen_revision(request), "by": request.user, "at": now()}
    if "compared" in request.POST:
        try_verb(request, None, lambda: actions.compared(**of), _("The draft now follows the newest version."))
    else:
        done = _("It waits for the approval of two colleagues who did not write in it.")
        try_verb(request, None, lambda: actions.submit_draft(**of), done)
    return redirect("governance:draft", found.pk)


@require_POST
@requires(Permission.PROTOCOL_APPROVE)
@once
def approve(request: SignedIn, draft_number: int) -> HttpResponse:
    found = _fetch(request, draft_number)
    seen = request.POST.get("digest", "")

    def verb() -> object:
        return actions.approve_draft(draft=found, seen=seen, by=request.user, at=now())

    try_verb(request, None, verb, _("You approved the draft as it stands."))
    return redirect("governance:draft", found.pk)


@require_POST
@requires(Permission.PROTOCOL_APPROVE)
@once
def send_back(request: SignedIn, draft_number: int) -> HttpResponse:
    found = _fetch(request, draft_number)
    form = ReturnForm(request.POST)

    def verb() -> object:
        return actions.return_draft(draft=found, note=form.cleaned_data["note"], by=request.user, at=now())

    if form.is_valid() and try_verb(request, form, verb, _("The draft is back with whoever writes it.")):
        return redirect("governance:draft", found.pk)
    return render(request, "governance/draft.html", _shown(request, found) | {"return_form": form})


@require_http_methods(["GET", "POST"])
@requires(Permission.PROTOCOL_EDIT)
@once
def discard(request: SignedIn, draft_number: int) -> HttpResponse:
    found = _fetch(request, draft_number)

    def verb() -> object:
        return actions.discard_draft(draft=found, seen=seen_revision(request), by=request.user, at=now())

    if request.method == "POST":
        try_verb(request, None, verb, _("The draft is discarded. The version in force stays as it is."))
        return redirect("governance:draft", found.pk)
    return render(request, "governance/draft_discard.html", {"draft": found})
