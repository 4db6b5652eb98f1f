"""What every page that does something does around its verb."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .errors import RuleBroken
from .written import CannotOverwrite


def try_verb(request: HttpRequest, form: Form | None, verb: Callable[[], Any], done: str | None = None) -> bool:
    """Do it, and say that it was done; or say why not, on the form if there is one. Without `done`, what the verb gives
    is said, if it gives anything."""
    try:
        said = verb()
    except RuleBroken as refused:
        if form is None:
            messages.error(request, str(refused))
        else:
            refuse(form, refused)
        return False
    if words := said if done is None else done:
        messages.success(request, words)
    return True


def refuse(form: Form, refused: RuleBroken) -> None:
    """Say it on the form; of what changed meanwhile, the page then shows what stands."""
    form.add_error(None, str(refused))
    if isinstance(refused, CannotOverwrite):
        form.is_overwritten = True  # type: ignore[attr-defined]


def seen_mark(request: HttpRequest) -> str:
    """The mark of what a form was shown for (`written`); nothing, if it does not say."""
    return request.POST.get("seen", "")


def seen_revision(request: HttpRequest) -> int:
    """The revision that a form was shown for; 0, which is none, if it does not say."""
    seen = request.POST.get("revision", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else 0


def mark_to_show(request: HttpRequest, form: Form, mark: str) -> str:
    """`mark`: of what stands now. A form that was not in order carries on the one that it was shown with: nothing was
    compared yet, and what a colleague wrote meanwhile has still to be told."""
    return seen_mark(request) if form.is_bound and not form.non_field_errors() else mark


def answer(
    request: HttpRequest,
    form: Form,
    page: tuple[str, Mapping[str, Any]],
    *,
    verb: Callable[[], Any],
    done: str,
    to: str,
) -> HttpResponse:
    """A page with one form: shown, refused with its sentences, or done and on to the address `to`. `page`: its
    template, and what that shows besides the form."""
    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, done):
        return redirect(to)
    template, context = page
    return render(request, template, {"form": form, **context})
