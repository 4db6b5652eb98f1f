"""What was made, against what was published."""

from collections import Counter
from dataclasses import dataclass

from . import figures as published
from .crowd import Drawn


@dataclass(frozen=True)
class Share:
    """A share of the people that was published, and the one that was made."""

    name: str
    published: float
    made: float
    source: str
    """Codes of the figures."""


class Tally:
    """Counts those who were made."""

    def __init__(self, figures: published.Figures) -> None:
        self.figures = figures
        self.people = 0
        self.counts: Counter[str] = Counter()

    def count(self, drawn: Drawn, times: int = 1) -> None:
        self.people += times
        foreign, venezuelan = drawn.nationality != "PER", drawn.nationality == "VEN"
        lima = drawn.department == "15"
        so = {
            "foreign": foreign,
            "venezuelan": venezuelan,
            "Venezuelans, of foreigners": venezuelan,
            "in transit, of foreigners": drawn.in_transit,
            "irregular, of Venezuelans": venezuelan and drawn.is_irregular,
            "women": drawn.is_woman,
            "under 18": drawn.is_child,
            "18 to 59": 18 <= drawn.age < 60,
            "60 and over": drawn.age >= 60,
            "in Lima": lima,
            published.region_of(drawn.department): True,
        }
        self.counts.update({name: times for name, holds in so.items() if holds})

    def add(self, other: "Tally") -> None:
        self.people += other.people
        self.counts.update(other.counts)

    def shares(self) -> list[Share]:
        of = {"of foreigners": self.counts["foreign"], "of Venezuelans": self.counts["venezuelan"]}
        return [
            Share(
                t.name,
                t.share,
                self.counts[t.name] / (of.get(t.name.rpartition(", ")[2]) or self.people or 1),
                t.source,
            )
            for t in self.figures.targets
        ]
