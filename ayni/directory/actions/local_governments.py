from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import Territory

from .. import rules
from ..models import Engagement
from ..rules.local_governments import EngagementFields


@transaction.atomic
def note_engagement(*, territory: Territory, said: EngagementFields, by: User, at: datetime) -> Engagement:
    """Something was done together with the local government of a district or a province."""
    rules.check_engagement(level=territory.level, said=said, today=localdate(at))
    fields = {name: getattr(said, name) for name in said.__dataclass_fields__}
    made = Engagement.objects.create(territory=territory, written_by=by, written_at=at, **fields)
    audit.record(
        "territory.engaged", subject=made, by=by, at=at, place=territory.code, stage=said.stage, kind=said.kind
    )
    return made
