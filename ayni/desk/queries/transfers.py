from typing import Any

from django.utils.translation import gettext as _

from ayni.cases.models import Transfer
from ayni.cases.queries.transfers import Known
from ayni.design import words


def facts(transfer: Transfer, known: Known) -> list[tuple[Any, Any]]:
    """What the receiving office reads before it accepts. What is empty is not said."""
    said = [
        (_("From"), f"{transfer.sender.name} · {transfer.sender.organisation.name}"),
        (_("Asked"), words.moment(transfer.asked_at)),
        (_("Sensitivity"), transfer.case.get_sensitivity_display()),
        (_("Urgency"), transfer.case.get_urgency_display()),
        (_("Case"), known.number),
        (_("Person"), known.initials),
        (_("Age"), known.age),
        (_("Profiles"), "\n".join(known.profiles)),
        (_("Tasks that wait"), str(known.open_tasks)),
        (_("On which ground"), transfer.get_basis_display()),
        (_("What the sender says"), transfer.summary),
    ]
    return [(key, value) for key, value in said if value]
