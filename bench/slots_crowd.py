"""The crowd of `bench.slots`, in a process of its own: prepares the places, comes for them, says what became of it."""

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from ayni.access.models import Office, Organisation, User
from ayni.lib.ids import public_number
from ayni.notices import actions as notices
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Appointment, Calendar, Origin, Procedure, Seat, Slot
from ayni.procedures.queries import appointments as queries
from ayni.procedures.rules import codes
from ayni.procedures.rules.booking import SlotIsFull
from ayni.procedures.rules.slips import new_secret

NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
THREADS = 4
SEATS_A_SLOT = 10
CODE = "271828"
"""That everybody is sent: the bench cannot read what is sealed."""


def prepare(seats: int) -> None:
    """Tables, an office, a calendar with so many seats."""
    # The tables as the models say: what a hundred migrations take is not what is measured.
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", verbosity=0, run_syncdb=True)
    organisation = Organisation.objects.create(code="BENCH", name="Bench")
    office = Office.objects.create(code="BENCH", name="Bench", organisation=organisation)
    User.objects.create(username="bench", email="bench@example.pe", organisation=organisation, office=office)
    for code in WAYS:
        Procedure.objects.create(code=code, version=1, valid_from="2022-01-01", label_es=code)
        calendar = Calendar.objects.create(office=office, name=code)
        for n in range(seats // SEATS_A_SLOT):
            starts = NOON + timedelta(days=14, minutes=15 * n)
            slot = Slot.objects.create(
                calendar=calendar, starts_at=starts, opens_at=NOON, returns_at=starts - timedelta(hours=48)
            )
            Seat.objects.bulk_create(Seat(slot=slot, number=number) for number in range(1, SEATS_A_SLOT + 1))


def ours(procedure: Procedure, by: User) -> Callable[[int, int], bool]:
    def take(slot: int, person: int) -> bool:
        email = f"{person}@example.pe"
        wish = actions.Wish(procedure=procedure, who=queries.who_of(email=email), contact={"email": email})
        wanted = Slot.objects.select_related("calendar__office").get(pk=slot)
        try:
            actions.book(slot=wanted, wish=wish, origin=Origin.COUNTER, by=by, at=NOON)
        except SlotIsFull:
            return False
        return True

    return take


def web(procedure: Procedure, by: User) -> Callable[[int, int], bool]:
    """As the public page does it: a seat is held, a code is sent, the code comes back. All of it is one attempt."""
    codes.new_code = lambda: CODE

    def take(slot: int, person: int) -> bool:
        email = f"{person}@example.pe"
        wish = actions.Wish(procedure=procedure, who=queries.who_of(email=email), contact={"email": email})
        wanted = Slot.objects.select_related("calendar__office").get(pk=slot)
        try:
            hold = actions.hold_seat(slot=wanted, wish=wish, at=NOON)
        except SlotIsFull:
            return False
        return actions.confirm(hold=hold, code=CODE, at=NOON) is not None

    return take


def peer(procedure: Procedure, by: User) -> Callable[[int, int], bool]:
    def take(slot: int, person: int) -> bool:
        email = f"{person}@example.pe"
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("LOCK TABLE procedures_appointment IN ACCESS EXCLUSIVE MODE")
            taken = Appointment.objects.filter(seat__slot=slot).values("seat")
            seat = Seat.objects.filter(slot=slot).exclude(pk__in=taken).select_related("slot__calendar").first()
            if seat is None:
                return False
            Appointment.objects.create(
                number=public_number("K"), secret=new_secret(), office_id=seat.slot.calendar.office_id, seat=seat,
                procedure=procedure, starts_at=seat.slot.starts_at, who=queries.who_of(email=email),
                contact={"email": email}, booked_by=by, booked_at=NOON,
            )  # fmt: skip
            Seat.objects.filter(pk=seat.pk).update(is_free=False)
            notices.queue_email(to=email, subject="Cita", text="Su cita", about=None, at=NOON)
        return True

    return take


WAYS = {"ours": ours, "web": web, "peer": peer}


def serve(way: str, share: int, people: int, seconds: float, begins: float) -> None:
    """One process of the server: its share of the crowd, each at their moment. Prints what each attempt took."""
    calendar = Calendar.objects.get(name=way)
    slots = list(Slot.objects.filter(calendar=calendar).order_by("pk").values_list("pk", flat=True))
    take = WAYS[way](Procedure.objects.get(code=way), User.objects.get(username="bench"))
    chance = Random(share)  # noqa: S311
    arrivals = sorted(chance.random() * seconds for _n in range(people))
    took: list[float] = []
    behind: list[float] = []

    def come(n: int) -> None:
        behind.append(time.time() - begins - arrivals[n])
        wanted: list[int] = [chance.choice(slots)]
        while wanted:
            slot = wanted[0]
            start = time.perf_counter()
            got = take(slot, share * people + n)
            took.append(time.perf_counter() - start)
            if got:
                return
            free = Seat.objects.filter(slot__in=slots, is_free=True).exclude(slot=slot).order_by()
            found = list(free.values_list("slot", flat=True).distinct())
            wanted = [chance.choice(found)] if found else []

    with ThreadPoolExecutor(THREADS) as pool:
        waiting = []
        for n, arrival in enumerate(arrivals):
            time.sleep(max(0.0, begins + arrival - time.time()))
            waiting.append(pool.submit(come, n))
        for one in waiting:
            one.result()
        for _thread in range(THREADS):
            pool.submit(connection.close)
    print(json.dumps({"took": took, "behind": behind}))


def outcome(way: str) -> dict[str, int]:
    made = Appointment.objects.filter(procedure__code=way)
    seats = list(made.values_list("seat", flat=True))
    people = made.values("who").distinct().count()
    free = Seat.objects.filter(slot__calendar__name=way, is_free=True).count()
    return {"given": len(seats), "twice": len(seats) - len(set(seats)), "people": people, "free": free}


def main() -> None:
    what, *words = sys.argv[1:]
    if what == "prepare":
        prepare(int(words[0]))
    elif what == "outcome":
        print(json.dumps(outcome(words[0])))
    else:
        way, share, people, seconds, begins = words
        serve(way, int(share), int(people), float(seconds), float(begins))
