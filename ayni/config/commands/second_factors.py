"""The secrets of second factors, which allauth keeps in JSON, sealed by our adapter: they rotate with the rest."""

from base64 import b64decode
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt

from ayni.lib.keys import Keyring

SEALED = ("secret", "seed")


def under_older_keys(ring: Keyring) -> list[Authenticator]:
    return [factor for factor in Authenticator.objects.order_by("pk").iterator() if _is_old(factor.data, ring)]


def write_anew(ring: Keyring) -> int:
    factors = under_older_keys(ring)
    for factor in factors:
        anew = {name: encrypt(decrypt(factor.data[name])) for name in SEALED if name in factor.data}
        # Only if it is still the same: whoever set up another one meanwhile did so under the newest key.
        Authenticator.objects.filter(pk=factor.pk, data=factor.data).update(data=factor.data | anew)
    return len(factors)


def _is_old(data: dict[str, Any], ring: Keyring) -> bool:
    versions = {int.from_bytes(b64decode(data[name])[:2], "big") for name in SEALED if name in data}
    return bool(versions - {ring.newest})
