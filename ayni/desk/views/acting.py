"""A page with one form, in one template: what is asked, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise

from ayni.access.permissions import SignedIn
from ayni.lib.doors import answer

Words = str | Promise


@dataclass(frozen=True)
class Act:
    """What such a page says."""

    title: Words
    button: Words
    """Empty: there is nothing that the reader may do."""
    back: str
    back_words: Words
    lead: Words = ""
    warning: Words = ""
    tone: str = "primary"
    facts: list[tuple[Words, Any]] = field(default_factory=list)
    """What has to be known to decide: label and value."""
    seen: str = ""
    """The mark of what the page shows, where another window may change it."""


def act(
    request: SignedIn, form: forms.Form, page: Act, *, verb: Callable[[], Any], done: str, to: str = ""
) -> HttpResponse:
    """Shown, refused with its sentences, or done and on to `to`, or back."""
    return answer(request, form, ("desk/act.html", {"page": page}), verb=verb, done=done, to=to or page.back)
