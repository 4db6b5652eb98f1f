"""What the simulated services know: answers built on the recorded ones, for people who do not exist."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from threading import Lock
from typing import Any

from .recorded import recorded

Said = Mapping[str, Any]
Answer = tuple[int, str, bytes]
JSON = "application/json"


@dataclass(frozen=True)
class Known:
    """Somebody fictitious, as a register has them."""

    given_names: str
    surname_1: str
    surname_2: str = ""
    born: date | None = None


People = Callable[[str], Known | None]
"""The number of a document → whose it is."""
SOMEBODY_ELSE = Known("OTRA PERSONA", "ZÁRATE", "INVENTADO", date(1950, 1, 1))


@dataclass
class World:
    """`answers`: the path, without its query → what answers there."""

    people: People
    deposits: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By key, so that the same key is one deposit."""
    asked: list[str] = field(default_factory=list)
    """The paths that were asked, in their order: for tests."""
    lock: Lock = field(default_factory=Lock)

    def mistaken(self) -> "World":
        """The same services, whose registers give whatever document to somebody else."""
        return replace(self, people=lambda _number: SOMEBODY_ELSE)

    def answer(self, path: str, said: Said) -> Answer | None:
        """None: there is nothing at this path."""
        way = self._ways().get(path)
        with self.lock:
            self.asked.append(path)
            return way(said) if way else None

    def _ways(self) -> Mapping[str, Callable[[Said], Answer]]:
        return {
            "/pide/Rest/Reniec/Consultar": self._reniec,
            "/pide/Rest/Migraciones/CarnetExtranjeria": self._migraciones,
            "/pide/Rest/PNP/APolicialPerNumDoc": self._police,
            "/pide/Rest/Pide/INPE/AJudiciales": self._judicial,
            "/pide/Rest/PJ/APenales": self._penal,
            "/pagalo/verificaciones": self._payment,
            "/casilla/notificaciones": self._deposit,
            "/casilla/notificaciones/acuse": self._receipt,
            "/firma/admin/api/security/generate-token": lambda said: recorded("firma-token").answer,
        }

    def _reniec(self, said: Said) -> Answer:
        asked = _of_the_platform(said)
        known = self.people(asked.get("nuDniConsulta", ""))
        if known is None:
            return recorded("reniec-unknown").answer
        return _filled("reniec-known", "LUZ ELENA", known, "QUISPE", "FLORES")

    def _migraciones(self, said: Said) -> Answer:
        asked = _of_the_platform(said)
        known = self.people(asked.get("strNumDocumento", ""))
        if known is None:
            return recorded("migraciones-unknown").answer
        status, kind, body = _filled("migraciones-known", "YULIMAR ANDREINA", known, "SALCEDO", "BRICEÑO")
        born = known.born.strftime("%d/%m/%Y") if known.born else ""
        return status, kind, body.replace(b"14/03/1991", born.encode())

    def _police(self, said: Said) -> Answer:
        """Who has records: whose document ends in 13."""
        has = str(_of_the_platform(said).get("nroDoc", "")).endswith("13")
        return recorded("policiales-registra" if has else "policiales-no-registra").answer

    def _judicial(self, said: Said) -> Answer:
        """Whose first surname begins with Z."""
        has = str(_of_the_platform(said).get("primerApellido", "")).startswith("Z")
        return recorded("judiciales-observado" if has else "judiciales-no-registra").answer

    def _penal(self, said: Said) -> Answer:
        has = str(_of_the_platform(said).get("xDni", "")).endswith("13")
        return recorded("penales-registra" if has else "penales-no-registra").answer

    def _payment(self, said: Said) -> Answer:
        """A number that ends in 0 is of no payment, one that ends in 9 of another amount."""
        number = str(said.get("numeroSecuencia", ""))
        if number.endswith("0"):
            return recorded("pagalo-no-existe").answer
        status, kind, body = recorded("pagalo-pagado").answer
        amount = "1.00" if number.endswith("9") else str(said.get("monto"))
        filled = body.replace(b"2026-11-18", str(said.get("fechaPago")).encode()).replace(b"40.60", amount.encode())
        return status, kind, filled

    def _deposit(self, said: Said) -> Answer:
        """Who has no mailbox: whose document ends in 5."""
        if str(said.get("destinatario", {}).get("numeroDocumento", "")).endswith("5"):
            return recorded("casilla-sin-casilla").answer
        key = str(said.get("idempotencia"))
        number = f"CU-{len(self.deposits) + 1:06d}"
        new = {"numero": number, "depositado": datetime.now(UTC).isoformat(), "leido": None}
        return _json(self.deposits.setdefault(key, new))

    def _receipt(self, said: Said) -> Answer:
        """Asked about for the second time, it has been read."""
        found = next((d for d in self.deposits.values() if d["numero"] == said.get("numero")), None)
        if found is None:
            return 404, JSON, b"{}"
        answer = _json(found)
        found["leido"] = found["leido"] or datetime.now(UTC).isoformat()
        return answer


def _json(said: Said) -> Answer:
    return 200, JSON, json.dumps(dict(said)).encode()


def _of_the_platform(said: Said) -> Mapping[str, Any]:
    inside = said.get("PIDE", {})
    return inside if isinstance(inside, dict) else {}


def _filled(name: str, given: str, known: Known, surname_1: str, surname_2: str) -> Answer:
    """The recorded answer, about somebody else."""
    status, kind, body = recorded(name).answer
    text = body.decode()
    pairs = ((given, known.given_names), (surname_1, known.surname_1), (surname_2, known.surname_2))
    for place, value in pairs:
        text = text.replace(json.dumps(place, ensure_ascii=False), json.dumps(value.upper(), ensure_ascii=False))
    return status, kind, text.encode()
