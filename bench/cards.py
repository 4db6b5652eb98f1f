"""How long a batch of 5 000 cards takes: numbers, and the print file.

    python -m bench.cards                 # 5 000 cards, in a temporary installation on SQLite
    python -m bench.cards --cards 300

Every card has a photo as a station takes it (900 × 1200, grainy, no two alike in one file), read from the vault with
its audit line as the page of the batch does, its machine-readable zone, and both codes. The photos are put there
before: that is not measured. Beside it, in the same run and over the same cards, what a script would do: both sides
drawn at 300 dots to the inch with Pillow and saved as a PDF of pictures, without styles or text that can be searched,
and without a photo. The process's own time is told too: when others use the machine, the clock says more. Ends with an
error when the target is missed.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

TARGET = 0.1
"""Seconds a card for its print file."""
AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
PHOTO = (900, 1200)
SIDE = (1011, 638)
"""Pixels of 85.60 × 53.98 mm at 300 to the inch."""


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds on the clock, seconds of this process, and what came of it."""
    clock, own = time.perf_counter(), time.process_time()
    made = work()
    return time.perf_counter() - clock, time.process_time() - own, made


def installation(count: int) -> tuple[Any, Any]:
    """So many people whose applications are approved, in an empty installation. Its keeper, and the series."""
    import django  # noqa: PLC0415 - AYNI_HOME is set first

    django.setup()
    from django.apps import apps  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from ayni.access.permissions import Role  # noqa: PLC0415
    from ayni.access.tests.factories import OfficeFactory, UserFactory  # noqa: PLC0415
    from ayni.config.commands.setting_up import make_keyring  # noqa: PLC0415
    from ayni.lib.ids import public_number  # noqa: PLC0415
    from ayni.people.models import Nationality, Person  # noqa: PLC0415
    from ayni.people.tests.factories import CountryFactory, SexFactory  # noqa: PLC0415
    from ayni.procedures.models import Application  # noqa: PLC0415
    from ayni.procedures.tests.card_factories import SeriesFactory  # noqa: PLC0415
    from ayni.procedures.tests.factories import ProcedureFactory  # noqa: PLC0415

    make_keyring()
    # The tables as the models say: what a migration would take is not what is measured.
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    office = OfficeFactory(code="SEDE")
    karin = UserFactory(username="karin", organisation=office.organisation, office=office, roles=[Role.CARD_KEEPER])
    sex, country, procedure = SexFactory(), CountryFactory(), ProcedureFactory()
    people = Person.objects.bulk_create(
        Person(
            given_name_1="Yusleidy", given_name_2="Carolina", surname_1="González",
            surname_2=f"Rondón {'abcdefghij'[n % 10]}",
            birth_date=date(1990, 3, 12), sex=sex, office=office, registered_by=karin, registered_at=AT,
        )
        for n in range(count)
    )  # fmt: skip
    Nationality.objects.bulk_create(Nationality(person=person, country=country) for person in people)
    enrol(people, karin, office)
    Application.objects.bulk_create(
        Application(
            number=public_number("T"), procedure=procedure, person=person, office=office, state="APPROVED", begun_at=AT,
            submitted_at=AT, decided_at=AT, expires_on=(AT + timedelta(days=365)).date(),
        )
        for person in people
    )  # fmt: skip
    return karin, SeriesFactory()


def enrol(people: list[Any], by: Any, office: Any) -> None:
    """A photo of each in the vault."""
    from ayni.procedures import vault  # noqa: PLC0415
    from ayni.procedures.models import BiometricRecord, EnrolmentSession  # noqa: PLC0415

    # As many as are in one print file.
    pictures, records = [grainy(n) for n in range(min(100, len(people)))], []
    sessions = EnrolmentSession.objects.bulk_create(
        EnrolmentSession(person=person, office=office, state="DONE", begun_by=by, begun_at=AT, ended_at=AT)
        for person in people
    )
    for n, session in enumerate(sessions):
        address, content = vault.new_address(), pictures[n % len(pictures)]
        vault.put(address, content)
        records.append(
            BiometricRecord(
                person_id=session.person_id,
                session=session,
                what="PHOTO",
                form="JPEG",
                address=address,
                bytes=len(content),
                taken_by=by,
                taken_at=AT,
            )  # fmt: skip
        )
    BiometricRecord.objects.bulk_create(records)


def grainy(seed: int) -> bytes:
    """A picture that compresses about as badly as that of a camera."""
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    noise = np.random.default_rng(seed).normal(150, 18, (PHOTO[1], PHOTO[0], 3)).clip(0, 255)
    out = BytesIO()
    Image.fromarray(noise.astype("uint8")).save(out, "JPEG", quality=70)
    return out.getvalue()


def with_pictures(cards: list[Any]) -> bytes:
    """The peer: both sides of each card as pictures."""
    import segno  # noqa: PLC0415
    from PIL import Image, ImageDraw  # noqa: PLC0415

    sides = []
    for card in cards:
        front = Image.new("RGB", SIDE, "#ffffff")
        draw = ImageDraw.Draw(front)
        draw.rectangle((0, 0, SIDE[0], 100), fill="#0b5d5a")
        for n, text in enumerate((card.number, *card.face.values(), str(card.valid_to))):
            draw.text((380, 130 + 50 * n), text, fill="#1d2021")
        back = Image.new("RGB", SIDE, "#ffffff")
        for side, text, scale in ((front, card.proof, 4), (back, "AYNI1:" + "A" * 240, 5)):
            out = BytesIO()
            segno.make(text, error="m").save(out, kind="png", scale=scale)
            side.paste(Image.open(out).convert("RGB"), (700, 330 if side is front else 20))
        sides += [front, back]
    pdf = BytesIO()
    sides[0].save(pdf, "PDF", save_all=True, append_images=sides[1:], resolution=300)
    return pdf.getvalue()


def tell(name: str, clock: float, own: float, count: int) -> None:
    print(f"{name:<28}{clock:9.2f} s{own:9.2f} s of the process{clock / count * 1000:9.2f} ms a card", flush=True)


def run(count: int) -> int:
    karin, series = installation(count)
    from ayni.procedures.actions import cards as actions  # noqa: PLC0415
    from ayni.procedures.actions.biometrics import read_picture  # noqa: PLC0415
    from ayni.procedures.views.card_files import file_of  # noqa: PLC0415

    def drawn(cards: list[Any]) -> bytes:
        taken = {
            card.person_id: read_picture(person=card.person, what="PHOTO", purpose="card", by=karin, at=AT)
            for card in cards
        }
        return file_of(series, cards, {person: photo for person, photo in taken.items() if photo})

    clock, own, batch = timed(
        lambda: actions.make_batch(series=series, wanted=count, is_reserved=False, office=karin.office, by=karin, at=AT)
    )
    tell(f"numbers of {count} cards", clock, own, count)
    ours, peer, size = [0.0, 0.0], [0.0, 0.0], 0
    for part in range(1, -(-count // 100) + 1):
        clock, own, cards = timed(lambda: actions.print_part(batch=batch, part=part, reason="FIRST", by=karin, at=AT))  # noqa: B023
        ours[0], ours[1] = ours[0] + clock, ours[1] + own
        clock, own, pdf = timed(lambda: drawn(cards))  # noqa: B023
        ours[0], ours[1], size = ours[0] + clock, ours[1] + own, size + len(pdf)
        clock, own, _pdf = timed(lambda: with_pictures(cards))  # noqa: B023
        peer[0], peer[1] = peer[0] + clock, peer[1] + own
    for name, (clock, own) in (("print files", ours), ("peer: pictures in a PDF", peer)):
        tell(name, clock, own, count)
    print(f"{'size of the print files':<28}{size / 1e6:9.2f} MB")
    is_met = ours[0] / count <= TARGET
    print(f"target: {TARGET} s a card for the print file: {'met' if is_met else 'MISSED'}")
    return 0 if is_met else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cards", type=int, default=5_000)
    with tempfile.TemporaryDirectory(prefix="bench-cards-") as home:
        os.environ["AYNI_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
        sys.exit(run(parser.parse_args().cards))
