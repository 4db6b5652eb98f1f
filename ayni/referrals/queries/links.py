from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from ayni.lib.keys import keyring

from ..models import AccessLink


def token_hash(kind: str, secret: str) -> str:
    """What is kept of a token, a code or a browser's secret: a keyed digest, useless without the keyring."""
    return keyring(settings.AYNI_HOME).digest("links", f"{kind}:{secret}").hex()


def link_of_token(token: str) -> AccessLink | None:
    """The link of an address, whatever became of it. The digest is keyed, so that the time of the look-up tells
    nothing about how close a guess was."""
    digest = token_hash("token", token)
    link = _links().filter(token_hash=digest).first()
    return link if link is not None and constant_time_compare(link.token_hash, digest) else None


def link_of_browser(pk: str, secret: str, at: datetime) -> AccessLink | None:
    """The link that this browser was let in by, while it is open."""
    link = _of_browser(pk, secret)
    return link if link is not None and link.is_open(at) else None


def was_answered_from(pk: str, secret: str) -> bool:
    """Whether this browser gave the answer that ended the matter."""
    link = _of_browser(pk, secret)
    return link is not None and link.used_at is not None


def _of_browser(pk: str, secret: str) -> AccessLink | None:
    try:
        link = _links().filter(pk=UUID(pk)).first()
    except ValueError:
        return None
    if link is None or not link.session_hash:
        return None
    return link if constant_time_compare(link.session_hash, token_hash("browser", secret)) else None


def _links() -> QuerySet[AccessLink]:
    return AccessLink.objects.select_related(
        "focal_point", "referral__service", "referral__organisation", "referral__consent", "referral__case__office"
    )
