"""The pages by which a running case moves to a newer version."""

import uuid

import pytest
from django.utils.timezone import localdate, now

from ayni.cases import actions
from ayni.cases.tests.factories import open_case, protocol
from ayni.cases.tests.test_moving import add, next_version
from ayni.governance.tests.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    return protocol("PW-INDOC", "VP-INDOC")


@pytest.fixture
def case(old, rosa):
    return open_case(rosa, at=now())


def day(of) -> dict[str, str]:
    return {"starts_on_day": str(of.day), "starts_on_month": str(of.month), "starts_on_year": str(of.year)}


def address(case, old) -> str:
    return f"/cases/{case.pk}/protocols/{old.pk}/move/"


def post(client, page, **data):
    return client.post(page, {"once": str(uuid.uuid4()), **data}, follow=True)


def test_from_the_list_to_the_moved_case(client, rosa, case, old):
    new = next_version(old, localdate())
    add(new, 1, "PW-INDOC-1")
    add(new, 2, "PW-INDOC-3", action="Acompañar")
    client.force_login(rosa)
    assert case.number in words(client.get("/cases/old-versions/?protocolo=PW-INDOC"))
    assert "Ver qué pasaría al pasarlo" in words(client.get(f"/cases/{case.pk}/protocols/"))
    page = words(client.get(address(case, old)))
    assert "Son nuevos Acompañar (PW-INDOC)" in page
    assert "Se cierran: la versión nueva ya no los pide Atender (PW-INDOC)" in page
    said = words(post(client, address(case, old), reason="Directiva 3-2026", **day(localdate())))
    assert "El caso ya está en la versión vigente" in said
    assert "Acompañar (PW-INDOC)" in said
    assert "Directiva 3-2026" in words(client.get(f"/cases/{case.pk}/protocols/"))
    assert "Pasó el caso a una versión más nueva" in words(client.get(f"/cases/{case.pk}/history/"))
    assert "Ningún caso tiene una versión anterior" in words(client.get("/cases/old-versions/"))


def test_the_older_of_two_windows_is_told_that_the_case_moved_already(client, rosa, case, old):
    next_version(old, localdate())
    client.force_login(rosa)
    for _twice in range(2):
        said = words(post(client, address(case, old), reason="Directiva 3-2026", **day(localdate())))
    assert "ya está en una versión más nueva" in said
    assert case.moves.count() == 1
    other = protocol("PW-SALUD", "VP-SALUD")
    assert client.get(address(case, other)).status_code == 404, "it was never under that one"


def test_without_a_newer_version_there_is_nothing_to_move_to(client, rosa, case, old):
    client.force_login(rosa)
    assert "No hay a cuál pasarlo" in words(client.get(address(case, old)))
    page = post(client, address(case, old), reason="x", **day(localdate()))
    assert "ya está en la versión vigente" in words(page)


def test_what_is_wrong_is_said_and_the_reason_is_not_lost(client, rosa, case, old):
    add(next_version(old, localdate()), 1, "PW-INDOC-1")
    client.force_login(rosa)
    page = post(client, address(case, old), reason="La nueva directiva", **day(localdate().replace(year=2035)))
    assert "más de un mes" in words(page)
    assert "La nueva directiva" in page.content.decode()


def test_a_stranger_does_not_learn_that_the_case_exists(client, rosa, julio, old):
    held = protocol("PW-TRATA", "VP-TRATA")
    case = open_case(rosa, "VP-TRATA", at=now())
    add(next_version(held, localdate()), 1, "PW-TRATA-1")
    client.force_login(julio)
    assert case.number not in words(client.get("/cases/old-versions/"))
    assert client.get(address(case, held)).status_code == 404
    assert client.get(f"/cases/{case.pk}/protocols/").status_code == 404
    assert client.post(address(case, held), {"reason": "x"}).status_code == 404


def test_a_printed_plan_of_before_does_not_stand_any_more(client, rosa, case, old):
    printed = actions.print_plan(case=case, by=rosa, at=now())
    assert "El plan es válido" in words(client.get(f"/v/plan/{printed.proof}/"))
    add(next_version(old, localdate()), 1, "PW-INDOC-1")
    actions.move_to_newest(case=case, protocol=old, reason="x", starts_on=localdate(), by=rosa, at=now())
    assert "Hay un plan más reciente" in words(client.get(f"/v/plan/{printed.proof}/"))


def test_pages_stay_within_twelve_statements(client, rosa, old, django_assert_max_num_queries):
    cases = [open_case(rosa, at=now()) for _ in range(4)]
    add(next_version(old, localdate()), 1, "PW-INDOC-1")
    client.force_login(rosa)
    for page in ("/cases/old-versions/", f"/cases/{cases[0].pk}/protocols/", address(cases[0], old)):
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200
