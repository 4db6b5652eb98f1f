"""What the pages of appointments show: for each file somebody who is expected today, calendars, campaign days."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from ayni.procedures.tests.factories import (
    AppointmentFactory,
    CalendarFactory,
    CampaignFactory,
    ProcedureFactory,
    SeatFactory,
    SlotFactory,
    WindowFactory,
)

from .cast import CANARY, Cast, File


class Expecting:
    def __init__(self, cast: Cast, files: dict[str, File]) -> None:
        now = timezone.now()
        self.procedure = ProcedureFactory()
        offices = {"of sede central": cast.sede_central, "of tumbes": cast.jz_tum}
        self.calendars = {name: CalendarFactory(office=office) for name, office in offices.items()}
        self.windows = {name: WindowFactory(office=office) for name, office in offices.items()}
        self.campaigns = {name: CampaignFactory(office=office, day=localdate()) for name, office in offices.items()}
        self.slots = {name: SlotFactory(calendar=it, opens_at=now, starts_at=now + timedelta(days=9))
                      for name, it in self.calendars.items()}  # fmt: skip
        for slot in self.slots.values():
            SeatFactory(slot=slot)
        self.appointments = {kind: self._of(file, kind, cast) for kind, file in files.items()}

    def _of(self, file: File, kind: str, cast: Cast) -> Any:
        """Today, at the head office; with the word in what the person told as their name, too."""
        return AppointmentFactory(
            office=cast.sede_central, procedure=self.procedure, person=file.person, starts_at=timezone.now(),
            contact={"name": CANARY[kind], "email": "", "phone": ""}, group="REFERRED",
        )  # fmt: skip

    def word(self, name: str, word: str, variant: str) -> Any:
        """One word of the address of one of these pages."""
        ways = {
            "appointment_id": lambda: self.appointments[variant].pk,
            "campaign_id": lambda: self.campaigns[variant].pk,
            "slot_id": lambda: self.slots[variant or "of sede central"].pk,
            "pk": lambda: (self.windows if name == "procedures:window" else self.calendars)[variant].pk,
            "code": lambda: self.procedure.code,
            "place": lambda: "SEDE-CENTRAL",
            "day": localdate,
        }
        return ways[word]()
