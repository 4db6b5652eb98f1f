"""A resolution is signed with the certificate of whoever decided, through Firma Perú or with its program by hand.

The seal of the installation stands as before: a resolution that nobody could sign, because the service does not answer,
counts and can be signed later.
"""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.files import actions as files
from ayni.files import queries as kept
from ayni.files.preparing import Drawn
from ayni.referrals.queries import token_hash

from .. import gateways
from ..models import Resolution, Signing
from ..rules import signing as rules


@transaction.atomic
def begin_signing(
    *, resolution: Resolution, content: Callable[[], bytes], by: User, at: datetime
) -> tuple[Signing, str]:
    """Offer the PDF to be signed: these very bytes, from now on. Returns the secret of the addresses, too."""
    _check(resolution, by)
    token = secrets.token_urlsafe(24)
    pdf = Drawn(media_type="application/pdf", width=0, height=0, pages=1, content=content(), small=b"")
    signing = Signing.objects.create(
        resolution=resolution, by=by, begun_at=at, token_hash=token_hash("resolution-signing", token),
        offered=files.keep(drawn=pdf, by=by, at=at),
    )  # fmt: skip
    audit.record(
        "resolution.signing_begun", subject=resolution, by=by, at=at, thread=resolution.application.person_id,
        number=resolution.number,
    )  # fmt: skip
    return signing, token


@transaction.atomic
def receive_signed(*, signing: Signing, content: bytes, at: datetime) -> Signing:
    """What was signed comes back, from the program or from the hand of the signer. It is taken once."""
    resolution = Resolution.objects.select_for_update(of=("self",)).select_related("application").get(
        pk=signing.resolution_id
    )  # fmt: skip
    signing = Signing.objects.select_related("by", "offered").get(pk=signing.pk)
    _check(resolution, signing.by)
    original = kept.read(signing.offered) if signing.offered else b""
    is_copy = bool(original) and gateways.is_signed_copy(original, content)
    rules.check_signed(is_copy=is_copy, is_quiet=gateways.is_quiet(content[len(original) :]))
    pdf = Drawn(media_type="application/pdf", width=0, height=0, pages=1, content=content, small=b"")
    signing.signed, signing.signed_at = files.keep(drawn=pdf, by=signing.by, at=at), at
    signing.save(update_fields=["signed", "signed_at"])
    audit.record(
        "resolution.signed", subject=resolution, by=signing.by, at=at, thread=resolution.application.person_id,
        number=resolution.number,
    )  # fmt: skip
    return signing


def _check(resolution: Resolution, by: User) -> None:
    rules.check_may_sign(
        made_by=resolution.made_by_id, by=by.pk, is_annulled=resolution.annulled_at is not None,
        is_signed=Signing.objects.filter(resolution=resolution, signed_at__isnull=False).exists(),
        is_there=bool(resolution.sealed),
    )  # fmt: skip
