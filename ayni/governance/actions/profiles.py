from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists import actions as codelists_actions
from ayni.codelists.models import Profile

from .. import rules


@transaction.atomic
def add_profile(*, code: str, fields: rules.ProfileFields, by: User, at: datetime) -> Profile:
    """A profile that nobody foresaw, from today on, without code (R107)."""
    rules.check_code(code, taken=Profile._default_manager.filter(code=code).exists())
    return _write_profile(code, fields, by=by, at=at)


@transaction.atomic
def change_profile(*, profile: Profile, fields: rules.ProfileFields, by: User, at: datetime) -> Profile:
    """A new version of a profile. Cases that were opened with the old one keep it."""
    # Read again under a lock, so that the second of two colleagues is told.
    locked = Profile._default_manager.select_for_update().get(pk=profile.pk)
    rules.check_is_current(closed=locked.valid_to is not None)
    return _write_profile(locked.code, fields, by=by, at=at)


@transaction.atomic
def close_profile(*, profile: Profile, by: User, at: datetime) -> None:
    """No new case takes it from today on."""
    locked = Profile._default_manager.select_for_update().get(pk=profile.pk)
    rules.check_is_current(closed=locked.valid_to is not None)
    rules.check_may_close(added_by_hand=locked.added_by_hand)
    codelists_actions.close_profile(locked, on=localdate(at))
    audit.record("profile.closed", subject=locked, by=by, at=at, code=locked.code)


def _write_profile(code: str, fields: rules.ProfileFields, *, by: User, at: datetime) -> Profile:
    said = asdict(fields) | {"confidence": "stated"}
    profile = codelists_actions.write_profile(code, fields=said, on=localdate(at))
    audit.record("profile.written", subject=profile, by=by, at=at, code=code, version=profile.version)
    return profile
