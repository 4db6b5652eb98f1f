"""Opening what was enrolled: by a verb, with a permission and a purpose, and never on a page. And how it ends."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.audit import actions as audit
from ayni.lib import pairing, prints
from ayni.lib.keys import Keyring
from ayni.people.hooks import Sweeper
from ayni.people.models import Person

from .. import queries, vault
from ..models import BiometricRecord, Comparison, Device, DeviceUse, EnrolmentSession, EnrolmentState, What
from ..rules import enrolment as rules
from .enrolment import forget_record

A_TRY = timedelta(minutes=10)
"""How long a ticket for the bridge, and a comparison, wait."""


@transaction.atomic
def read_picture(*, person: Person, what: What, purpose: str, by: User, at: datetime) -> bytes | None:
    """The current photo or signature, for whoever makes cards; None if there is none, or if what lies in the vault
    cannot be opened. The reading is recorded."""
    rules.check_may_compare(may=Permission.CARD_MAKE in by.permissions and what != What.FINGER)
    record = queries.current_records(person, what).first()
    if record is None:
        return None
    audit.record_reading(subject=record, by=by, at=at, purpose=purpose, thread=person.pk)
    try:
        return vault.get(record.address)
    except vault.Gone:
        return None


def capture_ticket(*, session: EnrolmentSession, device: Device, at: datetime) -> str:
    """Lets the page of this enrolment speak to the bridge of this reader for a while."""
    until = int((at + A_TRY).timestamp())
    return pairing.ticket(device.secret, about=about_session(session), until=until)


def about_session(session: EnrolmentSession) -> str:
    return f"{session.pk}:{queries.subject_of(session.person)}"


@dataclass(frozen=True)
class Print:
    """A print as the reader wrote it, and what it says of itself."""

    record: bytes
    image: prints.FingerImage
    form: prints.Form


def opened_print(*, session: EnrolmentSession, device: Device, position: int, sealed: str) -> Print:
    """What the bridge captured, as the page handed it on. Raises pairing.NotOurs or prints.NoRecord."""
    record = pairing.unseal(device.secret, sealed, about=f"capture:{about_session(session)}:{position}")
    image, read = prints.read_one(record)
    if image.position != position:
        raise prints.NoRecord("position")
    return Print(record, image, read.form)


@dataclass(frozen=True)
class Question:
    """What a page hands to the bridge, unread: who may ask, and the sealed print to compare with."""

    comparison: Comparison
    position: int
    """Which finger is to come."""
    ticket: str
    sealed: str


@transaction.atomic
def ask_comparison(
    *, person: Person, device: Device, purpose: str, by: User, at: datetime, position: int | None = None
) -> Question:
    """Begin to compare a finger with the one that was enrolled: the best print, or the one at `position`.

    The page that shows the question takes it to the bridge and brings back a sealed answer for `settle_comparison`.
    """
    rules.check_may_compare(may=Permission.BIOMETRIC_COMPARE in by.permissions)
    records = queries.current_records(person, What.FINGER)
    records = records.filter(position=position) if position else records
    record = records.order_by(F("quality").desc(nulls_last=True), "position").first()
    rules.check_can_compare(has_print=record is not None, is_paired=bool(device.secret))
    assert record is not None  # noqa: S101 - the rule above asks for it
    comparison = Comparison.objects.create(
        person=person, record=record, device=device, purpose=purpose, asked_by=by, asked_at=at
    )
    audit.record_reading(subject=record, by=by, at=at, purpose=purpose, thread=person.pk)
    about = f"{comparison.pk}:{queries.subject_of(person)}"
    asked = {"position": record.position, "record": base64.b64encode(vault.get(record.address)).decode()}
    return Question(
        comparison=comparison,
        position=record.position,
        ticket=pairing.ticket(device.secret, about=about, until=int((at + A_TRY).timestamp())),
        sealed=pairing.seal(device.secret, json.dumps(asked).encode(), about=f"reference:{about}"),
    )


@transaction.atomic
def settle_comparison(*, comparison: Comparison, sealed: str, by: User, at: datetime) -> bool:
    """The answer of the bridge. It counts once, for whoever asked, and for a while. Raises pairing.NotOurs."""
    rules.check_may_compare(may=Permission.BIOMETRIC_COMPARE in by.permissions)
    comparison = Comparison.objects.select_for_update(of=("self",)).select_related("device", "person").get(
        pk=comparison.pk
    )  # fmt: skip
    if comparison.same is not None:
        return comparison.same
    if comparison.asked_by_id != by.pk or at - comparison.asked_at > A_TRY:
        raise pairing.NotOurs("comparison")
    about = f"answer:{comparison.pk}:{queries.subject_of(comparison.person)}"
    told = json.loads(pairing.unseal(comparison.device.secret, sealed, about=about))
    comparison.same, comparison.answered_at = bool(told["same"]), at
    comparison.save(update_fields=["same", "answered_at"])
    DeviceUse.objects.create(device=comparison.device, what="COMPARE", by=by, at=at)
    audit.record(
        "comparison.answered", subject=comparison, by=by, at=at, thread=comparison.person_id,
        purpose=comparison.purpose, same=comparison.same,
    )  # fmt: skip
    return comparison.same


def last_comparison(person: Person, *, by: User, at: datetime) -> bool | None:
    """What the last finger of this person said that this user had compared; nothing if none was answered lately.
    For `hooks.FINGER`."""
    rows = Comparison.objects.filter(person=person, asked_by=by, answered_at__range=(at - A_TRY, at))
    return rows.order_by("-asked_at", "-pk").values_list("same", flat=True).first()


# --- how it ends ----------------------------------------------------------------------------------------------------


@transaction.atomic
def erase_biometrics(person: Person, at: datetime) -> int:
    """All of them, content and rows. For `hooks.ERASERS`."""
    rows = list(BiometricRecord.objects.filter(person=person).select_for_update())
    for record in rows:
        forget_record(record)
    return len(rows)


def settle_biometrics(kept: Person, absorbed: Person, at: datetime) -> None:
    """Of two prints of one finger that of the kept file stays current. For `hooks.REPOINTERS`."""
    current = BiometricRecord.objects.filter(ended_at__isnull=True)
    held = set(current.filter(person=kept).values_list("what", "position"))
    for record in current.filter(person=absorbed):
        if (record.what, record.position) in held:
            BiometricRecord.objects.filter(pk=record.pk).update(ended_at=at)


def settle_enrolments(kept: Person, absorbed: Person, at: datetime) -> None:
    """Nobody is enrolled at two stations at once: the one of the absorbed file is put down."""
    running = EnrolmentSession.objects.filter(state=EnrolmentState.OPEN)
    if running.filter(person=kept).exists():
        running.filter(person=absorbed).update(state=EnrolmentState.LEFT, ended_at=at)


def _due(before: datetime) -> QuerySet[Any]:
    return BiometricRecord.objects.filter(taken_at__lt=before)


def _end_record(record: BiometricRecord, at: datetime, rule: str) -> None:
    audit.record(
        "biometric.ended", subject=record, by=audit.SYSTEM, at=at, thread=record.person_id, rule=rule, what=record.what
    )
    forget_record(record)


SWEEPERS = [Sweeper("BIOMETRIC", _due, _end_record, person="person")]


def sweep_vault(*, at: datetime) -> int:
    """What lies in the vault without a row: a crash, or a backup that was being made, left it. Returns how many."""
    kept = set(BiometricRecord.objects.order_by().values_list("address", flat=True))
    store, gone = vault.store(), 0
    for address in list(vault.addresses()):
        is_fresh = store.written_at(address) > (at - timedelta(hours=1)).timestamp()
        if address not in kept and not is_fresh:
            gone += vault.destroy(address)
    return gone + store.forget_unfinished(at - timedelta(hours=1))


def under_older_keys(ring: Keyring) -> int:
    return len(_old(ring))


def write_anew(ring: Keyring) -> int:
    """Everything in the vault under the newest key. An interruption is taken up by the next call."""
    old = _old(ring)
    for address in old:
        vault.write_anew(address, ring)
    return len(old)


def _old(ring: Keyring) -> list[str]:
    """Of what a row leads to. What none does is swept, whatever key it lies under."""
    kept = BiometricRecord.objects.order_by("pk").values_list("address", flat=True)
    there = set(vault.addresses())
    return [address for address in kept if address in there and vault.is_old(address, ring)]
