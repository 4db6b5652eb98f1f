"""The named questions about the directory."""

from .focal_points import Coverage, Place, Rung, coverage, focal_chain, focal_point, focal_points_of, is_away
from .institutions import Hierarchy, everybody, former_names, hierarchy, institutions, register_of, sectors
from .publishing import organisation_id, published_organisations, published_services, rows_of, whole_directory
from .services import services_accepting_referrals, services_of
from .taxonomies import Term, taxonomy_id, taxonomy_rows, term_row, terms

__all__ = [
    "Coverage", "Hierarchy", "Place", "Rung", "coverage", "everybody", "focal_chain", "focal_point", "focal_points_of",
    "former_names", "hierarchy", "institutions", "is_away", "organisation_id",
    "published_organisations", "published_services", "rows_of", "taxonomy_id", "taxonomy_rows", "term_row", "terms",
    "whole_directory", "Term", "register_of", "sectors", "services_accepting_referrals",
    "services_of",
]  # fmt: skip
