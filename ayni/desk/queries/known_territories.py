"""What other registers hold of a territory, for its governance profile: counts, and where they are read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.directory import queries as directory
from ayni.directory.queries import Held
from ayni.governance import queries as governance
from ayni.governance.models import Level, MigrationContent
from ayni.governance.queries import InstrumentFilters
from ayni.governance.queries.plans import KINDS, plan_today
from ayni.outreach.models import AssistanceState
from ayni.outreach.queries.assisting import assistances
from ayni.results.hooks import Known

RIGHTS, WHOLE_OF_GOVERNMENT = "MGI-1", "MGI-2"
"""Dimensions: access to services; plans, coherence and data."""


def known_of_territory(user: User, code: str) -> Iterable[Known]:
    """At most three statements. What somebody may not read is not said, also not as a nought."""
    yield from _who_responds(code)
    if user.may(Permission.GAP_VIEW):
        yield _plans(user, code)
    held = directory.held_of(code)
    yield from _registers(code, held)
    yield from _work(code, held.parts)
    if user.may(Permission.SESSION_KEEP):
        yield from _commitments(user, code)


def _who_responds(code: str) -> Iterator[Known]:
    if len(code) <= 2:
        href = reverse("results:capacity") + (f"?department={code}" if code else "")
        yield Known(RIGHTS, _("Who can respond, and where"), _("Institutions that took up what was referred"), href)


def _plans(user: User, code: str) -> Known:
    level = {0: Level.NATIONAL, 2: Level.REGIONAL}.get(len(code), Level.LOCAL)
    rows = governance.instruments(user, InstrumentFilters(level=level, department=code[:2])).filter(kind__in=KINDS)
    if level == Level.LOCAL:
        rows = rows.filter(territory__code=code)
    at_work = [plan for row in rows.order_by("pk") if (plan := plan_today(row, localdate())).is_at_work]
    with_mobility = sum(plan.instrument.migration == MigrationContent.YES for plan in at_work)
    words = _("%(n)s at work; with human mobility in them: %(with)s") % {"n": len(at_work), "with": with_mobility}
    return Known(WHOLE_OF_GOVERNMENT, _("Policies, plans and ordinances"), words, _where_plans(code))


def _where_plans(code: str) -> str:
    if not code:
        return reverse("governance:instruments")
    return reverse("governance:plans") if len(code) == 2 else reverse("directory:local_government", args=[code])


def _registers(code: str, held: Held) -> Iterator[Known]:
    if held.services:
        counts = {"n": held.with_nationality, "of": held.services}
        words = _("%(n)s of %(of)s municipal services of the directory") % counts
        yield Known(WHOLE_OF_GOVERNMENT, _("Nationality in their registers"), words, _where_work(code))


def _work(code: str, parts: Mapping[str, Sequence[str]]) -> Iterator[Known]:
    if len(code) > 2:
        words = " · ".join(parts[code]) if code in parts else _("nothing is written down yet")
        yield Known(WHOLE_OF_GOVERNMENT, _("Work with the local government"), words, _where_work(code))
    elif parts:
        words = ngettext("%(n)s takes part", "%(n)s take part", len(parts)) % {"n": len(parts)}
        yield Known(WHOLE_OF_GOVERNMENT, _("Local governments in the work"), words, _where_work(code))


def _where_work(code: str) -> str:
    if len(code) > 2:
        return reverse("directory:local_government", args=[code])
    return reverse("directory:local_governments") + (f"?departamento={code}" if code else "")


def _commitments(user: User, code: str) -> Iterator[Known]:
    """Technical assistance, as far as the user's offices keep it."""
    rows = assistances(user).filter(territory__code__startswith=code) if code else assistances(user)
    states = list(rows.order_by().values_list("state", flat=True))
    if states:
        done = states.count(AssistanceState.DONE)
        words = _("%(n)s commitments, %(done)s of them fulfilled") % {"n": len(states), "done": done}
        yield Known(WHOLE_OF_GOVERNMENT, _("Technical assistance"), words, reverse("outreach:assistances"))
