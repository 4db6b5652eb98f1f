"""Rules that need no database."""

from math import sqrt

import pytest

from ayni.feedback.models import State
from ayni.feedback.rules import NEXT, Seems, eligible, noticed
from ayni.lib.shares import wilson


@pytest.mark.parametrize(
    ("text", "seems", "words"),
    [
        ("Me llamo Yulimar Salcedo y esperé", Seems.NAME, "Yulimar Salcedo"),
        ("me llamo yulimar", Seems.NAME, "yulimar"),
        ("soy Rosa y vine el lunes", Seems.NAME, "Rosa"),
        ("My name is John Baptiste", Seems.NAME, "John Baptiste"),
        ("Je m'appelle Marie", Seems.NAME, "Marie"),
        ("je m’appelle marie", Seems.NAME, "marie"),  # as telephones write it
        ("my name’s ana", Seems.NAME, "ana"),
        ("i’m ana", Seems.NAME, "ana"),
        ("meu nome e joana", Seems.NAME, "joana"),
        ("m rele jan", Seems.NAME, "jan"),
        ("Mwen rele Jean", Seems.NAME, "Jean"),
        ("la señora Carmen me gritó", Seems.NAME, "Carmen"),
        ("ayer Luis Pérez Gómez me pidió dinero", Seems.NAME, "Luis Pérez Gómez"),
        ("llámenme al 999 111 222", Seems.PHONE, "999 111 222"),
        ("mi número es +58 412-555.1234 de noche", Seems.PHONE, "+58 412-555.1234"),
        ("mi DNI es 45678912", Seems.DOCUMENT, "45678912"),
        ("mi carné 001234567", Seems.DOCUMENT, "001234567"),
        ("pasaporte AB123456", Seems.DOCUMENT, "AB123456"),
        ("escriban a yuli.s@ejemplo.com.pe", Seems.EMAIL, "yuli.s@ejemplo.com.pe"),
    ],
)
def test_what_seems_to_say_who_somebody_is_is_noticed(text, seems, words):
    assert (seems, words) in [(one.seems, one.words) for one in noticed(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Esperé cuatro horas en la ventanilla 3 y nadie me explicó nada",
        "Vine a Migraciones el 12 de mayo de 2026 a las 9:30, pagué S/ 47.30",
        "Soy venezolana y madre de dos hijos. No me atendieron en la Jefatura Zonal Tumbes.",
        "El trámite de Calidad Migratoria Especial Residente demora.",
        "",
    ],
)
def test_an_ordinary_complaint_is_not_asked_about(text):
    assert noticed(text) == []


def test_every_state_leads_on_but_what_was_set_aside():
    assert set(NEXT) == set(State)
    assert [state for state in State if not NEXT[state]] == [State.DISCARDED]


def test_nobody_of_the_office_nor_anybody_concerned_may_be_named():
    there = [(1, {7}), (2, {8}), (3, set())]
    assert eligible(there, about_office=7, concerned=[3]) == [2]
    assert eligible(there, about_office=None, concerned=[]) == [1, 2, 3]


@pytest.mark.parametrize(("part", "whole"), [(8, 10), (50, 100), (1, 7), (999, 1000)])
def test_the_ends_of_the_interval_are_where_the_share_would_be_just_believable(part, whole):
    """What Wilson asks of them: the share that was found lies 1.96 standard errors from each."""
    for end in wilson(part, whole):
        assert abs(part / whole - end) == pytest.approx(1.959964 * sqrt(end * (1 - end) / whole))


def test_the_interval_stays_a_share_and_nothing_is_known_of_nobody():
    low, high = wilson(0, 5)
    assert low == pytest.approx(0)
    assert 0.4 < high < 0.5
    assert wilson(5, 5)[1] == pytest.approx(1)
    assert wilson(0, 0) is None
