"""Cases and screenings move with a person when two files become one."""

from django.utils.translation import gettext_lazy as _

from ayni.people.hooks import Repointer

from .actions.joining import settle_matches
from .models import Case


def _case(case: Case) -> str:
    return f"{case.number} · {case.get_status_display()}"


REPOINTERS = (
    Repointer("cases.Case", "person", name=_("Cases"), describe=_case),
    # Unspoken: it says that somebody of another file looks for this person.
    Repointer("cases.Match", "person", settle=settle_matches),
    Repointer("cases.Screening", "person", name=_("Screenings")),
)
