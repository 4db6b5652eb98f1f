"""What was reckoned and what was paid, recorded on an application. No money passes through here."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit

from ..models import Application, FineKind, FineReckoning, Receipt
from ..queries import fines as queries
from ..rules import fines as fine_rules


@dataclass(frozen=True)
class Waived:
    """That a fine is not charged: by which rule, and why."""

    code: str = ""
    reason: str = ""


@transaction.atomic
def record_fine(
    *, application: Application, kind: str, after: date, on: date, waived: Waived, by: User, at: datetime
) -> FineReckoning:
    """Reckon a fine and keep the arithmetic of today. What an evaluator waives is granted, and owes nothing."""
    fine_rules.check_waiver(is_waived=bool(waived.code), reason=waived.reason)
    today = localdate(at)
    rules = queries.fine_rules(today)
    found = fine_rules.reckon(kind, after=after, on=on, rules=rules, units=queries.units(today), today=today)
    rule = next((rule for rule in rules if rule.code == waived.code), None)
    if waived.code and (rule is None or rule.kind != FineKind.WAIVER or not rule.holds(on)):
        raise fine_rules.CannotReckon(_("That exemption did not hold on the last day of the fine. Choose another."))
    made = FineReckoning.objects.create(
        application=application, kind=kind, since=found.since, until=found.until, amount=found.amount,
        due=fine_rules.due(found.amount, rule, is_granted=True), lines=[line.plain() for line in found.lines],
        waiver=waived.code, reason=waived.reason if waived.code else "", by=by, at=at,
    )  # fmt: skip
    audit.record(
        "fine.reckoned", subject=made, by=by, at=at, thread=application.person_id, amount=str(made.amount),
        due=str(made.due), is_waived=bool(made.waiver),
    )  # fmt: skip
    return made


def record_receipt(
    *, application: Application, number: str, paid_on: date, amount: Decimal, payment_code: str, by: User, at: datetime
) -> Receipt:
    """A receipt that somebody brought. The same one never serves twice, whoever brings it."""
    plain = fine_rules.receipt_number(number)
    try:
        with transaction.atomic():
            key = queries.receipt_key(plain)
            used = Receipt.objects.filter(known_by=key).exists()
            fine_rules.check_receipt(paid_on=paid_on, amount=amount, today=localdate(at), is_used=used)
            receipt = Receipt.objects.create(
                application=application, number=plain, known_by=key, paid_on=paid_on, amount=amount,
                payment_code=payment_code, by=by, at=at,
            )  # fmt: skip
            audit.record(
                "receipt.recorded", subject=receipt, by=by, at=at, thread=application.person_id, amount=str(amount),
                paid_on=paid_on.isoformat(),
            )  # fmt: skip
            return receipt
    except IntegrityError:
        # Two windows took the same receipt at once: the second is told as if it had come later.
        fine_rules.check_receipt(paid_on=paid_on, amount=amount, today=localdate(at), is_used=True)
        raise
