"""By which ways figures leave, and how an adversary reads each. Every URL of the observatory is in one of these lists.

What is seen on a page are the numbers that stand where figures stand: cells of tables, texts and titles in drawings,
what is said to who does not see them, data of scripts. README.md says how a way is added, and what is asked of it.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

READ: Mapping[str, str] = {
    "table": "page", "embed": "page", "bulletin": "page", "bulletin-of": "page", "bulletin-pdf": "pdf",
    "bulletin-pdf-of": "pdf", "api:data": "file", "api:data_file": "file", "api:file": "file", "api:archive": "zip",
    "api:sdmx_data": "file", "api:sdmx_data_of_version": "file", "api:sdmx_data_newest": "file",
    "api:place_figures": "file",
}  # fmt: skip
"""URL name → how it is read. Of a `file` every figure is compared with the cube; of a page and a PDF every number that
is seen is one of the cube, or in the words of its codes. `api:` are those of programs."""

WORK: Mapping[str, str] = {
    "releases": "staff, signed in: shows what gates did, in numbers of cells",
    "release-plan": "staff, signed in",
    "release-prepare": "staff, signed in",
    "release": "staff, signed in: what each gate did, in numbers of cells",
    "release-sign": "staff, signed in",
    "release-publish": "staff, signed in",
    "release-withdraw": "staff, signed in",
    **dict.fromkeys(
        (
            "library",
            "library-write",
            "library-study",
            "library-correct",
            "library-publish",
            "library-return",
            "library-withdraw",
            "library-bring-back",
        ),
        "staff, signed in: what is said of studies",
    ),
    "use": "staff, signed in: how often pages are opened",
}
"""Not public: kept by permissions, which the matrix of access tests."""

WITHOUT_FIGURES: Mapping[str, str] = {
    "start": "names of tables", "search": "names of tables and places", "tables": "leads to the start",
    "changes": "why a table has another version", "series": "figures of others", "series-theme": "figures of others",
    "figure": "a figure of others", "calendar": "days", "issue": "names of tables and of files",
    "method": "thresholds and the variance", "terms": "words",
    "programs": "addresses and formats", "bulletins": "names of places",
    "subscribe": "asks for an address", "confirm": "words", "unsubscribe": "words", "purpose": "asks what for",
    "studies": "what is said of studies", "study": "what is said of a study, with figures of others",
    "api:studies": "what is said of studies", "api:studies_file": "the same", "api:one_study": "the same",
    "api:one_study_file": "the same",
    "blanks": "words on blank tables", "blank": "a blank table, or what may stand in it",
    "follow": "names of tables, and days", "agreements": "with whom data are shared",
    "api:feed": "names of tables, and days", "api:places_file": "names, codes and where they lie",
    "api:openapi-json": "what may be asked", "api:index": "addresses",
    "api:releases": "names", "api:release": "names and checksums",
    "api:cubes": "names of tables", "api:structure": "codes and their words", "api:files": "names and checksums",
    "api:catalogue_file": "names of tables", "api:structures": "codes and their words",
    "api:structures_newest": "codes and their words", "api:structures_of": "codes and their words",
    "api:structures_all": "codes and their words", "api:series": "figures of others",
    "api:series_file": "figures of others", "api:one_series": "figures of others",
    "api:one_series_file": "figures of others",
    "api:sdmx_availability": "codes that are published, withheld ones too, and the number of cells",
    "api:sdmx_availability_of_key": "the same", "api:sdmx_availability_of_version": "the same",
    "api:sdmx_availability_newest": "the same", "api:nothing": "says that there is no such address",
}  # fmt: skip
"""Public, and no figure of a cube is on it. Each says why; a page that shows one does not belong here."""

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
