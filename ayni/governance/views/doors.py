"""What every page of ours that does something does around its verb."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form

from ayni.access.permissions import SignedIn
from ayni.lib.errors import RuleBroken


def try_verb(request: SignedIn, form: Form | None, verb: Callable[[], Any], done: str) -> bool:
    """Do it, and say that it was done; or say why not, on the form if there is one."""
    try:
        verb()
    except RuleBroken as refused:
        if form is None:
            messages.error(request, str(refused))
        else:
            form.add_error(None, str(refused))
        return False
    messages.success(request, done)
    return True
