"""What SDMX calls things: agency, versions, components, code lists. The writers of its formats stand beside.

A release is a version of every structure: `2026-10.1` is `2026.10.1`, which never changes, as the release does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..published import Code, Release, Rule, Structure, Words
from . import words
from .about import NAMES
from .rows import OF_A_FIGURE, TIME, VALUE

AGENCY = "AYNI"
URN = "urn:sdmx:org.sdmx.infomodel."
STABLE = "1.0.0"
"""Version of the lists that are the same for every release."""

OF_STATUS = dict(zip(OF_A_FIGURE, ("CL_OBS_STATUS", "CL_CONF_STATUS", "CL_WITHHELD"), strict=True))
UNITS = "CL_UNIT_MEASURE"


def version(release: Release) -> str:
    year, month = release.period.split("-")
    return f"{year}.{int(month)}.{release.version}"


def release_id(said: str) -> str:
    """`2026.10.1` is `2026-10.1`; what is no version of ours comes back as it was."""
    parts = said.split(".")
    return f"{parts[0]}-{int(parts[1]):02}.{parts[2]}" if len(parts) == 3 and all(map(str.isdigit, parts)) else said


@dataclass(frozen=True)
class Scheme:
    """A list of items that has a name and a version: a code list or a concept scheme."""

    id: str
    version: str
    name: Words
    items: tuple[Code, ...]
    kind: str = "codelist.Codelist"

    @property
    def urn(self) -> str:
        return f"{URN}{self.kind}={AGENCY}:{self.id}({self.version})"


@dataclass(frozen=True)
class Described:
    """A cube of a release, as SDMX describes it."""

    release: Release
    structure: Structure

    @property
    def version(self) -> str:
        return version(self.release)

    @property
    def of_dimensions(self) -> dict[str, Scheme]:
        return {
            one.code: Scheme(f"CL_{self.structure.code}_{one.code}", self.version, one.title, one.codes)
            for one in self.structure.dimensions
        }

    @property
    def codelists(self) -> list[Scheme]:
        return [*self.of_dimensions.values(), *shared()]

    @property
    def concepts(self) -> Scheme:
        items = [Code(one.code, one.title) for one in self.structure.dimensions]
        items += [Code(TIME, words.SAYS["time"]), Code(VALUE, self.structure.measure)]
        items += [Code(name, words.SAYS[said]) for name, said in attributes().items()]
        return Scheme(
            f"CS_{self.structure.code}", self.version, self.structure.title, tuple(items), "conceptscheme.ConceptScheme"
        )

    def concept_urn(self, code: str) -> str:
        return f"{URN}conceptscheme.Concept={AGENCY}:{self.concepts.id}({self.version}).{code}"

    def urn(self, kind: str) -> str:
        """Of the data structure (`DataStructure`) or of the flow (`Dataflow`)."""
        return f"{URN}datastructure.{kind}={AGENCY}:{self.structure.code}({self.version})"

    def codelist_of(self, code: str) -> Scheme | None:
        """The list that a dimension or an attribute takes its codes from."""
        named = {one.id: one for one in shared()}
        return self.of_dimensions.get(code) or named.get(OF_STATUS.get(code, UNITS if code == "UNIT_MEASURE" else ""))


def attributes() -> dict[str, str]:
    """Of a figure, then of the data set: each with the word that names it."""
    return dict(zip(OF_A_FIGURE, ("status", "confidential", "withheld"), strict=True)) | NAMES


def shared() -> Iterator[Scheme]:
    yield _scheme("CL_OBS_STATUS", words.SAYS["status"], words.STATUS)
    yield _scheme("CL_CONF_STATUS", words.SAYS["confidential"], words.CONFIDENTIAL)
    yield _scheme("CL_WITHHELD", words.SAYS["withheld"], {str(one): words.WITHHELD[one] for one in Rule})
    yield _scheme(UNITS, words.SAYS["unit"], words.UNITS)


def _scheme(code: str, name: Words, items: dict[str, Words]) -> Scheme:
    return Scheme(code, STABLE, name, tuple(Code(one, label) for one, label in items.items()))
