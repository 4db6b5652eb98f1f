"""Rights, what makes each real, and where it is denied (R104)."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from ayni.cases.tests.factories import deny, open_case
from ayni.codelists.models import ServiceCategory
from ayni.codelists.tests.factories import ServiceCategoryFactory
from ayni.codelists.tests.test_rights import HumanRightFactory
from ayni.directory.tests.factories import ServiceFactory
from ayni.governance.tests.factories import GapFactory

pytestmark = pytest.mark.django_db


def words(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture(autouse=True)
def justice():
    cache.clear()
    right = HumanRightFactory()
    HumanRightFactory(code="RT-CUL", label_es="Vida cultural", categories="", barriers="", order=200)
    cache.clear()
    return right


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


def test_a_right_is_counted_in_services_barriers_denials_and_gaps_and_each_number_opens_its_rows(desk, rosa, world):
    denied = deny(open_case(rosa))
    category = ServiceCategory.objects.get(code="SV-JUS")
    ServiceFactory(organisation=world.cem, category=category, is_generic=False)
    ServiceFactory(organisation=world.cem, category=category, is_generic=True, name="Todo el CEM")
    GapFactory(right="Acceso a la justicia", owner=rosa)
    cache.clear()
    page = desk.get("/derechos/").content.decode()
    row = re.sub(r"\s+", " ", next(row for row in page.split("<tr>") if "RT-JUS" in row))
    assert "1 institución" in row
    links = re.findall(r'href="(/[^"]*\?[^"]*)"', row)
    opened = [words(desk, link.replace("&amp;", "&")) for link in links]
    assert [len(opened), denied.case.number in opened[0]] == [2, True]
    assert "El seguro integral de salud no afilia sin carné" in opened[1]
    assert "ninguno descrito" in re.sub(r"\s+", " ", next(row for row in page.split("<tr>") if "RT-CUL" in row))


def test_one_right_names_its_services_and_what_the_law_says_of_each_barrier(desk, world, rosa):
    deny(open_case(rosa))
    category = ServiceCategory.objects.get(code="SV-JUS")
    ServiceFactory(organisation=world.cem, category=category, name="Patrocinio legal 🦙")
    page = words(desk, "/derechos/RT-JUS/")
    assert "Patrocinio legal 🦙" in page
    assert "PIDCP, art. 14" in page
    assert desk.get("/derechos/RT-NADA/").status_code == 404


def test_a_denial_says_which_right_it_is_about_and_the_list_is_narrowed_by_it(desk, rosa):
    case = open_case(rosa)
    mine = deny(case)
    other = deny(open_case(rosa), category=ServiceCategoryFactory(code="SV-OTR"), words="Otra cosa")
    page = words(desk, reverse("desk:denial", args=[case.pk, mine.pk]))
    assert "Acceso a la justicia" in page
    listed = words(desk, reverse("desk:denials") + "?right=RT-JUS")
    assert mine.case.number in listed
    assert other.case.number not in listed


def test_the_denials_of_cases_that_one_may_not_open_are_not_counted(client, rosa, vera):
    deny(open_case(rosa))
    client.force_login(vera)
    row = next(row for row in client.get("/derechos/").content.decode().split("<tr>") if "RT-JUS" in row)
    assert "right=RT-JUS&amp;since" not in row


def test_a_gap_is_written_with_a_right_of_the_list_and_keeps_the_words_it_had(client, marta):
    client.force_login(marta)
    gap = GapFactory(owner=marta, right="Derecho a migrar")
    form = client.get(f"/brechas/{gap.code}/cambiar/").content.decode()
    assert re.search(r'<option value="Derecho a migrar"\s+selected', form)
    assert '<option value="Acceso a la justicia"' in form


def test_whoever_counts_reads_it_in_at_most_twelve_statements(desk, rosa, at_most):
    deny(open_case(rosa))
    for address in ("/derechos/", "/derechos/RT-JUS/"):
        desk.get(address)
        with at_most(12):
            assert desk.get(address).status_code == 200
