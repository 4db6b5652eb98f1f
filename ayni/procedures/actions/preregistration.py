"""A person tells us beforehand what they will apply for. It is nobody's until staff have looked who it is."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.files import actions as files
from ayni.files.preparing import Drawn
from ayni.lib.ids import unused_number
from ayni.lib.tongues import address_in
from ayni.notices import actions as notices
from ayni.people import actions as people
from ayni.people.models import Draft, Person
from ayni.referrals.queries import token_hash

from .. import queries, rules
from ..models import (
    Application,
    Channel,
    Preregistration,
    PreregistrationPaper,
    PreregistrationState,
    Procedure,
    Requirement,
    Station,
)
from .applications import Asked, begin
from .evaluating import present


def start(*, station: Station | None, at: datetime) -> tuple[Preregistration, str, str]:
    """Begin one in this browser: it, the code that the person keeps, and the secret that the browser keeps."""
    code, secret = rules.new_secret(), secrets.token_urlsafe(32)
    number = _new_number()
    made = Preregistration.objects.create(
        number=number, code_hash=queries.code_hash(number, code), browser_hash=token_hash("browser", secret),
        channel=Channel.KIOSK if station else Channel.LINK, office=station.office if station else None,
        begun_at=at, saved_at=at,
    )  # fmt: skip
    return made, rules.written_code(code), secret


def _new_number() -> str:
    return unused_number("P", lambda number: Preregistration.objects.filter(number=number).exists())


@transaction.atomic
def invite(
    *, office: Office, email: str, phone: str, language: str, by: User, at: datetime
) -> tuple[Preregistration, str]:
    """Send somebody a link to a page in their language. It opens once, with a code that is told to them apart.
    Returns the code."""
    code, token = rules.new_secret(), secrets.token_urlsafe(24)
    number = _new_number()
    made = Preregistration.objects.create(
        number=number, code_hash=queries.code_hash(number, code), token_hash=token_hash("preregistration-link", token),
        office=office, invited_by=by, begun_at=at, saved_at=at,
    )  # fmt: skip
    address = settings.PUBLIC_URL + address_in(language, "procedures:own-link", token)
    with override(language):
        text = _("Your page: %(url)s\nIt opens once, within a week, with the code that you were given.")
        text, subject = text % {"url": address}, _("A page for you")
    if email:
        notices.queue_email(to=email, subject=subject, text=text, about=None, at=at)
    if phone:
        notices.queue_sms(to=phone, text=text, about=None, at=at)
    audit.record("preregistration.invited", subject=made, by=by, at=at)
    return made, rules.written_code(code)


@transaction.atomic
def enter(*, found: Preregistration, code: str, at: datetime) -> str | None:
    """The secret for this browser if the code is right, else None. After some wrong codes nothing opens it."""
    found = _lock(found)
    if not rules.is_open(state=found.state, saved_at=found.saved_at, wrong_codes=found.wrong_codes, at=at):
        return None
    if not constant_time_compare(found.code_hash, queries.code_hash(found.number, rules.read_secret(code))):
        found.wrong_codes += 1
        found.save(update_fields=["wrong_codes"])
        return None
    secret = secrets.token_urlsafe(32)
    # The link has done its work: from now on the number and the code open it.
    found.browser_hash, found.token_hash, found.wrong_codes, found.saved_at = token_hash("browser", secret), None, 0, at
    found.save(update_fields=["browser_hash", "token_hash", "wrong_codes", "saved_at"])
    return secret


def knows_the_code(*, found: Preregistration, code: str) -> bool:
    """For whoever asks how one stands that was sent already."""
    return constant_time_compare(found.code_hash, queries.code_hash(found.number, rules.read_secret(code)))


@transaction.atomic
def answer(
    *, found: Preregistration, said: Mapping[str, list[str]], chosen: Mapping[str, Procedure | Office], at: datetime
) -> Preregistration:
    """Keep the answer to one question: what is empty in it takes back what was there. `chosen`: the procedure or the
    office, if it was that."""
    found = _lock(found)
    _check_open(found, at)
    found.answers = {name: values for name, values in {**found.answers, **said}.items() if values}
    found.saved_at = at
    if isinstance(procedure := chosen.get("procedure"), Procedure):
        if found.procedure_id != procedure.pk:
            _drop_papers(found)
        found.procedure = procedure
    if isinstance(office := chosen.get("office"), Office):
        found.office = office
    found.save(update_fields=["answers", "saved_at", "procedure", "office"])
    return found


@transaction.atomic
def add_own_paper(*, found: Preregistration, requirement: Requirement, drawn: Drawn, at: datetime) -> None:
    """A copy of something that the procedure asks for; the last one counts."""
    found = _lock(found)
    _check_open(found, at)
    former = found.papers.filter(requirement=requirement).select_related("file").first()
    file = files.keep(drawn=drawn, by=None, at=at)
    if former is not None:
        former.delete()
    PreregistrationPaper.objects.create(preregistration=found, requirement=requirement, file=file, added_at=at)
    if former is not None:
        files.let_go(file=former.file)
    found.saved_at = at
    found.save(update_fields=["saved_at"])


@transaction.atomic
def send(*, found: Preregistration, left: list[str], at: datetime) -> Preregistration:
    """It is complete: the office sees it."""
    found = _lock(found)
    _check_open(found, at)
    rules.check_may_send(left=left)
    found.state, found.sent_at, found.saved_at, found.browser_hash = PreregistrationState.SENT, at, at, ""
    found.save(update_fields=["state", "sent_at", "saved_at", "browser_hash"])
    audit.record("preregistration.sent", subject=found, by=audit.SYSTEM, at=at, channel=found.channel)
    return found


def _check_open(found: Preregistration, at: datetime) -> None:
    if not rules.is_open(state=found.state, saved_at=found.saved_at, wrong_codes=found.wrong_codes, at=at):
        raise rules.CannotPreregister(_("This page is closed. Begin again, or come to an office."))


@transaction.atomic
def begin_registration(*, found: Preregistration, by: User, at: datetime) -> Draft:
    """A registration that is filled in with what the person wrote. Whoever begins it has just been shown who it may
    already be, and is shown again before it is made."""
    found = _lock(found)
    rules.check_waits(found.state)
    if found.registration is not None and (begun := Draft.objects.filter(pk=found.registration, user=by).first()):
        return begun
    names = [found.answers.get(name, [""])[0] for name in ("given_name_1", "surname_1")]
    data = {**found.answers, "birth_known": ["date" if any(found.answers.get("birth_year", [])) else "unknown"]}
    draft = people.start_draft(
        searched=" ".join(filter(None, names)), searched_at=at, searched_by=by.pk, by=by, at=at, data=data
    )
    found.registration = draft.pk
    found.save(update_fields=["registration"])
    return draft


@transaction.atomic
def take_over(*, found: Preregistration, person: Person, by: User, at: datetime) -> Application:
    """It is of this person: their application begins, with the papers that came along."""
    found = _lock(found)
    rules.check_waits(found.state)
    assert found.procedure is not None and found.office is not None  # noqa: S101, PT018 - it was sent
    asked = Asked(procedure=found.procedure, office=found.office, channel=found.channel)
    application = begin(person=person, asked=asked, by=by, at=at)
    items = {item.requirement_id: item for item in application.items.all()}
    for paper in found.papers.select_related("file").order_by("pk"):
        if (item := items.get(paper.requirement_id)) is not None:
            present(item=item, drawn=queries.drawn_of(paper.file), by=by, at=at)
    _close(found, PreregistrationState.TAKEN_OVER, application=application, by=by, at=at)
    return application


@transaction.atomic
def set_aside(*, found: Preregistration, by: User, at: datetime) -> None:
    """It is a jest, or came twice."""
    found = _lock(found)
    rules.check_waits(found.state)
    _close(found, PreregistrationState.DISCARDED, application=None, by=by, at=at)


def _close(
    found: Preregistration, state: PreregistrationState, *, application: Application | None, by: User, at: datetime
) -> None:
    _drop_papers(found)
    found.state, found.application, found.closed_by, found.answers, found.saved_at = state, application, by, {}, at
    found.save(update_fields=["state", "application", "closed_by", "answers", "saved_at"])
    verb = "preregistration.taken_over" if application else "preregistration.set_aside"
    audit.record(
        verb, subject=found, by=by, at=at, thread=application.person_id if application else None,
        application=application.number if application else None,
    )  # fmt: skip


def _drop_papers(found: Preregistration) -> None:
    held = [paper.file for paper in found.papers.select_related("file").order_by("pk")]
    found.papers.all().delete()
    for file in held:
        files.let_go(file=file)


def end(found: Preregistration, at: datetime, rule: str) -> None:
    """Its time is over."""
    _drop_papers(found)
    found.delete()


@transaction.atomic
def make_station(*, name: str, office: Office, by: User, at: datetime) -> tuple[Station, str]:
    """A kiosk, and the address that makes a browser one."""
    token = secrets.token_urlsafe(24)
    station = Station.objects.create(
        name=name, office=office, token_hash=token_hash("station", token), made_by=by, made_at=at
    )
    audit.record("station.made", subject=station, by=by, at=at, office=office.code)
    return station, settings.PUBLIC_URL + reverse("procedures:own-kiosk", args=[token])


@transaction.atomic
def revoke_station(*, station: Station, by: User, at: datetime) -> None:
    if station.revoked_at is None:
        station.revoked_at = at
        station.save(update_fields=["revoked_at"])
        audit.record("station.revoked", subject=station, by=by, at=at)


def _lock(found: Preregistration) -> Preregistration:
    rows = Preregistration.objects.select_related("procedure", "office").select_for_update(of=("self",))
    return rows.get(pk=found.pk)
