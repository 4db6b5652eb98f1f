"""How a program reads the same figures: what to ask for, in which formats, and what holds of all answers."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .. import downloads
from ..addresses import address, whole
from ..formats import FORMATS
from ..published import Release
from ..wanted import CannotShow
from .speaking import newest, page, page_of

EXAMPLE = "POP_DEPARTMENT"
"""A table that most people understand; where it is not published, the first that is."""


@page
def programs(request: HttpRequest, *, language: str) -> HttpResponse:
    if not (start := downloads.start()):
        raise CannotShow("", 404)
    at = whole(start)
    content = {
        "at": at, "questions": _questions(at, newest()),
        "formats": [(one.title[language], f"data.{one.suffix}", "" if one.is_structure else f"?format={one.code}")
                    for one in FORMATS.values()],
        "document": f"{start}openapi.json", "catalogue": f"{start}catalogue.ttl",
        "studies": f"{start}studies", "series": f"{start}series", "method": address("method", language),
        "terms": address("terms", language),
    }  # fmt: skip
    return page_of(request, "programs", language, "programs", page=content)


def _questions(at: str, release: Release | None) -> list[tuple[str, str]]:
    """What each gives, and its address: they can be pressed. Before anything is published there is the list of it."""
    first = (_("What is published, the newest first"), f"{at}releases")
    if release is None:
        return [first]
    code = EXAMPLE if EXAMPLE in release.cubes else next(iter(release.cubes))
    table = f"{at}releases/latest/cubes/{code}"
    return [
        first,
        (_("The tables of the newest release"), f"{at}releases/latest/cubes"),
        (_("What one of them is about: its columns, its codes, its source and how to cite it"), table),
        (_("Its figures of one department, as CSV"), f"{table}/data.csv?REF_AREA=15"),
        (_("All of a release in one file, with checksums"), f"{at}releases/{release.id}/ayni-{release.id}.zip"),
    ]
