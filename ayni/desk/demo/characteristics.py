"""What else is known of the people of the demo world: profile, journey, occupation, difficulties, expiries.

Shares follow the published figures where there are some (FIG-084 to FIG-107, FIG-117 to FIG-121); the rest is assumed.
"""

from datetime import date, timedelta
from typing import Any

from ayni.people.models import Kind
from ayni.people.rules.characteristics import Domain

from .chance import Chance, Weighted

OCCUPATIONS = {
    "OCU-SER": 24.0, "OCU-ELE": 22.0, "OCU-HOG": 14.0, "OCU-OFI": 8.0, "OCU-PRO": 8.0, "OCU-TEC": 6.0, "OCU-ART": 6.0,
    "OCU-OPE": 5.0, "OCU-BUS": 7.0,
}  # fmt: skip
"""Assumed for those who arrive; the figures are of Peruvians abroad and returned."""
RETURNED = {"OCU-EST": 22.8, "OCU-HOG": 14.0, "OCU-OFI": 12.9, "OCU-SER": 9.6, "OCU-PRO": 9.0, "OCU-ELE": 31.7}
"""FIG-096 to FIG-100; the last takes what the source does not list."""
RETURNED_FROM = {
    "USA": 33.6, "ITA": 10.3, "ARG": 10.2, "ESP": 9.1, "VEN": 8.5, "JPN": 7.9, "CHL": 5.3, "BRA": 15.1,
}  # fmt: skip
"""FIG-101 to FIG-107; the last takes what the source does not list."""
ON_THE_WAY = {"COL": 34.0, "ECU": 46.0, "BRA": 8.0, "BOL": 12.0}
"""Assumed: the country before Peru, for those who did not come straight."""
BOUND_FOR = {"CHL": 70.0, "BOL": 18.0, "BRA": 12.0}
REGISTERS = {"REG-PRE": 40.0, "REG-CMI": 34.0, "REG-CAN": 26.0}
"""FIG-118 to FIG-121: 74 % in migration control or pre-registered, 26 % only at the Ministry."""
RETURNS = {"RTN-ESP": 78.0, "RTN-VOL": 14.0, "RTN-REA": 8.0}
OUTCOMES = {"PRE-CON": 46.0, "PRE-ALT": 34.0, "PRE-TRA": 12.0, "PRE-CIT": 8.0}
HARD = {"WG-1": 90.0, "WG-2": 7.5, "WG-3": 1.8, "WG-4": 0.7}
EXPIRING = {"CE": 1460, "CPP": 365, "PAS": 1825, "CSR": 365, "DNI": 2920}
"""For how many days each kind of document is valid."""


Said = tuple[Kind, dict[str, Any]]


class Characteristics:
    """Draws them. Each person has what their nationality, age and way in make likely."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.occupations, self.returned = Weighted(OCCUPATIONS), Weighted(RETURNED)
        self.returned_from, self.way, self.bound = Weighted(RETURNED_FROM), Weighted(ON_THE_WAY), Weighted(BOUND_FOR)
        self.registers, self.returns, self.outcomes = Weighted(REGISTERS), Weighted(RETURNS), Weighted(OUTCOMES)
        self.hard = Weighted(HARD)

    def rows(self, drawn: Any, status: str, by: int, day: date) -> list[dict[str, Any]]:
        """The rows of one person, received on that day with that status."""
        said = [*self._journey(drawn, status, day), *self._life(drawn)]
        noted = {"person_id": drawn.id, "recorded_by_id": by, "recorded_at": drawn.registered_at}
        return [{**noted, "kind": str(kind), **row} for kind, row in said]

    def _journey(self, drawn: Any, status: str, day: date) -> list[Said]:
        chance = self.chance
        since = day - timedelta(days=chance.randrange(5, 1800))
        if drawn.nationality == "PER":
            if chance.happens(0.12):
                return [(Kind.MOBILITY_PROFILE, {"code": "MOV-ACO"})]
            return [
                (Kind.MOBILITY_PROFILE, {"code": "MOV-RET", "since": since}),
                (Kind.PREVIOUS_COUNTRY, {"code": self.returned_from.draw(chance)}),
                (Kind.RETURN, {"code": self.returns.draw(chance), "since": since}),
            ]
        rows: list[Said] = [
            (Kind.MOBILITY_PROFILE, {"code": "MOV-TRA" if drawn.in_transit else "MOV-INM"}),
            (Kind.ENTRY, {"code": "ING-SIN" if status == "S-IRRI" else "ING-REG", "since": since}),
        ]
        if drawn.in_transit:
            rows.append((Kind.DESTINATION_COUNTRY, {"code": self.bound.draw(chance)}))
        if chance.happens(0.3) and drawn.nationality == "VEN":
            rows.append((Kind.PREVIOUS_COUNTRY, {"code": self.way.draw(chance)}))
        if drawn.nationality == "VEN":
            register = self.registers.draw(chance)
            rows.append((Kind.REGISTRY_SOURCE, {"code": register}))
            if register == "REG-PRE":
                rows.append((Kind.PREREGISTRATION, {"code": self.outcomes.draw(chance), "since": since}))
        return rows

    def _life(self, drawn: Any) -> list[Said]:
        chance = self.chance
        rows: list[Said] = []
        if drawn.age >= 5 and chance.happens(0.85):
            rows.append((Kind.OCCUPATION, {"code": self._occupation(drawn)}))
        if drawn.age >= 5 and chance.happens(0.1):
            rows.append((Kind.DISABILITY, {"sealed": {domain: self.hard.draw(chance) for domain in Domain.values}}))
        return rows

    def _occupation(self, drawn: Any) -> str:
        if drawn.is_child:
            return "OCU-EST" if self.chance.happens(0.8) else "OCU-NIN"
        return (self.returned if drawn.nationality == "PER" else self.occupations).draw(self.chance)

    def expires_on(self, kind: str, day: date) -> date | None:
        """The last day of a document that somebody showed on that day."""
        if kind not in EXPIRING or not self.chance.happens(0.7):
            return None
        return day + timedelta(days=self.chance.randrange(-60, EXPIRING[kind]))
