"""Enrolments of the head office: whole ones, one of a child, one where a device was missing, one with a worn finger,
one that was left, and two in course. What is taken is drawn: nobody has such a face, hand or finger."""

import io
import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageDraw

from ayni.access.models import Office, User
from ayni.lib.errors import RuleBroken
from ayni.lib.picture_quality import measure
from ayni.lib.prints import Form, Impression, write_record
from ayni.people.models import Attachment, Person
from ayni.people.rules.attachments import NewAttachment
from ayni.procedures import actions, queries
from ayni.procedures.bridge.secret import keep_secret
from ayni.procedures.bridge.simulator import Simulator
from ayni.procedures.models import (
    UNDECIDED,
    Application,
    Card,
    Device,
    DeviceKind,
    EnrolmentSession,
    Place,
    What,
    WhyMissing,
)
from ayni.procedures.rules import enrolment as rules

from . import pictures
from .chance import Chance
from .making import Stage
from .staff import HEAD_OFFICE

DEVICES = (
    ("CAM-01", DeviceKind.CAMERA, "Cámara de mesa"),
    ("PAD-01", DeviceKind.SIGNATURE_PAD, "Tableta de firma y lector de documentos"),
    ("ESC-01", DeviceKind.MODULE, "Módulo con escáner"),
    ("HUE-01", DeviceKind.READER, "Huellero (simulador de Ayni)"),
)
WHOLE = 6
"""So many people are enrolled with everything, of those whose card waits or was handed over at the head office."""
WORN = frozenset({4, 9})


class Station:
    """Lía's, of the head office. `at`: when what is done now is done; each thing takes a while."""

    def __init__(self, office: Office, lia: User, devices: dict[str, Device], chance: Chance) -> None:
        self.office, self.lia, self.devices, self.chance = office, lia, devices, chance
        self.at = lia.date_joined

    def begin(self, person: Person, application: Application | None, at: datetime) -> EnrolmentSession:
        self.at = at
        return actions.begin_enrolment(
            person=person, application=application, office=self.office, by=self.lia, at=self._now()
        )

    def papers(self, session: EnrolmentSession) -> None:
        zone = {"format": "TD3", "failed": [], "differs": []}
        device = self.devices[DeviceKind.SIGNATURE_PAD]
        actions.take_zone(session=session, quality=zone, device=device, by=self.lia, at=self._now())
        drawn = pictures.card("FRONT")
        new = NewAttachment(kind=Attachment.Kind.OTHER, drawn=drawn)
        quality = actions.told_of(measure(drawn.content), [])
        device = self.devices[DeviceKind.MODULE]
        actions.take_scan(session=session, new=new, quality=quality, device=device, by=self.lia, at=self._now())

    def photo(self, session: EnrolmentSession, device: Device | None) -> None:
        content = pictures.portrait(self.chance).content
        measures = measure(content)
        quality = actions.told_of(measures, rules.poor(measures, None))
        self._take(session, actions.Taken(What.PHOTO, content, quality=quality, device=device))

    def signature(self, session: EnrolmentSession) -> None:
        device = self.devices[DeviceKind.SIGNATURE_PAD]
        self._take(session, actions.Taken(What.SIGNATURE, signed(self.chance), device=device))

    def fingers(self, session: EnrolmentSession, positions: Iterable[int], worn: frozenset[int] = frozenset()) -> None:
        reader, subject = Simulator(seconds=0, worn=worn), queries.subject_of(session.person)
        for position in positions:
            image = reader.capture(
                position=position, impression=Impression.PLAIN, subject=subject, cancelled=lambda: False
            )
            quality = {"impression": int(image.impression), "poor_print": image.quality < rules.POOR_PRINT}
            device = self.devices[DeviceKind.READER]
            record = write_record([image])
            taken = actions.Taken(What.FINGER, record, Form.ISO_19794_4, position, image.quality, quality, device)
            self._take(session, taken)

    def missing(
        self, session: EnrolmentSession, what: What, reason: WhyMissing, positions: Sequence[int] = (0,)
    ) -> None:
        actions.say_missing(
            session=session, what=what, positions=list(positions), reason=reason, by=self.lia, at=self._now()
        )

    def finish(self, session: EnrolmentSession) -> None:
        actions.finish_enrolment(session=session, by=self.lia, at=self._now())

    def _take(self, session: EnrolmentSession, taken: actions.Taken) -> None:
        actions.take_capture(session=session, taken=taken, by=self.lia, at=self._now())

    def _now(self) -> datetime:
        self.at += timedelta(seconds=40)
        return self.at


def work(stage: Stage, chance: Chance) -> None:
    """Nothing, where no card was made: nobody applied for one."""
    users, office = stage.staff.users, stage.staff.desks[HEAD_OFFICE].office
    cards = Card.objects.filter(office=office, place__in=[Place.READY, Place.HANDED_OVER]).order_by("number")
    people = iter(list(cards.select_related("person__sex", "application")))
    if not cards.exists():
        return
    station = Station(office, users["lia"], _devices(office, users["marta"], stage.at - timedelta(days=200)), chance)
    lives: Sequence[Life] = [whole] * WHOLE + [without_device, worn, amputated]
    for live in lives:
        for card in people:
            # Whoever took their consent back is not enrolled: the next one.
            with suppress(RuleBroken), transaction.atomic():
                at = card.application.begun_at + timedelta(hours=1)
                live(station, station.begin(card.person, card.application, at))
                break
    _of_today(station, stage)


def whole(station: Station, session: EnrolmentSession) -> None:
    station.papers(session)
    station.photo(session, station.devices[DeviceKind.CAMERA])
    station.signature(session)
    _fingers_if_asked(station, session)
    station.finish(session)


def without_device(station: Station, session: EnrolmentSession) -> None:
    """The day on which the camera and the reader were away: nobody goes without an enrolment for it."""
    station.papers(session)
    station.missing(session, What.PHOTO, WhyMissing.NO_DEVICE)
    station.signature(session)
    station.missing(session, What.FINGER, WhyMissing.DEVICE_FAILED, list(rules.FINGERS))
    station.finish(session)


def worn(station: Station, session: EnrolmentSession) -> None:
    station.papers(session)
    station.photo(session, None)
    station.missing(session, What.SIGNATURE, WhyMissing.CANNOT_SIGN)
    station.fingers(session, [one for one in rules.FINGERS if one not in {3, 8}], WORN)
    station.missing(session, What.FINGER, WhyMissing.WORN, [3, 8])
    station.finish(session)


def amputated(station: Station, session: EnrolmentSession) -> None:
    station.missing(session, What.ZONE, WhyMissing.NO_DOCUMENT)
    station.missing(session, What.DOCUMENT, WhyMissing.NO_DOCUMENT)
    station.photo(session, station.devices[DeviceKind.CAMERA])
    station.signature(session)
    station.fingers(session, range(1, 6))
    station.missing(session, What.FINGER, WhyMissing.AMPUTATED, list(range(6, 11)))
    station.finish(session)


def in_course(station: Station, session: EnrolmentSession) -> None:
    station.papers(session)
    station.photo(session, station.devices[DeviceKind.CAMERA])


def just_begun(station: Station, session: EnrolmentSession) -> None:
    """Whose number was typed a moment ago."""


def left(station: Station, session: EnrolmentSession) -> None:
    station.photo(session, station.devices[DeviceKind.CAMERA])
    actions.leave_enrolment(session=session, by=station.lia, at=station.at)


Life = Callable[[Station, EnrolmentSession], None]
TODAY: Sequence[tuple[Life, timedelta]] = (
    (left, timedelta(hours=26)), (in_course, timedelta(minutes=35)), (just_begun, timedelta(minutes=4)),
)  # fmt: skip


def _of_today(station: Station, stage: Stage) -> None:
    """Of those whose application is not decided yet."""
    seen = Application.objects.visible_to(station.lia).filter(office=station.office, state__in=UNDECIDED)
    applications = iter(list(seen.select_related("person__sex").order_by("begun_at", "pk")))
    for live, ago in TODAY:
        for application in applications:
            with suppress(RuleBroken), transaction.atomic():
                live(station, station.begin(application.person, application, stage.at - ago))
                break


def _fingers_if_asked(station: Station, session: EnrolmentSession) -> None:
    if rules.is_asked(What.FINGER, queries.age_of(session.person, station.at.date())):
        station.fingers(session, rules.FINGERS)


def _devices(office: Office, marta: User, at: datetime) -> dict[str, Device]:
    """With the reader paired: `ayni bridge`, started with the same AYNI_HOME, is its bridge."""
    made = {
        kind: actions.register_device(code=code, kind=kind, name=name, office=office, by=marta, at=at)
        for code, kind, name in DEVICES
    }
    secret = actions.pair_device(device=made[DeviceKind.READER], by=marta, at=at)
    keep_secret(settings.AYNI_HOME, secret)
    return {kind: Device.objects.get(pk=device.pk) for kind, device in made.items()}


def signed(chance: Chance) -> bytes:
    """A few loops of ink, of nobody's hand."""
    image = Image.new("RGB", (640, 240), "#ffffff")
    waves = [(chance.uniform(1, 9), chance.uniform(5, 26), chance.uniform(0, 6)) for _n in range(4)]
    steps = [step / 120 for step in range(121)]
    points = [
        (
            70 + 470 * t + sum(height * math.cos(6.3 * turns * t + begin) for turns, height, begin in waves),
            120 + sum(height * math.sin(6.3 * turns * t + begin) for turns, height, begin in waves),
        )
        for t in steps
    ]
    ImageDraw.Draw(image).line(points, fill="#16243f", width=5, joint="curve")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
