"""The pages of the directory."""

from .focal_points import confirm_focal_point, end_focal_point, focal_points, name_focal_point
from .institutions import institution, institutions
from .services import add_service, take_referrals

__all__ = [
    "add_service", "confirm_focal_point", "end_focal_point", "focal_points", "institution", "institutions",
    "name_focal_point", "take_referrals",
]  # fmt: skip
