"""The open API of the observatory is for anybody, and only read. What it answers is tested where it lives."""

from .page import Page, page
from .whom import PUBLIC

API = (
    "index", "openapi-json", "releases",
    "release", "cubes", "structure", "data", "data_file", "files", "file", "archive",
    "catalogue_file", "structures", "structures_newest", "structures_of", "structures_all", "sdmx_data",
    "sdmx_data_of_version", "sdmx_data_newest", "series", "series_file", "one_series", "one_series_file", "nothing",
    "studies", "studies_file", "one_study", "one_study_file", "feed", "place_figures", "places_file",
    "sdmx_availability", "sdmx_availability_of_key", "sdmx_availability_of_version", "sdmx_availability_newest",
)  # fmt: skip
OBSERVATORY_API: dict[str, Page] = {f"observatory-api:{name}": page(PUBLIC, methods="GET") for name in API}
OBSERVATORY_API_WORDS = dict.fromkeys(
    OBSERVATORY_API,
    {
        "release": "2026-10.1", "cube": "POP_DISTRICT", "suffix": "csv", "language": "es", "name": "POP_DISTRICT.csv",
        "kind": "dataflow", "context": "dataflow", "agency": "AYNI", "code": "POP_DISTRICT", "version": "~", "key": "*",
        "component": "*", "place": "PE",
    },
)  # fmt: skip
