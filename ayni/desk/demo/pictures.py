"""Portraits and scans of the demo world: drawn here from a few shapes. Nobody's face, and no document that exists."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from PIL import Image, ImageDraw

from ayni.access.models import User
from ayni.files import actions as files
from ayni.files.models import StoredFile
from ayni.files.preparing import Drawn
from ayni.people.models import Consent, IdentityDocument, Person, Purpose

from .chance import Chance
from .tables import Tables
from .trail import Trail

MOST = 150
"""So many people have a portrait, whatever the size of the world."""
SKINS = ("#f1d3b5", "#d9a77b", "#b57b50", "#8a5a3b", "#5d3b28")
HAIRS = ("#1d1a18", "#3a2a1f", "#6b4a2f", "#8f8f8f")
SHIRTS = ("#0b5d5a", "#b4552d", "#3c5a99", "#7a4b8c", "#557a3a", "#a33c4a")
WALL = "#dfe6e4"


def hang(*, tables: Tables, trail: Trail, chance: Chance, by: User, at: datetime) -> None:
    """A portrait for the last who were received, and a scan for those of them who have a document."""
    agreed = Consent.objects.filter(person=OuterRef("pk"), purpose=Purpose.REGISTER, withdrawn_at__isnull=True)
    people = list(Person.objects.filter(Exists(agreed)).order_by("-registered_at", "-pk").defer("gender")[:MOST])
    portraits = [files.keep(drawn=one, by=by, at=at) for one in _portraits()]
    cards = {side: files.keep(drawn=card(side), by=by, at=at) for side in ("FRONT", "BACK")}
    documents = _documents(people)
    for person in people:
        moment = min(at, person.registered_at + timedelta(minutes=12))
        _attach(tables, trail, chance, person, moment, file=chance.choice(portraits), kind="PHOTO")
        document = documents.get(person.pk)
        for side in ("FRONT", "BACK") if document and chance.happens(0.6) else ():
            stored = cards[side]
            _attach(
                tables, trail, chance, person, moment, file=stored, kind="DOCUMENT_SCAN", document=document, side=side
            )


def _attach(
    tables: Tables, trail: Trail, chance: Chance, person: Person, at: datetime, *, file: StoredFile, kind: str,
    document: int | None = None, side: str = "",
) -> None:  # fmt: skip
    pk = UUID(int=chance.getrandbits(128), version=4)
    tables.attachments.add(
        id=pk, person_id=person.pk, kind=kind, file_id=file.pk, document_id=document, side=side,
        taken_on=at.date() if kind == "PHOTO" else None, added_by_id=person.registered_by_id, added_at=at,
    )  # fmt: skip
    trail.say(
        "attachment.added", "people.Attachment", pk, person.registered_by_id, at, thread=person.pk, kind=kind,
        document=document, side=side, pages=file.pages, replaces=[],
    )  # fmt: skip


def _documents(people: Sequence[Person]) -> dict[UUID, int]:
    rows = IdentityDocument.objects.filter(person__in=people, ended_at__isnull=True).exclude(number="")
    return dict(rows.order_by("-pk").values_list("person_id", "pk"))


def _portraits() -> Iterator[Drawn]:
    for number in range(len(SKINS) * len(HAIRS)):
        skin, hair = SKINS[number % len(SKINS)], HAIRS[number % len(HAIRS)]
        yield _drawn(_face(skin, hair, SHIRTS[number % len(SHIRTS)], long_hair=number % 2 == 0))


def portrait(chance: Chance) -> Drawn:
    """Of somebody that nobody is."""
    return _drawn(
        _face(chance.choice(SKINS), chance.choice(HAIRS), chance.choice(SHIRTS), long_hair=chance.happens(0.5))
    )


def _face(skin: str, hair: str, shirt: str, *, long_hair: bool) -> Image.Image:
    image = Image.new("RGB", (480, 600), WALL)
    draw = ImageDraw.Draw(image)
    draw.ellipse((125, 110, 355, 420 if not long_hair else 520), fill=hair)
    draw.rounded_rectangle((205, 360, 275, 480), 30, fill=skin)
    draw.ellipse((60, 440, 420, 800), fill=shirt)
    draw.ellipse((150, 150, 330, 400), fill=skin)
    for left in (195, 265):
        draw.ellipse((left, 255, left + 20, 275), fill="#1d2021")
    draw.arc((205, 290, 275, 345), 20, 160, fill="#1d2021", width=5)
    return image


def card(side: str) -> Drawn:
    image = Image.new("RGB", (860, 540), "#c9cdcc")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((20, 20, 840, 520), 30, fill="#e4e6e5", outline="#9aa09e", width=4)
    if side == "FRONT":
        draw.rectangle((60, 120, 270, 400), fill="#b8bebc")
    for line in range(5):
        draw.rectangle(
            (310 if side == "FRONT" else 60, 130 + line * 55, 780 - line * 40, 150 + line * 55), fill="#b8bebc"
        )
    draw.text((430, 420), "DEMO", fill="#8a4a2d", font_size=90)
    return _drawn(image)


def record(title: str) -> Drawn:
    """A sheet of paper with this title and lines that nobody can read."""
    image = Image.new("RGB", (620, 877), "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.text((60, 60), title, fill="#1d2021", font_size=40)
    for line in range(18):
        draw.rectangle((60, 150 + line * 34, 560 - line % 4 * 60, 160 + line * 34), fill="#c9cdcc")
    draw.text((330, 790), "DEMO", fill="#8a4a2d", font_size=60)
    return _drawn(image)


def _drawn(image: Image.Image) -> Drawn:
    small = image.copy()
    small.thumbnail((240, 240))
    return Drawn("image/jpeg", *image.size, 1, _jpeg(image), _jpeg(small))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
