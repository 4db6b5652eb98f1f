"""Releases of the observatory are of the unit and of no person: whoever prepares them sees all; supervisors sign."""

from datetime import UTC, datetime
from typing import Any

from ayni.observatory.models import Release

from .cast import Cast
from .page import Page, page
from .whom import NUMBERS, SUPERVISORS

RELEASE_PAGES: dict[str, Page] = {
    **{f"observatory:{name}": page(NUMBERS, methods="GET") for name in ("releases", "release")},
    **{f"observatory:{name}": page(NUMBERS) for name in ("release-plan", "release-prepare")},
    **{f"observatory:{name}": page(SUPERVISORS, methods="POST") for name in ("release-sign", "release-publish")},
    "observatory:release-withdraw": page(SUPERVISORS),
}

AT = datetime(2026, 11, 20, tzinfo=UTC)


def words(cast: Cast) -> dict[str, dict[str, Any]]:
    """The words of their addresses."""
    one = Release.objects.create(period="2026-10", state="PREPARED", checksum="x", asked_by=cast.tomas, asked_at=AT)
    of_one = ("release", "release-sign", "release-publish", "release-withdraw")
    return {f"observatory:{name}": {"release_id": one.pk} for name in of_one}
