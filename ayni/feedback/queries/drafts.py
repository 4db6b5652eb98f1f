from datetime import datetime
from uuid import UUID

from django.utils.crypto import constant_time_compare

from ayni.referrals.queries import token_hash

from .. import rules
from ..models import Draft


def draft_of_browser(pk: str, secret: str, at: datetime) -> Draft | None:
    """What this browser is writing, while it is kept."""
    try:
        found = Draft.objects.select_related("station__office", "voice", "picture").filter(pk=UUID(pk)).first()
    except ValueError:
        return None
    if found is None or at > found.saved_at + rules.DRAFT_LASTS:
        return None
    return found if constant_time_compare(found.browser_hash, token_hash("browser", secret)) else None
