from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit

from ..models import ConfirmedAddress, OutsidePage
from ..rules import outside as rules
from .shelving import forget_pages


@transaction.atomic
def confirm_address(*, page: OutsidePage, address: str, source: str, by: User, at: datetime) -> ConfirmedAddress:
    """Of a page whose address the reference data do not give: anybody is led there from now on."""
    rules.check_may_confirm(in_the_data=page.address)
    made = ConfirmedAddress.objects.create(
        code=page.code, address=address, source=source, confirmed_by=by, confirmed_at=at
    )  # fmt: skip
    audit.record("outside.confirmed", subject=made, by=by, at=at, code=page.code)
    forget_pages(at=at)
    return made
