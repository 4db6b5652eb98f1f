from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.db import transaction

from ayni.access import rules, second_factor
from ayni.access.models import Reason, User
from ayni.access.post import tell_about_account
from ayni.audit import actions as audit

from .sessions import end_sessions


@transaction.atomic
def enrol_second_factor(*, user: User, secret: str, session: str, at: datetime) -> list[str]:
    """Take an authenticator app into use, instead of the one before. Gives new recovery codes: they are shown once.

    Other sessions of the user end: one of them may have been opened with the password alone.
    """
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)
    end_sessions(user=user, but=session, by=user, at=at)
    audit.record("user.second_factor_set", subject=user, by=user, at=at)
    tell_about_account(user, what="second_factor_set", at=at)
    return renew_recovery_codes(user=user, at=at)


@transaction.atomic
def renew_recovery_codes(*, user: User, at: datetime) -> list[str]:
    """Ten new recovery codes; the old ones open nothing any more."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(user).generate_codes()
    audit.record("user.recovery_codes_made", subject=user, by=user, at=at, count=len(codes))
    return list(codes)


@transaction.atomic
def use_totp(authenticator: Authenticator, *, code: str, at: datetime) -> bool:
    """Is this the code of now? Each code is good once, on all processes."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    counter = second_factor.matching_counter(decrypt(row.data["secret"]), code, seconds=at.timestamp())
    if counter is None or counter <= row.data.get("last_counter", 0):
        return False
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    return True


@transaction.atomic
def reset_second_factor(*, user: User, reason: Reason, by: User, at: datetime) -> None:
    """Take the second factor away, so that the user sets up a new one at the next sign-in."""
    rules.check_not_oneself(user=user.pk, by=by.pk)
    rules.check_is_active(is_active=user.is_active)
    Authenticator.objects.filter(user=user).delete()
    audit.record("user.second_factor_reset", subject=user, by=by, at=at, reason=str(reason))
    end_sessions(user=user, by=by, at=at)
    tell_about_account(user, what="second_factor_reset", at=at)


@transaction.atomic
def enrol_demo_user(user: User) -> None:
    """The second factor of a user of the demo world, with the secret that `ayni demo code` knows."""
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, second_factor.demo_secret(user.username))
