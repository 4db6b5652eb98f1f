"""The doors to the services of the State. Each takes a typed question and gives a typed answer, or raises NoAnswer."""

from .mailbox import Deposit, Mailbox, Receipt
from .payments import Payment, PaymentFound, Payments
from .pide import Identity, IdentityFound, Pide, RecordsFound
from .signature import Signature, arguments, is_quiet, is_signed_copy
from .transport import Door, NoAnswer, Shut

__all__ = [
    "Deposit", "Door", "Identity", "IdentityFound", "Mailbox", "NoAnswer", "Payment", "PaymentFound", "Payments",
    "Pide", "Receipt", "RecordsFound", "Shut", "Signature", "arguments", "is_quiet", "is_signed_copy",
]  # fmt: skip
