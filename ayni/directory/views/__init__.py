"""The pages of the directory."""

from .agreements import agreement, agreements, end_agreement, renew_agreement, write_agreement
from .focal_points import confirm_focal_point, end_focal_point, focal_points, name_focal_point
from .hours import set_office_hours
from .institutions import institution, institutions
from .services import add_service, take_referrals

__all__ = [
    "add_service", "agreement", "agreements", "confirm_focal_point", "end_agreement", "end_focal_point",
    "focal_points", "institution", "institutions", "name_focal_point", "renew_agreement", "set_office_hours",
    "take_referrals", "write_agreement",
]  # fmt: skip
