"""Casilla Única Electrónica: deposit a notification, and read whether it was opened. The protocol is assumed
(docs/services.md)."""

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from .transport import Answer, Door, ask_json, read_json, unreadable

_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,40}")


@dataclass(frozen=True)
class Deposit:
    """What is put into whose mailbox."""

    document_type: str
    document: str
    subject: str
    """No personal data: it may be shown on a locked screen."""
    name: str
    content: bytes
    """A PDF."""


@dataclass(frozen=True)
class Receipt:
    """Where a deposit stands. `reference` is empty: the person has no mailbox."""

    reference: str
    deposited_at: datetime | None = None
    read_at: datetime | None = None
    tries: int = 1


@dataclass(frozen=True)
class Mailbox:
    door: Door

    def deposit(self, asked: Deposit, *, key: UUID) -> Receipt:
        """The same key puts it there once, however often it is said."""
        said = {
            **self._us(),
            "idempotencia": str(key),
            "destinatario": {"tipoDocumento": asked.document_type, "numeroDocumento": asked.document},
            "asunto": asked.subject,
            "documento": {"nombre": asked.name, "contenido": base64.b64encode(asked.content).decode()},
        }
        return _receipt(ask_json(self.door, "/notificaciones", said, key=key))

    def receipt(self, reference: str, *, key: UUID) -> Receipt:
        said = {**self._us(), "numero": reference}
        return _receipt(ask_json(self.door, "/notificaciones/acuse", said, key=key))

    def _us(self) -> dict[str, Any]:
        return {"entidad": self.door.credentials.get("ruc", ""), "clave": self.door.credentials.get("password", "")}


def _receipt(answer: Answer) -> Receipt:
    found = read_json(answer)
    if not isinstance(found, dict):
        raise unreadable(answer, "no object")
    if found.get("estado") == "SIN_CASILLA":
        return Receipt("", tries=answer.tries)
    reference = found.get("numero")
    if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
        raise unreadable(answer, "no number")
    return Receipt(reference, _moment(answer, found, "depositado"), _moment(answer, found, "leido"), answer.tries)


def _moment(answer: Answer, found: dict[str, Any], name: str) -> datetime | None:
    if found.get(name) is None:
        return None
    try:
        moment = datetime.fromisoformat(found[name])
    except (TypeError, ValueError):
        raise unreadable(answer, "no moment") from None
    if moment.tzinfo is None:
        raise unreadable(answer, "no time zone")
    return moment
