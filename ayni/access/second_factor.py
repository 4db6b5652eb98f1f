"""The second factor: six digits that change every half minute (RFC 6238), and ten recovery codes."""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings

from ayni.lib.keys import keyring
from ayni.lib.qr import qr_image

from .models import User

PERIOD = 30
TYPES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

new_secret, sealed, opened = generate_totp_secret, encrypt, decrypt


@dataclass(frozen=True)
class State:
    """What a person may know of a second factor: that it is there, since when, and how many codes are left."""

    since: datetime
    last_used_at: datetime | None
    codes_left: int


def state_of(user: User) -> State | None:
    rows = {row.type: row for row in Authenticator.objects.filter(user=user).order_by("pk")}
    app, codes = rows.get(Authenticator.Type.TOTP), rows.get(Authenticator.Type.RECOVERY_CODES)
    if app is None:
        return None
    left = len(codes.wrap().get_unused_codes()) if codes else 0
    used = [row.last_used_at for row in rows.values() if row.last_used_at]
    return State(app.created_at, max(used, default=None), left)


def qr_of(user: User, secret: str) -> str:
    """The QR that an authenticator app reads, as an image in the page."""
    url = get_adapter().build_totp_url(user, secret)
    return qr_image(url, scale=5)


def in_groups(secret: str) -> str:
    """For typing: four letters at a time."""
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


def spoken(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def counter_at(seconds: float) -> int:
    return int(seconds) // PERIOD


def code_at(secret: str, seconds: float) -> str:
    return str(format_hotp_value(hotp_value(secret, counter_at(seconds))))


def matching_counter(secret: str, code: str, *, seconds: float) -> int | None:
    """For which half minute the code is good: this one, or one beside it, because clocks differ."""
    typed, now = "".join(code.split()), counter_at(seconds)
    for counter in range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1):
        if hmac.compare_digest(typed.encode(), format_hotp_value(hotp_value(secret, counter)).encode()):
            return counter
    return None


def secret_of(user: User) -> str | None:
    """The secret of a user's authenticator app, if there is one. For `ayni demo code`; no page shows it again."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return str(decrypt(row.data["secret"])) if row else None


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=TYPES).exists())


def demo_secret(username: str) -> str:
    """The same secret for the same demo user of this installation, derived from its keyring."""
    digest = keyring(settings.AYNI_HOME).digest("links", f"demo second factor of {username}")
    return b32encode(digest[:20]).decode()
