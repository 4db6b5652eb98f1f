"""The library of studies is of the unit and of no person: who prepares releases writes in it, supervisors publish."""

from datetime import UTC, datetime
from typing import Any

from ayni.observatory import actions
from ayni.observatory.tests.studies import written

from .cast import Cast
from .page import Page, page
from .whom import NUMBERS, SUPERVISORS

POSTED = ("library-publish", "library-return", "library-bring-back")
LIBRARY_PAGES: dict[str, Page] = {
    **{f"observatory:{name}": page(NUMBERS, methods="GET") for name in ("library", "library-study")},
    **{f"observatory:{name}": page(NUMBERS) for name in ("library-write", "library-correct")},
    **{f"observatory:{name}": page(SUPERVISORS, methods="POST") for name in POSTED},
    "observatory:library-withdraw": page(SUPERVISORS),
}

AT = datetime(2026, 11, 20, tzinfo=UTC)


def words(cast: Cast) -> dict[str, dict[str, Any]]:
    """The words of their addresses: of one that is published, and waits with a correction."""
    study = actions.write_study(written=written(), tables=(), by=cast.tomas, at=AT)
    actions.publish_study(version=study.versions.get(), by=cast.marta, at=AT)
    actions.correct_study(study=study, written=written(), tables=(), by=cast.tomas, at=AT)
    names = ("library-study", "library-correct", "library-withdraw", *POSTED, "study", "study-en")
    return {f"observatory:{name}": {"code": study.code, "version": 2} for name in names}
