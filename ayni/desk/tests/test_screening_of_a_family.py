"""What the links of a file say is filled in, to be confirmed."""

from datetime import date

import pytest
from django.utils.timezone import now

from ayni.people import actions as people
from ayni.people.models import Person, Sensitivity
from ayni.people.rules.registering import NewRelative
from ayni.people.tests.factories import PersonFactory, place

from .test_screening import answer, at_desk, form, forms, talk, who

__all__ = ["at_desk", "forms", "talk", "who"]
pytestmark = pytest.mark.django_db


def add(person, rosa, kind, **values):
    return people.add_relative(
        person=person, relative=NewRelative(kind=kind, **values), by=rosa, at=now(), confirmed=True
    )  # fmt: skip


def of(client, talk, code, key):
    return client.get(form(talk, code)).context["form"][key].value()


def test_a_child_born_in_peru_is_known_beforehand(at_desk, talk, who, rosa):
    answer(at_desk, talk, "SCR-INICIO", age="adult", needs=["documents"], danger="no", journey="no")
    assert not of(at_desk, talk, "SCR-DOC", "child")
    add(who, rosa, "CHILD", birth_year=2022, born_in_peru=True)
    assert of(at_desk, talk, "SCR-DOC", "child") == "yes"


@pytest.mark.parametrize(
    ("kind", "more", "company"),
    [
        ("MOTHER", {"lives_together": True}, "parents"), ("GUARDIAN", {}, "guardian"),
        ("AUNT_UNCLE", {"lives_together": True}, "relative"), ("SEPARATED_FROM", {}, "alone"), ("MOTHER", {}, None),
    ],
)  # fmt: skip
def test_with_whom_a_child_is_is_known_beforehand(at_desk, talk, who, rosa, kind, more, company):
    Person.objects.filter(pk=who.pk).update(birth_date=date(2016, 3, 1))
    answer(at_desk, talk, "SCR-INICIO", age="child", needs=[], danger="no", journey="no")
    add(who, rosa, kind, name="Luz", birth_year=1975, **more)
    assert (of(at_desk, talk, "SCR-NNA", "company") or None) == company


def test_what_somebody_may_not_see_is_not_filled_in_for_them(at_desk, client, talk, who, rosa, julio, world):
    Person.objects.filter(pk=who.pk).update(birth_date=date(2016, 3, 1))
    mother = PersonFactory(registered_by=rosa)
    add(who, rosa, "MOTHER", relative=mother, lives_together=True)
    place(mother, Sensitivity.RESTRICTED, rosa, team=world.trata)
    answer(at_desk, talk, "SCR-INICIO", age="child", needs=[], danger="no", journey="no")
    assert of(at_desk, talk, "SCR-NNA", "company") == "parents"
    type(talk).objects.filter(pk=talk.pk).update(started_by=julio)
    client.force_login(julio)
    assert not of(client, talk, "SCR-NNA", "company")
