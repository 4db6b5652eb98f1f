"""Which application this browser gave the code for: for the pages of its status and for those of appointments."""

from datetime import datetime

from django.http import HttpRequest

from ..models import Look
from ..queries import looks as looking

LOOK = "look"
"""In the session: what was asked for. An address that somebody else opens shows nothing."""


def looked_up(request: HttpRequest, at: datetime) -> Look | None:
    return looking.open_look(str(request.session.get(LOOK, "")), at)
