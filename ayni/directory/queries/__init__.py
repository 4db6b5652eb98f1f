"""The named questions about the directory."""

from .agreements import agreements, agreements_with, covering, ending_soon
from .focal_points import Coverage, Place, Rung, coverage, focal_chain, focal_point, focal_points_of, is_away
from .freshness import (
    entry_link,
    entry_token_hash,
    freshness_limits,
    is_stale,
    kept_by,
    may_see_address,
    proposals,
    shown_to_link,
    to_be_asked,
    to_verify,
    used_just_now,
    whom_to_ask,
)
from .hours import hours_of, office_hours
from .institutions import Hierarchy, everybody, former_names, hierarchy, institutions, is_closed, register_of, sectors
from .local_governments import (
    Held,
    engagements,
    held_of,
    instruments_of,
    local_government,
    local_governments,
    local_organisations,
    municipalities,
)
from .pages import location_page, service_page, shown_differences
from .publishing import organisation_id, published_organisations, published_services, rows_of, whole_directory
from .search import Found, Wanted, offered, search
from .services import (
    described_services,
    entry_of,
    locations_of,
    offices_of,
    services_accepting_referrals,
    services_of,
)
from .sharing import open_sharings, sharings, sharings_of
from .taxonomies import Term, taxonomy_id, taxonomy_rows, term_row, terms
from .territory import count_of, coverage_by_profile, territories, who_is_where
from .wayfinding import (
    Sought,
    WayPoint,
    Ways,
    points_of,
    public_points,
    schedules_of_office,
    spoken_languages,
    way_point,
    ways,
)

__all__ = [
    "Coverage", "Found", "Held", "Hierarchy", "Place", "Rung", "Sought", "Term", "Wanted", "WayPoint", "Ways",
    "agreements", "agreements_with", "count_of", "coverage", "coverage_by_profile", "covering", "described_services",
    "ending_soon", "engagements", "entry_link", "entry_of", "entry_token_hash", "everybody", "focal_chain",
    "focal_point", "focal_points_of", "former_names", "freshness_limits", "held_of", "hierarchy", "hours_of",
    "institutions", "instruments_of", "offered", "is_away", "is_closed", "is_stale", "kept_by", "local_government",
    "local_governments", "location_page", "locations_of", "may_see_address", "municipalities", "office_hours",
    "offices_of", "organisation_id", "proposals", "published_organisations", "published_services", "register_of",
    "rows_of", "search", "sectors", "service_page", "services_accepting_referrals", "services_of", "shown_differences",
    "shown_to_link", "taxonomy_id", "taxonomy_rows", "term_row", "territories", "terms", "points_of", "public_points",
    "schedules_of_office", "spoken_languages", "to_be_asked", "to_verify", "used_just_now", "way_point", "ways",
    "who_is_where", "whole_directory", "whom_to_ask", "local_organisations", "open_sharings", "sharings", "sharings_of",
]  # fmt: skip
