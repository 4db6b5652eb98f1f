"""Nothing typed is lost: a form that arrives after its session has ended is kept, and given back after signing in.

It is kept encrypted, in the (now anonymous) session of the same browser, and given back only to the same user.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest

from ayni.lib.keys import CannotDecrypt, keyring

from .models import User

KEY = "kept"
_CONTEXT = "access.kept"
_LONGEST = 200_000
_NEVER = ("csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code")


@dataclass(frozen=True)
class Kept:
    path: str
    fields: list[tuple[str, str]]

    @property
    def texts(self) -> list[str]:
        """What was written rather than chosen: shown, so that it can be read and copied."""
        return [value for name, value in self.fields if name not in {"once", "searched", "go"} and len(value) > 2]


def sent(request: HttpRequest) -> Kept:
    """The form of this request."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in _NEVER]
    return Kept(request.get_full_path(), fields)


def keep(request: HttpRequest, user: User) -> None:
    """Put the form of this request aside. Files are not kept: they have to be chosen again."""
    form = sent(request)
    text = urlencode(form.fields)
    if not form.fields or len(text) > _LONGEST:
        return
    sealed = keyring(settings.AYNI_HOME).encrypt(text.encode(), context=_CONTEXT)
    request.session[KEY] = {
        "user": user.pk,
        "path": form.path,
        "page": page_of(request) or form.path,
        "form": b64encode(sealed).decode(),
    }


def page_of(request: HttpRequest) -> str:
    """The page that a part of it was asked for by htmx; "" for a whole page."""
    here = request.headers.get("HX-Current-URL", "") if "HX-Request" in request.headers else ""
    return here.removeprefix(f"{request.scheme}://{request.get_host()}")


def give_back(request: HttpRequest, user: User) -> Kept | None:
    """What was kept for this page and this user, once. For anybody else it is gone."""
    kept = request.session.get(KEY)
    if not kept or (kept["user"] == user.pk and kept["page"] != request.get_full_path()):
        return None
    del request.session[KEY]
    if kept["user"] != user.pk:
        return None
    try:
        text = keyring(settings.AYNI_HOME).decrypt(b64decode(kept["form"]), context=_CONTEXT).decode()
    except CannotDecrypt:
        return None
    return Kept(kept["path"], parse_qsl(text, keep_blank_values=True))
