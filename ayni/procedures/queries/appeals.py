"""What is filed against a decision: until when, what waits for whoever decides, when nothing more can be filed."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.codelists.queries import holidays

from .. import rules
from ..models import Appeal, AppealKind, AppealState, Application, Resolution


def is_appealable(application: Application) -> bool:
    return rules.is_appealable(application.state, was_submitted=application.submitted_at is not None)


def kinds_decided(application: Application) -> set[str]:
    """Of its appeals, on which a decision was made."""
    decided = application.appeals.exclude(state=AppealState.FILED)
    return set(decided.order_by().values_list("kind", flat=True))


def appeal_waits(application: Application) -> bool:
    return application.appeals.filter(state=AppealState.FILED).exists()


def of_appeals(
    application: Application, resolutions: Collection[Resolution], appeals: Collection[Appeal], today: date
) -> dict[str, Any]:
    """What its pages say of it. `resolutions`: the oldest first."""
    waits = any(one.state == AppealState.FILED for one in appeals)
    # The superior has decided: only a judge can look at it now.
    is_over = any(one.kind == AppealKind.APPEAL and one.state != AppealState.FILED for one in appeals)
    told = max(resolutions, key=lambda one: (one.made_at, one.pk)).told_at if resolutions else None
    is_open = is_appealable(application) and not waits and not is_over
    until = rules.appeal_until(localdate(told), holidays()) if told and is_open else None
    is_late = until is not None and today > until
    return {
        "appeals": appeals, "appeal_waits": waits, "is_way_over": is_over and is_appealable(application),
        "is_appealable": is_open, "appeal_until": until, "is_appeal_late": is_late, "may_file": is_open and not is_late,
    }  # fmt: skip


def appeals_to_decide(user: User) -> QuerySet[Appeal]:
    """What waits for somebody who took no part, as this user sees it. Who did is told so when they open it."""
    rows = Appeal.objects.filter(state=AppealState.FILED, application__in=Application.objects.visible_to(user))
    return rows.select_related("application__procedure", "application__office").defer("grounds")
