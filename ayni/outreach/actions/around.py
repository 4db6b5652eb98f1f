"""Invitations, what is handed out, and certificates."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.files import actions as files
from ayni.files.preparing import Drawn
from ayni.notices import actions as notices

from ..models import Attendance, Certificate, Invited, Material, Session, State
from ..queries import around as queries
from ..rules import around as rules
from .attending import lock
from .telling import in_words


@transaction.atomic
def invite(
    *, session: Session, organisations: Sequence[Organisation], addresses: Sequence[str], by: User, at: datetime
) -> int:
    """By e-mail: whoever answers for these institutions, and these addresses. Nobody is written to twice."""
    session = lock(session)
    rules.check_may_invite(state=session.state, starts_at=session.starts_at, at=at)
    wanted: dict[str, Organisation | None] = dict.fromkeys(map(str.lower, addresses))
    wanted |= queries.addresses_of(organisations)
    before = {one.address.lower() for one in Invited.objects.filter(session=session)}
    new = {address: of for address, of in wanted.items() if address not in before}
    rules.check_addresses(new=len(new), wanted=len(wanted))
    for address, of in sorted(new.items()):
        Invited.objects.create(session=session, organisation=of, address=address, made_by=by, made_at=at)
        notices.queue_email(to=address, subject=_("Invitation"), text=_invitation(session), about=None, at=at)
    audit.record("session.invited", subject=session, by=by, at=at, addresses=len(new))
    return len(new)


def _invitation(session: Session) -> str:
    words = _("%(office)s invites you: %(session)s") % {"office": session.office.name, "session": in_words(session)}
    lines = [words, session.objective]
    if session.state == State.OPEN:
        address = settings.PUBLIC_URL.rstrip("/") + reverse("outreach:session", args=[session.pk])
        lines.append(_("Sign up here, or pass it on: %(address)s") % {"address": address})
    return "\n\n".join(filter(None, lines))


@transaction.atomic
def add_material(
    *, session: Session, title: str, content: str | Drawn, is_public: bool, by: User, at: datetime
) -> Material:
    """A link, or a file that was drawn anew before."""
    rules.check_room(Material.objects.filter(session=session).count())
    is_link = isinstance(content, str)
    file = None if isinstance(content, str) else files.keep(drawn=content, by=by, at=at)
    made = Material.objects.create(
        session=session, title=title, link=content if isinstance(content, str) else "", file=file,
        is_public=is_public, made_by=by, made_at=at,
    )  # fmt: skip
    audit.record("material.added", subject=made, by=by, at=at, link=is_link)
    return made


@transaction.atomic
def remove_material(*, material: Material, by: User, at: datetime) -> None:
    audit.record("material.removed", subject=material, by=by, at=at)
    file = material.file
    material.delete()
    if file is not None:
        files.let_go(file=file)


@transaction.atomic
def issue_certificate(*, attendance: Attendance, name: str, by: User, at: datetime) -> Certificate:
    """That they came, under this name. Printed again it is the same paper; under another name it is refused."""
    session = lock(attendance.session)
    rules.check_may_certify(state=session.state)
    rules.check_name(name)
    printed = queries.print_of(attendance, name)
    made, is_new = Certificate.objects.select_for_update(of=("self",)).get_or_create(
        attendance=attendance,
        defaults={"proof": secrets.token_urlsafe(16), "print": printed, "issued_by": by, "issued_at": at},
    )
    if not is_new and made.withdrawn_at:
        made.proof, made.print, made.issued_by, made.issued_at = secrets.token_urlsafe(16), printed, by, at
        made.withdrawn_by = made.withdrawn_at = None
        made.save()
    rules.check_same_name(is_same=made.print == printed)
    audit.record("certificate.issued", subject=made, by=by, at=at)
    return made


@transaction.atomic
def withdraw_certificate(*, certificate: Certificate, by: User, at: datetime) -> None:
    """Whoever reads its code is told from now on that it is not valid."""
    Certificate.objects.filter(pk=certificate.pk, withdrawn_at__isnull=True).update(withdrawn_by=by, withdrawn_at=at)
    audit.record("certificate.withdrawn", subject=certificate, by=by, at=at)
