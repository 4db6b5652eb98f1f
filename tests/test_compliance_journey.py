"""Cumplimiento in a real browser: chosen by keyboard, opened to its rows, at a desk and on a phone."""

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from ayni.access.models import User
from ayni.desk.demo import make_world
from ayni.facts import builds
from tests.demo import AT, load_reference

pytestmark = pytest.mark.journey


@pytest.fixture
def world_of_few(transactional_db: None) -> Iterator[None]:
    load_reference()
    make_world(people=200, seed=4, at=AT)
    # The first reader of a build loads it; the browser should not wait for that.
    client = Client()
    client.force_login(User.objects.get(username="tomas"))
    assert client.get("/cumplimiento/").status_code == 200
    yield
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_a_supervisor_narrows_the_figures_and_opens_the_rows_behind_a_number(
    world_of_few: None, width: str, page: Page, sign_in: Callable[[Page, Any], None], axe: Callable[[Page], None]
) -> None:
    sign_in(page, User.objects.get(username="marta"))
    page.goto("/cumplimiento/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cumplimiento")
    axe(page)
    page.get_by_label("Agrupar por").select_option("step")
    page.get_by_role("button", name="Mostrar").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("by=step"))
    axe(page)
    number = page.locator("table a[href*='/filas/planned/']").first
    shown = number.inner_text()
    number.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Previstos: {shown}")
    axe(page)
    page.locator(".govuk-back-link").click()
    expect(page).to_have_url(re.compile("by=step"))


def test_an_analyst_sees_counts_and_no_way_to_a_person(
    world_of_few: None, page: Page, sign_in: Callable[[Page, Any], None], axe: Callable[[Page], None]
) -> None:
    sign_in(page, User.objects.get(username="tomas"))
    page.goto("/cumplimiento/?by=month")
    expect(page.get_by_text("Son recuentos: su rol no abre ningún expediente.")).to_be_visible()
    expect(page.locator("a[href*='/filas/']")).to_have_count(0)
    axe(page)
