"""How people say they were attended, in *Cumplimiento*: against the rows counted by hand, and the rows behind."""

import shutil
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ayni.facts import builds
from ayni.facts.actions import build
from ayni.feedback.models import Opinion
from ayni.lib.shares import wilson
from ayni.results import opinions, queries
from ayni.results.rules import Choice

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def answer(office, month, marks, why=""):
    for mark in marks:
        Opinion.objects.create(office=office, attention="TICKET", mark=mark, why=why, month=month)


@pytest.fixture
def made(world):
    """Sede central: six in October, three in November. Tumbes: four in October."""
    answer(world.sede_central, OCTOBER, ["WELL"] * 4 + ["SO_SO", "BADLY"], "Me explicaron todo")
    answer(world.sede_central, NOVEMBER, ["WELL", "BADLY", "BADLY"], "De pocos")
    answer(world.jz_tum, OCTOBER, ["WELL"] * 4, "Lejos")
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def told(made, reader, **choice):
    found = opinions.opinions(made, queries.reach_of(reader), Choice(**choice))
    return {one.group: one for one in found}


def page(user, address, **query):
    client = Client()
    client.force_login(user)
    return client.get(address, query)


def test_the_share_of_an_office_has_its_margin_and_few_answers_tell_nothing(made, world, tomas):
    by_office = told(made, tomas, by="office")
    lima, tumbes = by_office[world.sede_central.code], by_office[world.jz_tum.code]
    assert (lima.answers, lima.share, lima.margin) == (9, 5 / 9, wilson(5, 9))
    assert tumbes.is_few
    assert tumbes.share is None
    assert tumbes.margin is None
    by_month = told(made, tomas, by="month", office=world.sede_central.code)
    assert by_month["2026-10-01"].share == 4 / 6
    assert by_month["2026-11-01"].is_few


def test_by_theme_there_is_none_so_that_opinions_are_by_office(made, world, tomas):
    assert set(told(made, tomas, by="category")) == {world.sede_central.code, world.jz_tum.code}


def test_a_supervisor_counts_their_own_office(made, world, marta):
    assert set(told(made, marta, by="office")) == {world.sede_central.code}


def test_the_number_opens_its_rows_for_whoever_answers_for_the_office(made, world, marta):
    text = page(marta, "/cumplimiento/voz/", by="month", office=world.sede_central.code).content.decode()
    href = f"{reverse('feedback:opinions')}?oficina={world.sede_central.code}&desde=2026-10-01&hasta=2026-10-01"
    assert href.replace("&", "&amp;") in text
    assert "menos de cinco" in text
    rows = page(marta, href).content.decode()
    assert rows.count("Me explicaron todo") == 6
    assert "De pocos" not in rows


def test_of_months_with_few_and_of_other_offices_nothing_is_read(made, world, marta):
    lima = {"oficina": world.sede_central.code}
    assert "De pocos" not in page(marta, "/voces/opiniones/", **lima).content.decode()
    assert "De pocos" not in page(marta, "/voces/opiniones/", **lima, desde="2026-11-01").content.decode()
    other = page(marta, "/voces/opiniones/", oficina=world.jz_tum.code)
    assert other.status_code == 200
    assert "Lejos" not in other.content.decode()
    wrong = page(marta, "/voces/opiniones/", oficina="nada", desde="ayer")
    assert wrong.status_code == 200


def test_an_analyst_counts_and_opens_nothing(made, tomas):
    text = page(tomas, "/cumplimiento/voz/", by="office").content.decode()
    assert "Bien atendidas" in text
    assert "/voces/opiniones/" not in text
