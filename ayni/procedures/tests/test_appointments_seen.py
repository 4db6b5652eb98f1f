"""Which appointments somebody sees, whose they learn they are, and what the database refuses."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ayni.cases.tests.factories import open_case
from ayni.lib.ids import public_number
from ayni.notices.models import Message
from ayni.people.tests.factories import DocumentTypeFactory, PersonFactory
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Appointment, AppointmentState, Group, Origin
from ayni.procedures.queries import appointments as queries
from ayni.procedures.rules import slips
from ayni.procedures.tests.factories import NOON, AppointmentFactory, CalendarFactory, ProcedureFactory, SeatFactory

pytestmark = pytest.mark.django_db


def seen(user, appointment):
    rows = Appointment.objects.visible_to(user).naming(user).filter(pk=appointment.pk)
    return [row.may_name for row in rows]


def test_the_counter_sees_its_appointments_and_another_office_does_not(lia, vera):
    appointment = AppointmentFactory(office=lia.office, person=PersonFactory(registered_by=lia))
    assert seen(lia, appointment) == [True]
    assert seen(vera, appointment) == []


def test_of_somebody_with_a_restricted_case_the_counter_sees_a_number_and_no_name(rosa, julio, lia):
    appointment = AppointmentFactory(office=lia.office, person=open_case(rosa, "VP-TRATA").person)
    assert seen(lia, appointment) == seen(julio, appointment) == [False]
    assert seen(rosa, appointment) == [True]
    assert not Appointment.objects.nameable_by(lia).exists()
    assert Appointment.objects.nameable_by(rosa).exists()


def test_whoever_types_the_document_of_somebody_with_a_restricted_case_does_not_learn_that_they_are_expected(rosa, lia):
    person = open_case(rosa, "VP-TRATA").person
    person.documents.create(type=DocumentTypeFactory(), number="AB123456")
    asked = actions.Wish(
        procedure=ProcedureFactory(), who=queries.who_of_person(person), group="REFERRED", person=person
    )
    calendar = CalendarFactory(office=lia.office)
    slots = [SeatFactory(slot__calendar=calendar).slot for _each in range(3)]
    actions.book(slot=slots[0], wish=asked, origin=Origin.FILE, by=rosa, at=NOON)
    typed = replace(asked, who=queries.who_of(document="ab-123456"), person=None, group="", contact={"email": "a@b.pe"})
    held = actions.hold_seat(slot=slots[1], wish=typed, at=NOON)
    assert held.seat is not None
    assert "es su código" in Message.objects.latest("queued_at").text
    actions.book(slot=slots[2], wish=replace(typed, contact={}), origin=Origin.COUNTER, by=lia, at=NOON)


def test_a_number_without_a_name_says_neither_the_priority_nor_that_there_is_a_file(client, rosa, lia):
    hidden = AppointmentFactory(
        office=lia.office, person=open_case(rosa, "VP-TRATA").person, group="REFERRED", origin=Origin.FILE
    )
    address = reverse("procedures:appointment", args=[hidden.pk])
    for user, learns in ((lia, False), (rosa, True)):
        client.force_login(user)
        page = client.get(address).content.decode()
        assert (str(Group.REFERRED.label) in page, str(Origin.FILE.label) in page) == (learns, learns)


def test_the_team_sees_the_appointment_of_its_person_at_any_office(rosa, vera, julio):
    appointment = AppointmentFactory(office=vera.office, person=open_case(rosa, "VP-TRATA").person)
    assert seen(rosa, appointment) == [True]
    assert seen(julio, appointment) == []


def test_nobody_sits_where_somebody_sits(lia):
    first = AppointmentFactory(office=lia.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(office=lia.office, seat=first.seat)
    Appointment.objects.filter(pk=first.pk).update(state=AppointmentState.CANCELLED, ended_at=first.starts_at)
    AppointmentFactory(office=lia.office, seat=first.seat)


def test_nobody_has_two_appointments_for_one_thing(lia):
    first = AppointmentFactory(office=lia.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(office=lia.office, who=first.who)


def test_a_slip_is_read_however_the_reader_types_it():
    number, secret = public_number("K"), slips.new_secret()
    text = slips.slip_text(number, secret)
    assert slips.read_slip(text.replace("-", "'").replace("/", "&").lower()) == (number, secret)
    assert slips.read_slip("https://example.pe/otra-cosa") is None
