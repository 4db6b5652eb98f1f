"""By which ways figures leave, and how an adversary reads each. Every URL of the observatory is in one of these lists.

What is seen on a page are the numbers that stand where figures stand: cells of tables, texts and titles in drawings,
what is said to who does not see them, data of scripts. README.md says how a way is added, and what is asked of it.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

READ: Mapping[str, str] = {}
"""URL name → how it is read: `html`, `svg`, `csv`, `json`, `xml`, `pdf`, `xlsx`, `parquet`, `zip`. Empty as long as
there are only files, which `public.py` reads."""

WORK: Mapping[str, str] = {
    "releases": "staff, signed in: shows what gates did, in numbers of cells",
    "release-plan": "staff, signed in",
    "release-prepare": "staff, signed in",
    "release": "staff, signed in: what each gate did, in numbers of cells",
    "release-sign": "staff, signed in",
    "release-publish": "staff, signed in",
    "release-withdraw": "staff, signed in",
}
"""Not public: kept by permissions, which the matrix of access tests."""

WITHOUT_FIGURES: Mapping[str, str] = {}
"""Public, and no figure of a cube is on it. Each says why; a page that shows one does not belong here."""

AWAITED: Mapping[str, str] = {
    "start": "html", "search": "html", "tables": "html", "table": "html", "changes": "html", "embed": "html",
    "series": "external figures", "series-theme": "external figures", "figure": "external figures",
    "calendar": "html", "issue": "html", "method": "html", "terms": "html", "bulletins": "html", "bulletin": "html",
    "bulletin-of": "html", "bulletin-pdf": "pdf", "bulletin-pdf-of": "pdf", "subscribe": "html", "confirm": "html",
    "unsubscribe": "html", "purpose": "html", "use": "staff",
}  # fmt: skip
"""Known to come, with nothing that reads them yet. None of them may be there: when one is, `test_channels` is red until
it is read (README.md says how), or moved to one of the two lists above with a reason."""

SEEN_AT = {"td", "text", "title", "desc", "figcaption", "data"}
SAID_IN = {"aria-label", "alt", "title", "value"}
NUMBER = re.compile(r"(?<![\w.,/-])\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?![\w/-])|(?<![\w.,/-])\d+(?![\w/%.,-])")


class Shown(HTMLParser):
    """The numbers of a page where figures stand: HTML, or SVG."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[int] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        for name, value in attrs:
            if value and (name in SAID_IN or name.startswith("data-")) and tag not in {"input", "option", "meta"}:
                self.numbers += numbers(value)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if SEEN_AT & set(self._open[-3:]):
            self.numbers += numbers(data)


def numbers(text: str) -> list[int]:
    """The whole numbers of a text, with whatever stands between thousands. Codes and dates are none."""
    return [int(re.sub(r"\D", "", one)) for one in NUMBER.findall(text)]


def shown(page: str) -> list[int]:
    reader = Shown()
    reader.feed(page)
    return reader.numbers
