"""The named questions about the directory."""

from .agreements import agreements, agreements_with, covering, ending_soon
from .focal_points import Coverage, Place, Rung, coverage, focal_chain, focal_point, focal_points_of, is_away
from .hours import hours_of
from .institutions import Hierarchy, everybody, former_names, hierarchy, institutions, register_of, sectors
from .services import services_accepting_referrals, services_of

__all__ = [
    "Coverage", "Hierarchy", "Place", "Rung", "agreements", "agreements_with", "coverage", "covering", "ending_soon",
    "everybody", "focal_chain", "focal_point", "focal_points_of", "former_names", "hierarchy", "hours_of",
    "institutions", "is_away", "register_of", "sectors", "services_accepting_referrals", "services_of",
]  # fmt: skip
