"""What is published is for anybody, in Spanish and in English; how it is used is for whoever reads numbers."""

from .library_pages import LIBRARY_PAGES
from .page import Page, page
from .whom import NUMBERS, PUBLIC

READ = (
    "start", "search", "tables", "table", "changes", "embed", "series", "series-theme", "figure", "calendar", "issue",
    "method", "terms", "programs", "bulletins", "bulletin", "bulletin-of", "bulletin-pdf", "bulletin-pdf-of",
    "studies", "study", "follow", "agreements", "blanks", "blank",
)  # fmt: skip
SENT = ("subscribe", "confirm", "unsubscribe", "purpose")

OBSERVATORY_PAGES: dict[str, Page] = {
    **{f"observatory:{name}{suffix}": page(PUBLIC, methods="GET") for name in READ for suffix in ("", "-en")},
    **{f"observatory:{name}{suffix}": page(PUBLIC) for name in SENT for suffix in ("", "-en")},
    "observatory:use": page(NUMBERS, methods="GET"),
    **LIBRARY_PAGES,
}
