"""Págalo.pe, of the Banco de la Nación: whether a receipt exists. No money is handled. The protocol is assumed
(docs/services.md); what a receipt says is not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from .transport import Door, ask_json, read_json, unreadable


@dataclass(frozen=True)
class Payment:
    """What stands on a receipt."""

    code: str
    """Of what was paid for, such as 07568."""
    number: str
    """The sequence of the receipt."""
    day: date
    amount: Decimal


@dataclass(frozen=True)
class PaymentFound:
    exists: bool
    same: bool = False
    """With this day and this amount."""
    tries: int = 1


@dataclass(frozen=True)
class Payments:
    door: Door

    def check(self, asked: Payment, *, key: UUID) -> PaymentFound:
        said = {
            "entidad": self.door.credentials.get("ruc", ""),
            "clave": self.door.credentials.get("password", ""),
            "codigoTributo": asked.code,
            "numeroSecuencia": asked.number,
            "fechaPago": asked.day.isoformat(),
            "monto": f"{asked.amount:.2f}",
        }
        answer = ask_json(self.door, "/verificaciones", said, key=key)
        found = read_json(answer)
        if not isinstance(found, dict) or found.get("estado") not in {"PAGADO", "NO_EXISTE"}:
            raise unreadable(answer, "no estado")
        if found["estado"] == "NO_EXISTE":
            return PaymentFound(exists=False, tries=answer.tries)
        try:
            same = Decimal(found["monto"]) == asked.amount and date.fromisoformat(found["fechaPago"]) == asked.day
        except (KeyError, TypeError, ValueError, InvalidOperation):
            raise unreadable(answer, "no amount") from None
        return PaymentFound(exists=True, same=same, tries=answer.tries)
