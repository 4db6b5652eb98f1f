"""Somebody with an old telephone looks for where to go, by words and by where they stand, on the thinnest screen."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from ayni.directory.tests.factories import ScheduleFactory
from ayni.portal.tests.where_factories import country, point, shelter

from . import steps
from .test_guides import THINNEST, is_clean

pytestmark = pytest.mark.journey


@pytest.fixture
def browser_context_args(browser_context_args):
    here = {"latitude": -11.9512, "longitude": -77.0512}
    return {**browser_context_args, "viewport": THINNEST, "permissions": ["geolocation"], "geolocation": here}


@pytest.fixture
def _points(transactional_db):
    made = country()
    ScheduleFactory(location=point(made, "150110", "Posta de Comas").location)
    point(made, "150119", "Posta de Lurín")
    shelter(made)


@pytest.mark.usefixtures("_points")
def test_somebody_finds_the_nearest_and_their_place_stands_in_no_address(page: Page, browser_context_args):
    with time_machine.travel(datetime(2026, 11, 27, 15, tzinfo=UTC)):
        page.goto("/donde-ir/")
        page.get_by_label("¿Qué necesita? Con sus palabras").fill("médico")
        page.get_by_label("¿Qué necesita? Con sus palabras").press("Enter")
        expect(page.get_by_role("heading", level=2).first).to_contain_text("2 lugares")
        steps.fits(page)
        near = page.get_by_role("button", name="Buscar cerca de donde estoy")
        if browser_context_args.get("java_script_enabled") is False:
            expect(near).to_be_hidden()
        else:
            near.click()
            expect(page.get_by_text("a menos de 1 km")).to_be_visible()
            expect(page, "no place, no need").to_have_url(re.compile("/donde-ir/$"))
        is_clean(page, browser_context_args)
        steps.follow(page, "Posta de Comas")
        expect(page.get_by_role("heading", level=1)).to_have_text("Posta de Comas")
        is_clean(page, browser_context_args)
