"""Links for institutions without users: made, opened, unlocked by a code, spent. Secrets are kept only as digests."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from ayni.audit import actions as audit
from ayni.directory.models import FocalPoint
from ayni.notices import actions as notices

from .. import queries, rules
from ..models import AccessLink, LinkOpening, Referral

Event = LinkOpening.Event


def make_link(referral: Referral, focal_point: FocalPoint, *, at: datetime) -> str:
    """A new link to this referral. Returns its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    AccessLink.objects.create(
        referral=referral,
        focal_point=focal_point,
        token_hash=queries.token_hash("token", token),
        made_at=at,
        expires_at=at + rules.LINK_LASTS,
    )
    return token


def close_links(referral: Referral, *, at: datetime) -> None:
    """The matter ended, or other links take their place: what is still open is closed."""
    referral.links.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at)


@transaction.atomic
def open_link(*, link: AccessLink, address: str, at: datetime) -> bool:
    """Somebody followed a link. Whether it is open; either way it is recorded."""
    is_open = link.is_open(at)
    _note(link, Event.OPENED if is_open else Event.REFUSED, address=address, at=at)
    return is_open


@transaction.atomic
def send_code(*, link: AccessLink, address: str, at: datetime) -> None:
    """Send a code by SMS to the focal point's telephone, which the holder of the e-mail alone cannot read."""
    link = _lock(link)
    if not link.is_open(at):
        raise rules.LinkClosed
    rules.check_may_send_code(codes_sent=link.codes_sent, last_sent_at=link.code_sent_at, at=at)
    code = rules.new_code()
    link.code_hash, link.code_sent_at, link.codes_sent = _code_hash(link, code), at, link.codes_sent + 1
    link.save(update_fields=["code_hash", "code_sent_at", "codes_sent"])
    text = _("%(code)s is your code to open a referral in Ayni. It lasts 10 minutes. Do not share it.")
    notices.queue_sms(to=link.focal_point.phone, text=text % {"code": code}, about=None, at=at)
    _note(link, Event.CODE_SENT, address=address, at=at)


@transaction.atomic
def enter_code(*, link: AccessLink, code: str, address: str, at: datetime) -> str | None:
    """The secret for this browser if the code is right, else None. Wrong codes are counted, and then the link dies."""
    link = _lock(link)
    if not link.is_open(at):
        raise rules.LinkClosed
    is_fresh = link.code_sent_at is not None and at < link.code_sent_at + rules.CODE_LASTS
    is_right = constant_time_compare(link.code_hash, _code_hash(link, "".join(code.split())))
    if not (is_fresh and is_right and link.code_hash):
        link.wrong_codes += 1
        if link.wrong_codes >= rules.MOST_WRONG_CODES:
            link.revoked_at = at
        link.save(update_fields=["wrong_codes", "revoked_at"])
        _note(link, Event.CODE_WRONG, address=address, at=at)
        return None
    secret = secrets.token_urlsafe(32)
    link.code_hash, link.session_hash, link.wrong_codes = "", queries.token_hash("browser", secret), 0
    link.save(update_fields=["code_hash", "session_hash", "wrong_codes"])
    _note(link, Event.CODE_RIGHT, address=address, at=at)
    return secret


def read_through(*, link: AccessLink, at: datetime) -> None:
    """The referral itself was opened, after the code."""
    audit.record_reading(
        subject=link.referral, by=f"link:{link.pk}", at=at, purpose="answer", thread=link.referral.case_id
    )


def spend_link(link: AccessLink, *, ended: bool, at: datetime) -> None:
    """An answer was given through it. One that ended the matter spends it."""
    if ended:
        AccessLink.objects.filter(pk=link.pk).update(used_at=at)
    LinkOpening.objects.create(link=link, event=Event.ANSWERED, at=at)


def _lock(link: AccessLink) -> AccessLink:
    # Read again under a lock, so that guesses made at once are counted one by one.
    locked = AccessLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    locked.focal_point, locked.referral = link.focal_point, link.referral
    return locked


def _code_hash(link: AccessLink, code: str) -> str:
    return queries.token_hash("code", f"{link.pk}:{code}")


def _note(link: AccessLink, event: LinkOpening.Event, *, address: str, at: datetime) -> None:
    LinkOpening.objects.create(link=link, event=event, at=at, address_digest=address)
    audit.record(
        f"link.{event.value.lower()}",
        subject=link,
        by=f"link:{link.pk}",
        at=at,
        thread=link.referral.case_id,
        referral=str(link.referral_id),
    )
