"""The guides of `data/guides/`, loaded as `ayni setup` loads them, and their pages."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import localdate
from pypdf import PdfReader

from ayni.portal import actions, queries
from ayni.portal.models import Guide, Service, Tongue
from tests.demo import undone_afterwards

pytestmark = pytest.mark.django_db
DATA = settings.BASE_DIR / "data"
LEFT_OVER = ("{fee:", "{days:", "{papers:", "{norm:", "{phone:", "{figure:", "[[", "]]", "**")


@pytest.fixture(scope="module", autouse=True)
def _guides(reference_data, django_db_blocker):
    at = datetime.now(UTC)
    with django_db_blocker.unblock(), undone_afterwards():
        actions.load_guides(DATA, on=localdate(at), at=at)
        yield


def published() -> list[queries.Shown]:
    return [one for rows in queries.shelves(Tongue.ES, localdate()).values() for one in rows]


def test_every_guide_of_the_folder_is_published_and_every_service_has_one():
    found = published()
    folders = {path.name for path in (DATA / "guides").iterdir() if path.is_dir()}
    assert {one.guide.slug for one in found} == folders
    assert len(found) >= 40
    assert {one.service for one in found} == set(Service)


def test_setting_up_again_changes_nothing():
    at = datetime.now(UTC)
    assert not actions.load_guides(DATA, on=localdate(at), at=at)


def test_every_page_in_every_language_says_what_the_data_says_and_no_mark_is_left_over():
    client = Client()
    wrong = []
    for guide in Guide.objects.order_by("slug"):
        for tongue in Tongue:
            found = queries.shown(guide, tongue, localdate())
            if found is None or found.said.language != tongue:
                continue
            response = client.get(found.address)
            page = response.content.decode()
            wrong += [f"{found.address}: {mark}" for mark in LEFT_OVER if mark in page]
            if response.status_code != 200:
                wrong.append(f"{found.address}: {response.status_code}")
            if "<li></li>" in page:
                wrong.append(f"{found.address}: an empty line")
    assert not wrong, "\n".join(wrong)


def test_every_guide_in_every_language_fits_on_one_sheet_somewhere_between_large_and_small():
    """Of the longest ones: each takes seconds."""
    longest = sorted(published(), key=lambda one: len(str(one.said.text)))[-2:]
    for one in longest:
        body = Client().get(f"{one.address}hoja.pdf").content
        assert len(PdfReader(BytesIO(body)).pages) == 1, one.address


def test_the_start_page_asks_few_questions_of_the_database(django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert Client().get("/guias/").status_code == 200
    with django_assert_max_num_queries(20):
        assert Client().get("/guias/carne-de-extranjeria/").status_code == 200
