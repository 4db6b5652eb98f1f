"""Questions about appointments: who somebody is to the rule of one each, what is free, who waits."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils.timezone import make_aware

from ayni.access import queries as access
from ayni.access.models import Office
from ayni.lib.keys import keyring
from ayni.people.models import ContactPoint, Person, Sensitivity
from ayni.people.rules.documents import compared, phone_tail

from ..models import (
    Appointment,
    AppointmentState,
    Calendar,
    Campaign,
    Closure,
    Hold,
    Procedure,
    Seat,
    Slot,
    Wait,
    WaitState,
)
from ..rules import booking as rules
from ..rules.calendars import Closed
from ..rules.overbooking import DAYS_BACK, Overbooking, overbooking
from .applications import safe_contact
from .codes import codes_to


def who_of(*, document: str = "", phone: str = "", email: str = "") -> str:
    """A keyed digest that stands for somebody without a file: by their document, or else by how they are reached."""
    said = (
        f"document:{compared(document)}"
        if compared(document)
        else f"phone:{phone_tail(phone)}"
        if phone_tail(phone)
        else f"email:{email.strip().casefold()}"
    )
    return keyring(settings.AYNI_HOME).digest("search", f"appointment:{said}").hex()


def contact_of(person: Person) -> dict[str, str]:
    """How somebody with a file is reached about an appointment: by the way that they said is safe, or not at all."""
    contact = safe_contact(person)
    if contact is None:
        return {}
    return {"email" if contact.kind == ContactPoint.Kind.EMAIL else "phone": contact.value}


def reach_of(contact: Mapping[str, str]) -> str:
    """A keyed digest of where messages go: the e-mail, or else the telephone."""
    email = contact.get("email", "")
    return who_of(email=email) if email else who_of(phone=contact.get("phone", ""))


def who_of_person(person: Person) -> str:
    """By the document on file, so that a booking of their own counts as theirs; without one, by the file. Whoever has a
    protected or restricted case is always told apart by the file: else whoever types their document, on the public page
    or at a counter, would learn that they are expected for this."""
    if not person.compartments.exclude(sensitivity=Sensitivity.ORDINARY).exists():
        numbers = person.documents.order_by("pk").values_list("number", flat=True)
        if document := next((number for number in numbers if compared(number)), ""):
            return who_of(document=document)
    return keyring(settings.AYNI_HOME).digest("search", f"appointment:person:{person.pk}").hex()


def has_live(who: str, procedure: Procedure) -> bool:
    """Of the procedure in whatever version."""
    return Appointment.objects.live().filter(who=who, procedure__code=procedure.code).exists()


def holds_since(who: str, reach: str, since: datetime) -> tuple[int, int]:
    """How many codes were asked for: for this person, and to this telephone or address."""
    return Hold.objects.filter(begun_at__gte=since, who=who).count(), codes_to(Hold, reach, since)


def serving(code: str, authority: int | None) -> Q:
    """Calendars on which one comes for the procedure of this code: those that name it, and those that name nothing of
    the institution that decides it. A municipality that names nothing gives no hours of somebody else's."""
    own = access.own_institution()
    deciders = own if authority in own else {authority} - {None}
    unnamed = ~Exists(Calendar.procedures.through.objects.filter(calendar=OuterRef("pk")))
    anything = Q(unnamed, office__organisation__in=deciders)
    this = Q(Exists(Calendar.procedures.through.objects.filter(calendar=OuterRef("pk"), procedure__code=code)))
    return Q(is_open=True) & (anything | this)


def calendars_for(procedure: Procedure) -> QuerySet[Calendar]:
    return Calendar.objects.filter(serving(procedure.code, procedure.authority_id))


def free_slots(calendars: QuerySet[Calendar], *, group: str, at: datetime, by_staff: bool = False) -> QuerySet[Slot]:
    """From now on, with `places`: how many seats somebody of this group can take."""
    open_seat = Q(seats__is_free=True) & (Q(returns_at__lte=at) | Q(seats__kept_for__in=list({group, ""})))
    slots = Slot.objects.filter(calendar__in=calendars, starts_at__gt=at, is_closed=False)
    if not by_staff:
        slots = slots.filter(opens_at__lte=at)
    return slots.annotate(places=Count("seats", filter=open_seat)).filter(places__gt=0)


def day_bounds(first: date, last: date | None = None) -> tuple[datetime, datetime]:
    """From midnight to midnight in Lima."""
    return make_aware(datetime.combine(first, time())), make_aware(
        datetime.combine((last or first) + timedelta(days=1), time())
    )


def slots_between(office: Office, calendar: Calendar | None, first: date, last: date, at: datetime) -> QuerySet[Slot]:
    """Those that have not begun, of one calendar or of all of the office."""
    begins, after = day_bounds(first, last)
    slots = Slot.objects.filter(starts_at__gte=begins, starts_at__lt=after, starts_at__gt=at)
    return slots.filter(calendar=calendar) if calendar else slots.filter(calendar__office=office)


def booked_between(office: Office, calendar: Calendar | None, first: date, last: date, at: datetime) -> int:
    """How many are expected at these hours."""
    slots = slots_between(office, calendar, first, last, at)
    return Appointment.objects.filter(state=AppointmentState.BOOKED, seat__slot__in=slots).count()


def free_seats(slot: Slot, *, group: str, at: datetime) -> QuerySet[Seat]:
    """Those that somebody of this group may take: first those that were kept for them, the extra ones last."""
    seats = Seat.objects.filter(slot=slot, is_free=True)
    allowed = rules.seats_open_to(group, returns_at=slot.returns_at, at=at)
    if allowed is not None:
        seats = seats.filter(kept_for__in=allowed)
    return seats.order_by("is_extra", "-kept_for" if group else "kept_for", "number")


def closures_of(calendar: Calendar, first: date, last: date) -> list[Closed]:
    rows = Closure.objects.filter(
        Q(calendar=calendar) | Q(calendar=None), office=calendar.office_id, first_day__lte=last, last_day__gte=first
    )
    return [Closed(*days) for days in rows.order_by("pk").values_list("first_day", "last_day")]


def measured(office: Office, at: datetime) -> Overbooking:
    """Of the appointments of an office that came due in the last months: how many did not come."""
    first, after = day_bounds(rules.days_over(at) - timedelta(days=DAYS_BACK - 1), rules.days_over(at))
    ended = [AppointmentState.ATTENDED, AppointmentState.NO_SHOW, AppointmentState.ARRIVED]
    rows = Appointment.objects.filter(office=office, starts_at__gte=first, starts_at__lt=after, state__in=ended)
    told = rows.aggregate(expected=Count("pk"), missed=Count("pk", filter=Q(state=AppointmentState.NO_SHOW)))
    return overbooking(**told)


def waiting() -> QuerySet[Wait]:
    """Who is to be offered an hour. Whoever has got one meanwhile, without the list, could not take it."""
    served = Appointment.objects.live().filter(who=OuterRef("who"), procedure__code=OuterRef("procedure__code"))
    rows: QuerySet[Wait] = Wait.objects.filter(~Exists(served), state=WaitState.WAITING)
    return rows


def on_list(who: str, procedure: Procedure) -> Wait | None:
    """The place on the list of whoever waits for this already."""
    rows = Wait.objects.filter(who=who, procedure=procedure, state__in=[WaitState.WAITING, WaitState.OFFERED])
    found: Wait | None = rows.first()
    return found


def next_waiting(seat: Seat, at: datetime) -> QuerySet[Wait]:
    """Who is offered this seat: of the priority groups first, then in the order of their coming."""
    slot, calendar = seat.slot, seat.slot.calendar
    waits = waiting().filter(office=calendar.office_id)
    codes = list(calendar.procedures.order_by("code").values_list("code", flat=True))
    if codes:
        waits = waits.filter(procedure__code__in=codes)
    if seat.kept_for and at < slot.returns_at:
        waits = waits.filter(group=seat.kept_for)
    return waits.annotate(is_ordinary=Case(When(group="", then=1), default=0)).order_by("is_ordinary", "since", "id")


def campaigns_ahead(day: date) -> QuerySet[Campaign]:
    return Campaign.objects.filter(day__gte=day, cancelled_at=None).select_related("office").order_by("day", "id")


def numbers_before(appointment: Appointment) -> list[str]:
    """Under which numbers it stood before it was moved, the first one last."""
    numbers = []
    former = Appointment.objects.filter(moved_to=appointment).first()
    while former is not None:
        numbers.append(former.number)
        former = Appointment.objects.filter(moved_to=former).first()
    return numbers


def as_it_stands(appointment: Appointment) -> Appointment:
    """The one that counts, of somebody who holds the slip of one that was moved."""
    while appointment.moved_to is not None:
        appointment = appointment.moved_to
    return appointment
