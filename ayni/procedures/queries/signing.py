"""What becomes of the signature of resolutions."""

from collections.abc import Iterable
from uuid import UUID

from ayni.referrals.queries import token_hash

from ..models import Resolution, Signing


def signing_of_token(token: str) -> Signing | None:
    rows = Signing.objects.select_related("resolution__application", "by", "offered")
    return rows.filter(token_hash=token_hash("resolution-signing", token)).first()


def signed(resolutions: Iterable[Resolution]) -> dict[UUID, Signing]:
    """By resolution, those that are signed."""
    rows = Signing.objects.filter(resolution__in=list(resolutions), signed_at__isnull=False).select_related("by")
    return {one.resolution_id: one for one in rows.order_by("pk")}


def signing_begun(resolution: Resolution, by: int) -> Signing | None:
    """The last one of this user that is not signed: what they sign by hand is compared with it."""
    rows = Signing.objects.filter(resolution=resolution, by=by, signed_at__isnull=True).select_related("offered", "by")
    return rows.order_by("-begun_at", "-pk").first()
