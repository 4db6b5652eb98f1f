"""What days and rows of HSDS are called."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .rules.hsds import WEEKDAYS

DAYS: tuple[tuple[str, Any], ...] = tuple(
    zip(
        WEEKDAYS,
        (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")),
        strict=True,
    )
)
RECORDS: dict[str, Any] = {
    "phone": _("Telephone"),
    "contact": _("Contact"),
    "language": _("Language"),
    "required_document": _("Document to bring"),
    "cost_option": _("Cost"),
    "accessibility": _("Accessibility"),
    "service_area": _("Territory served"),
}
"""Tables of HSDS whose rows a page shows, adds and takes out."""
