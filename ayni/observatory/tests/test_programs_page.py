"""The page that says how a program reads the figures: each address that it names answers."""

import html
import re

import pytest
from django.conf import settings

from ayni.observatory.formats import DATA, FORMATS
from ayni.observatory.tests.conftest import forget

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("releases", "places")]
PAGE = "/observatorio/programas/"


def addresses(response) -> list[str]:
    """Where its links into the API lead."""
    held = html.unescape(response.content.decode())
    return re.findall(rf'href="(?:{re.escape(settings.PUBLIC_URL)})?(/(?:api|hsds)/[^"]*)"', held)


def test_the_start_leads_to_it_and_not_into_the_api(client):
    said = client.get("/observatorio/").content.decode()
    assert PAGE in said
    assert 'href="/api/observatory/"' not in said
    assert "/en/observatorio/programas/" in client.get("/en/observatorio/condiciones/").content.decode()


@pytest.mark.parametrize("page", [PAGE, "/en/observatorio/programas/"])
def test_each_address_that_it_names_answers(client, page):
    found = addresses(client.get(page))
    assert len(found) >= 8
    for at in found:
        answer = client.get(at)
        assert answer.status_code == 200, at
        assert answer.getvalue(), at


def test_each_format_is_there_and_only_what_can_be_asked_for_by_name_says_so(client):
    said = client.get(PAGE).content.decode()
    assert all(f"data.{one.suffix}" in said for one in FORMATS.values())
    assert set(re.findall(r"\?format=([\w.-]+)", said)) == {one.code for one in DATA}


def test_before_anything_is_published_it_names_the_list_of_releases(client):
    forget()
    found = addresses(client.get(PAGE))
    assert "/api/observatory/releases" in found
    assert not any("latest" in at for at in found)


def test_the_api_begins_with_the_addresses_that_lead_to_all_others(client):
    said = client.get("/api/observatory/").json()
    explained = said.pop("explained")
    assert explained["en"] == f"{settings.PUBLIC_URL}/en/observatorio/programas/"
    for at in said.values():
        assert client.get(at.removeprefix(settings.PUBLIC_URL)).status_code == 200, at
