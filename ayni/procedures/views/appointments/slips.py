"""The slip of an appointment on paper, and as an entry of a calendar. It names a number, a place and an hour: nobody,
and not what for."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ayni.design.pdf import pdf_response
from ayni.lib import ics
from ayni.lib.qr import qr_image

from ...actions.appointments import own_page, place_of
from ...models import Appointment, AppointmentState
from ...queries import appointments as queries
from ...rules.slips import slip_text

ROLL = "@page { size: 80mm 150mm; margin: 4mm; @bottom-left { content: none } @bottom-right { content: none } }"
"""The paper of a ticket printer."""
OFF = frozenset({AppointmentState.CANCELLED, AppointmentState.MOVED})
"""Nobody is waited for at this hour any more: a calendar that has it strikes it out, unless it has the new one."""


def slip_pdf(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """On A4, or on a roll of 80 mm (`?papel=80`)."""
    is_roll = request.GET.get("papel") == "80"
    page = {
        "appointment": appointment,
        "place": place_of(appointment),
        "qr": qr_image(slip_text(appointment.number, appointment.secret), scale=3 if is_roll else 4),
        "is_roll": is_roll,
        "own_page": own_page(),
    }
    name = f"{appointment.number}-80" if is_roll else appointment.number
    return pdf_response("procedures/appointments/slip.html", page, name=name, paper=ROLL if is_roll else "")


def calendar_file(appointment: Appointment, *, at: datetime) -> HttpResponse:
    """In the calendar of whoever adds it again it stands in the place of the hour before, or is struck out."""
    former = queries.numbers_before(appointment)
    said = ics.Appointment(
        uid=f"{former[-1] if former else appointment.number}@ayni",
        sequence=len(former) + (appointment.state == AppointmentState.CANCELLED),
        is_cancelled=appointment.state in OFF,
        starts_at=appointment.starts_at,
        summary=_("Appointment %(number)s") % {"number": appointment.number},
        location=place_of(appointment),
        lasts=timedelta(minutes=appointment.seat.slot.calendar.minutes),
    )
    answer = HttpResponse(ics.calendar(said, made_at=at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{appointment.number}.ics"'
    return answer
