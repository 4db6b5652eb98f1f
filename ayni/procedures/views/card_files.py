"""Print files: cards of 85.60 × 53.98 mm, front and back, one side a page; certificates on A4."""

import base64
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from PIL import Image, ImageOps

from ayni.design.pdf import render_pdf, render_sheets
from ayni.files import queries as files
from ayni.files.rules import Unreadable
from ayni.lib.qr import qr_dots, qr_image

from ..models import Card, CardSeries
from ..queries import cards as queries
from ..rules.faces import read_date, zone_of
from ..rules.seals import write_seal

PHOTO = (288, 360)
"""Pixels: 300 to the inch on 24.4 × 30.5 mm."""


def file_of(series: CardSeries, cards: Sequence[Card], taken: Mapping[UUID, bytes]) -> bytes:
    """The PDF of these cards, in their order. `taken`: the photos of enrolments, by the id of the person. Of who has
    none there, the one in their file is printed."""
    sides = [_side(series, card, taken.get(card.person_id)) for card in cards]
    if series.form == CardSeries.Form.A4:
        return render_pdf("procedures/cards/certificates.html", {"series": series, "cards": sides})
    return render_sheets(
        "procedures/cards/id1.html", {"series": series, "cards": sides}, styles="procedures/cards/id1.css"
    )


def _side(series: CardSeries, card: Card, taken: bytes | None) -> dict[str, Any]:
    address = settings.PUBLIC_URL + reverse("procedures:verify-card", args=[card.proof])
    seal = write_seal(queries.said_of(card), key=card.key_id, private=bytes.fromhex(card.key.private))
    is_card = series.form == CardSeries.Form.ID1
    draw = qr_dots if is_card else qr_image
    zone = (
        zone_of(card.face, code=series.mrz_code, issuer=series.issuer, number=card.number, valid_to=card.valid_to)
        if is_card
        else ()
    )
    return {
        "card": card,
        "face": card.face,
        "birth": read_date(card.face["birth"]),
        "photo": _photo(taken or _of_file(card)) if is_card else "",
        "zone": zone,
        "address": address,
        "online": draw(address),
        "offline": draw(seal),
    }


def _of_file(card: Card) -> bytes | None:
    if card.photo is None or card.photo.file is None:
        return None
    try:
        return files.read(card.photo.file)
    except Unreadable:
        return None


def _photo(raw: bytes | None) -> str:
    """The picture as the printer needs it, in a data address. Empty if there is none that can be read."""
    if raw is None:
        return ""
    with Image.open(BytesIO(raw)) as picture:
        # A JPEG is read no larger than it is printed.
        picture.draft("RGB", PHOTO)
        fitted = ImageOps.fit(picture.convert("RGB"), PHOTO)
    out = BytesIO()
    fitted.save(out, "JPEG", quality=88)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
