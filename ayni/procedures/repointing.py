"""Applications move with a person when two files become one."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.people.hooks import Repointer

from .actions import settle_applications, settle_biometrics, settle_enrolments
from .actions.appointments import settle_appointments
from .models import Application, Appointment, Card


def _application(application: Application) -> str:
    return application.number


def _told(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    return rows.filter(pk__in=Application.objects.visible_to(user).order_by().values("pk"))


def _appointment(appointment: Appointment) -> str:
    return appointment.number


def _told_appointments(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    return rows.filter(pk__in=Appointment.objects.nameable_by(user).order_by().values("pk"))


def _card(card: Card) -> str:
    return card.number


def _told_cards(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    return rows.filter(pk__in=Card.objects.visible_to(user).order_by().values("pk"))


REPOINTERS = (
    Repointer(
        "procedures.Application",
        "person",
        settle=settle_applications,
        name=_("Applications"),
        describe=_application,
        told=_told,
    ),
    Repointer(
        "procedures.Appointment",
        "person",
        settle=settle_appointments,
        name=_("Appointments"),
        describe=_appointment,
        told=_told_appointments,
    ),
    Repointer("procedures.Wait", "person"),
    Repointer("procedures.Visit", "person"),
    Repointer("procedures.EnrolmentSession", "person", settle=settle_enrolments),
    Repointer("procedures.BiometricRecord", "person", settle=settle_biometrics),
    Repointer("procedures.Comparison", "person"),
    Repointer("procedures.Card", "person", name=_("Cards"), describe=_card, told=_told_cards),
    Repointer("procedures.Proxy", "person"),
)
