"""Enrolling somebody: each thing is taken, or said to be missing and why."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.lib.picture_quality import Measures
from ayni.people import actions as people
from ayni.people.actions.keeping import check_may_keep
from ayni.people.models import Person
from ayni.people.rules.attachments import NewAttachment

from .. import queries, vault
from ..models import (
    Application,
    BiometricRecord,
    Capture,
    Device,
    DeviceUse,
    EnrolmentSession,
    EnrolmentState,
    What,
    WhyMissing,
)
from ..rules import devices as device_rules
from ..rules import enrolment as rules


@dataclass(frozen=True)
class Taken:
    """What a station took. The content goes to the vault and nowhere else."""

    what: What
    content: bytes
    form: str = "JPEG"
    position: int = 0
    grade: int | None = None
    quality: dict[str, Any] = field(default_factory=dict)
    device: Device | None = None


@transaction.atomic
def begin_enrolment(
    *, person: Person, application: Application | None, office: Office, by: User, at: datetime
) -> EnrolmentSession:
    """The enrolment of this person that is open here, or a new one. Nobody is enrolled at two stations at once."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    check_may_keep(person)
    rules.check_may_begin(state=application.state if application else None)
    held = EnrolmentSession.objects.filter(person=person, state=EnrolmentState.OPEN).first()
    if held and held.begun_by_id == by.pk and held.application == application:
        return held
    rules.check_is_free(is_held=held is not None)
    session = EnrolmentSession.objects.create(
        person=person, application=application, office=office, begun_by=by, begun_at=at
    )
    audit.record("enrolment.begun", subject=session, by=by, at=at, thread=person.pk)
    return session


@transaction.atomic
def take_capture(*, session: EnrolmentSession, taken: Taken, by: User, at: datetime) -> Capture:
    """Put a photo, a signature or a print into the vault. What was taken before of the same thing is destroyed."""
    session = _open(session)
    rules.check_asked(what=taken.what, age=queries.age_of(session.person, localdate(at)))
    for earlier in BiometricRecord.objects.filter(
        person=session.person, what=taken.what, position=taken.position, ended_at__isnull=True
    ):
        forget_record(earlier)
    address = vault.new_address()
    # On the disk before the transaction ends; if it is rolled back, the sweep of the night finds no row for it.
    vault.put(address, taken.content)
    BiometricRecord.objects.create(
        person=session.person, session=session, what=taken.what, position=taken.position, form=taken.form,
        address=address, bytes=len(taken.content), quality=taken.grade, taken_by=by, taken_at=at,
    )  # fmt: skip
    quality = taken.quality if taken.grade is None else {**taken.quality, "grade": taken.grade}
    return _noted(session, taken.what, taken.position, {"quality": quality, "device": taken.device}, by=by, at=at)


@transaction.atomic
def take_scan(
    *,
    session: EnrolmentSession,
    new: NewAttachment,
    quality: dict[str, Any],
    device: Device | None,
    by: User,
    at: datetime,
) -> Capture:
    """A paper is no biometric record: it goes where the papers of the person are."""
    session = _open(session)
    attachment = people.attach(person=session.person, new=new, by=by, at=at)
    what = {"quality": quality, "device": device, "attachment": attachment}
    return _noted(session, What.DOCUMENT, 0, what, by=by, at=at)


@transaction.atomic
def take_zone(
    *, session: EnrolmentSession, quality: dict[str, Any], device: Device | None, by: User, at: datetime
) -> Capture:
    """That a zone was read: its format, the checks that failed, the fields that differ from the file. The zone itself
    is not kept, and the file is not changed."""
    session = _open(session)
    return _noted(session, What.ZONE, 0, {"quality": quality, "device": device}, by=by, at=at)


@transaction.atomic
def say_missing(
    *, session: EnrolmentSession, what: str, positions: list[int], reason: str, by: User, at: datetime
) -> None:
    """Why it is not taken. What was taken of it before, in this enrolment or earlier, stays as it is."""
    session = _open(session)
    rules.check_reason(what=what, reason=reason)
    for position in positions:
        _noted(session, what, position, {"missing": reason}, by=by, at=at)


@transaction.atomic
def finish_enrolment(*, session: EnrolmentSession, by: User, at: datetime) -> EnrolmentSession:
    """Everything is taken or explained."""
    session = _open(session)
    things = queries.standing(session, localdate(at))
    rules.check_complete(open_things=[(thing.what, thing.position) for thing in things if thing.is_open])
    for thing in things:
        if not thing.is_asked and thing.capture is None:
            _noted(session, thing.what, thing.position, {"missing": WhyMissing.UNDER_AGE}, by=by, at=at)
    return _end(session, EnrolmentState.DONE, "enrolment.finished", by, at)


@transaction.atomic
def leave_enrolment(*, session: EnrolmentSession, by: User, at: datetime) -> EnrolmentSession:
    """Put down unfinished, so that another station can begin. What was taken stays."""
    return _end(_open(session), EnrolmentState.LEFT, "enrolment.left", by, at)


def forget_record(record: BiometricRecord) -> None:
    """The row, and what lies in the vault once the row is gone for good."""
    address = record.address
    record.delete()
    transaction.on_commit(lambda: _destroy(address), robust=True)


def _destroy(address: str) -> None:
    vault.destroy(address)


def _open(session: EnrolmentSession) -> EnrolmentSession:
    session = EnrolmentSession.objects.select_for_update(of=("self",)).select_related("person").get(pk=session.pk)
    rules.check_open(is_open=session.state == EnrolmentState.OPEN)
    check_may_keep(session.person)
    return session


def _end(session: EnrolmentSession, state: str, verb: str, by: User, at: datetime) -> EnrolmentSession:
    session.state, session.ended_at = state, at
    session.save(update_fields=["state", "ended_at"])
    taken = session.captures.filter(missing="").count()
    audit.record(verb, subject=session, by=by, at=at, thread=session.person_id, taken=taken)
    return session


def _noted(
    session: EnrolmentSession, what: str, position: int, told: dict[str, Any], *, by: User, at: datetime
) -> Capture:
    device: Device | None = told.get("device")
    if device is not None:
        device_rules.check_in_service(is_retired=device.retired_at is not None)
    row = {"missing": "", "quality": {}, "device": None, "attachment": None, **told, "by": by, "at": at}
    capture, _is_new = Capture.objects.update_or_create(session=session, what=what, position=position, defaults=row)
    if device is not None:
        DeviceUse.objects.create(device=device, session=session, what=what, by=by, at=at)
    verb = "enrolment.missing" if capture.missing else "enrolment.taken"
    audit.record(
        verb, subject=session, by=by, at=at,
        thread=session.person_id, what=what, position=position, device=str(device.pk) if device else None,
    )  # fmt: skip
    return capture


def told_of(measures: Measures, poor: list[str]) -> dict[str, Any]:
    """What is kept of a picture's quality: numbers and codes."""
    return {"width": measures.width, "height": measures.height, "sharpness": measures.sharpness,
            "light": measures.light, "poor": poor}  # fmt: skip
