"""A photo and a scan, from the telephone or the desk to the file, and out of it again."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from ayni.files.tests.factories import pdf, picture, saved
from ayni.people.tests.factories import PersonFactory, attach

from . import steps

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DAY = {"day": "3", "month": "2", "year": "2025"}


@pytest.fixture
def paper(tmp_path: Path) -> dict[str, Path]:
    made = {"photo.jpg": saved(picture((900, 1200))), "scan.pdf": pdf(2), "page.jpg": b"<html>no picture</html>"}
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in made}


def loaded(page: Page, words: str) -> None:
    """The picture is there, and not only its words."""
    image = page.get_by_role("img", name=words).first
    expect(image).to_be_visible()
    image.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert image.evaluate("image => image.naturalWidth") > 0


def test_a_photo_and_a_scan_come_into_the_file_and_go_again(
    width, page: Page, world, sign_in, axe, paper, browser_context_args
):
    person = PersonFactory(registered_by=world.rosa, document="AB123456")
    sign_in(page, world.rosa)
    documents = reverse("desk:person-documents", args=[person.pk])
    page.goto(documents)
    expect(page.get_by_text("Ninguna foto ni escaneo")).to_be_visible()

    steps.press(page, "Agregar una foto")
    for part, typed in DAY.items():
        page.locator(f"[name=taken_on_{part}]").fill(typed)
    page.locator("[name=picture]").set_input_files(paper["page.jpg"])
    steps.press(page, "Poner en el expediente")
    expect(page.get_by_role("main")).to_contain_text("No es una imagen ni un PDF")
    expect(page.locator("[name=taken_on_year]")).to_have_value(DAY["year"])
    page.locator("[name=picture]").set_input_files(paper["photo.jpg"])
    steps.press(page, "Poner en el expediente")
    loaded(page, "Foto de la persona")

    page.goto(documents)
    steps.press(page, "Agregar un escaneo")
    page.get_by_role("radio", name="Pasaporte AB123456").check()
    page.get_by_role("radio", name="Anverso").check()
    page.locator("[name=picture]").set_input_files(paper["scan.pdf"])
    steps.press(page, "Poner en el expediente")
    loaded(page, "Pasaporte: anverso")
    expect(page.get_by_text("2 páginas (PDF)")).to_be_visible()
    if browser_context_args["java_script_enabled"]:
        axe(page)

    steps.follow(page, re.compile("Quitar.*Foto de la persona"))
    page.get_by_role("radio", name="La persona lo pidió").check()
    steps.press(page, "Quitar")
    expect(page.get_by_role("img", name="Foto de la persona")).to_have_count(0)
    page.locator("summary", has_text="Fotos y escaneos anteriores").click()
    expect(page.get_by_text("borrada")).to_be_visible()


def test_a_picture_opened_by_itself_is_a_picture(page: Page, world, sign_in, paper):
    person = PersonFactory(registered_by=world.rosa)
    sign_in(page, world.rosa)
    page.goto(reverse("people:photo", args=[person.pk]))
    page.locator("[name=picture]").set_input_files(paper["photo.jpg"])
    steps.press(page, "Poner en el expediente")
    shown = page.get_by_role("link", name="Foto de la persona").get_attribute("href")
    answer = page.goto(str(shown))
    assert answer is not None
    assert answer.headers["content-type"] == "image/jpeg"
    assert "sandbox" in answer.headers["content-security-policy"]
    expect(page.locator("img")).to_have_count(1)


def test_on_a_phone_the_head_goes_on_below_the_photo_and_no_heading_stands_over_nothing(page: Page, world, sign_in):
    person = attach(PersonFactory(registered_by=world.rosa, phone="987654321")).person
    sign_in(page, world.rosa)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(reverse("desk:person-history", args=[person.pk]))
    photo, office = page.locator(".ay-identity__picture"), page.locator(".ay-identity__facts div").last
    head, last = photo.bounding_box(), office.bounding_box()
    assert head
    assert last
    assert last["y"] < head["y"] + 200, "five short lines"
    assert last["x"] + last["width"] > head["x"] + head["width"] / 2, "as wide as the head itself"
    empty = page.locator("main td[data-label='Qué hacer']:empty")
    expect(empty).not_to_have_count(0)
    expect(empty.filter(visible=True)).to_have_count(0)
