"""How attendance follows when two files become one."""

from django.utils.translation import gettext_lazy as _

from ayni.people.hooks import Repointer

from .actions.following import settle_attendances
from .models import Attendance


def _session(row: Attendance) -> str:
    return f"{row.session.title} · {row.session.starts_at:%d/%m/%Y}"


REPOINTERS = (
    Repointer("outreach.Attendance", "person", settle_attendances, name=_("Sessions"), describe=_session),
    Repointer("outreach.SheetRow", "match", asks=False),
)
