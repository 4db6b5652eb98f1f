"""A page on which one of several things is done: the form says which, the verb is called, the page is shown again."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form

from ayni.access.permissions import SignedIn
from ayni.lib.doors import try_verb

Verb = Callable[..., str | None]
"""Does it, and gives the sentence to be said of it, if any."""


def done(request: SignedIn, verbs: Mapping[str, Verb], forms: Mapping[str, Form], *about: Any) -> bool:
    """Whether what was posted was done. If not, the form says why, or a message where there is none."""
    do = request.POST.get("do", "")
    form = forms.get(do)
    if do not in verbs or (form is not None and not form.is_valid()):
        return False
    return try_verb(request, form, lambda: verbs[do](request, *about, form))
