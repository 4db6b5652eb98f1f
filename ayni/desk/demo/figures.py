"""The make-up of the demo world: the published figures (`data/reference/published_figures.csv`), and where they are
silent, assumptions that say so."""

import csv
from dataclasses import dataclass
from pathlib import Path

from ayni.lib.errors import RuleBroken

FILE = Path("reference") / "published_figures.csv"

VENEZUELANS, OTHER_FOREIGNERS, IN_TRANSIT = "FIG-116", "FIG-029", "FIG-030"
IRREGULAR, WOMEN, CHILDREN, OLDER = "FIG-122", "FIG-048", "FIG-058", "FIG-059"
WOMEN_RETURNED, PERU, LIMA = "FIG-093", "FIG-047", "FIG-052"
COAST, HIGHLANDS, FOREST = "FIG-053", "FIG-054", "FIG-055"
CHILDREN_IN_CEM, CASES_IN_CEM, WOMEN_TRAFFICKED = "FIG-126", "FIG-125", "FIG-129"

RETURNED = 0.04
"""Assumed: Peruvians who came back, of all who are received. No figure says how many ask the unit for help."""

IRREGULAR_OTHERS = 0.30
"""Assumed: the published share is of Venezuelans only."""

OTHERS = {
    "COL": 30.0, "ECU": 14.0, "HTI": 10.0, "CUB": 7.0, "BOL": 8.0, "CHL": 5.0, "ARG": 5.0, "BRA": 5.0, "CHN": 4.0,
    "USA": 4.0, "ESP": 3.0, "MEX": 2.0, "ITA": 1.0, "NGA": 1.0, "XXA": 1.0,
}  # fmt: skip
"""Assumed: how the foreigners who are not Venezuelan divide. The source has only their sum."""

REGIONS: dict[str, dict[str, float]] = {
    "coast": {"20": 5.8, "13": 5.6, "07": 3.2, "14": 3.7, "02": 2.4, "11": 2.7, "23": 1.1, "24": 0.8, "18": 0.6},
    "highlands": {
        "08": 4.0, "04": 4.6, "06": 4.3, "21": 3.8, "12": 4.1, "10": 2.2, "05": 2.0, "09": 1.1, "03": 1.3, "19": 0.8,
    },
    "forest": {"16": 3.2, "22": 2.8, "25": 1.8, "01": 1.3, "17": 0.5},
}  # fmt: skip
"""Departments (INEI) by natural region, Lima apart, each by its weight among the population of its region."""


class FiguresMissing(RuleBroken):
    """The file of published figures is not there, or lacks one that the demo world is made by."""


@dataclass(frozen=True)
class Target:
    """A share that the made people must show, within chance."""

    name: str
    share: float
    source: str
    """Codes of the figures that it comes from."""


class Figures:
    def __init__(self, values: dict[str, float]) -> None:
        self.values = values
        foreigners = values[VENEZUELANS] + values[OTHER_FOREIGNERS]
        self.venezuelan = values[VENEZUELANS] / foreigners
        self.in_transit = values[IN_TRANSIT] / foreigners
        self.irregular = values[IRREGULAR] / 100
        self.women = values[WOMEN] / 100
        self.women_returned = values[WOMEN_RETURNED] / 100
        self.children = values[CHILDREN] / 100
        self.older = values[OLDER] / 100
        self.lima = values[LIMA] / values[PERU]
        published = values[COAST] + values[HIGHLANDS] + values[FOREST]
        self.regions = {
            "coast": values[COAST] / published,
            "highlands": values[HIGHLANDS] / published,
            "forest": values[FOREST] / published,
        }
        self.children_in_cem = values[CHILDREN_IN_CEM] / values[CASES_IN_CEM]
        self.women_trafficked = values[WOMEN_TRAFFICKED] / 100

    @property
    def departments(self) -> dict[str, float]:
        """The source says nothing about where migrants live, so they live as the population does."""
        weights = {"15": self.lima}
        for region, parts in REGIONS.items():
            share = self.regions[region] - (self.lima if region == "coast" else 0)
            weights |= {code: share * weight / sum(parts.values()) for code, weight in parts.items()}
        return weights

    @property
    def targets(self) -> list[Target]:
        women = self.women * (1 - RETURNED) + self.women_returned * RETURNED
        return [
            Target("Venezuelans, of foreigners", self.venezuelan, f"{VENEZUELANS} {OTHER_FOREIGNERS}"),
            Target("in transit, of foreigners", self.in_transit, IN_TRANSIT),
            Target("irregular, of Venezuelans", self.irregular, IRREGULAR),
            Target("women", women, f"{WOMEN} {WOMEN_RETURNED}"),
            Target("under 18", self.children, CHILDREN),
            Target("18 to 59", 1 - self.children - self.older, f"{CHILDREN} {OLDER}"),
            Target("60 and over", self.older, OLDER),
            Target("in Lima", self.lima, f"{LIMA} {PERU}"),
            Target("coast", self.regions["coast"], COAST),
            Target("highlands", self.regions["highlands"], HIGHLANDS),
            Target("forest", self.regions["forest"], FOREST),
        ]


def read(data: Path) -> Figures:
    path = data / FILE
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = {row["code"]: row["value"] for row in csv.DictReader(file)}
        return Figures({code: float(value) for code, value in rows.items() if _is_number(value)})
    except (FileNotFoundError, KeyError) as missing:
        raise FiguresMissing(f"{path} is not there or lacks a figure that the demo needs: {missing}.") from missing


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def region_of(department: str) -> str:
    return next((name for name, parts in REGIONS.items() if department in parts), "coast")
