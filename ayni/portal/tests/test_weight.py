"""A first visit of a guide weighs 100 kB at most and asks for twelve things at most, with all of its pictures."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from ayni.files.preparing import Kind
from ayni.files.redrawing import WAYS
from ayni.portal import drawings
from ayni.portal.models import Service
from ayni.portal.rules.pictures import MOST

from .factories import TEXT, VersionFactory, facts
from .test_written_guides import FOLDERS, read

LIMIT, REQUESTS = 100_000, 12
HEADERS = 600
"""Bytes that go before each answer."""


def of_file(address: str) -> bytes:
    name = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", address).removeprefix("/static/")
    found = finders.find(name)
    assert found, f"There is no file {name}."
    with open(found, "rb") as file:
        return file.read()


def as_it_travels(content: bytes) -> int:
    return len(gzip.compress(content, 9)) + HEADERS


@pytest.mark.django_db
def test_a_first_visit_with_three_of_the_heaviest_pictures_is_light(client):
    longest = max((read(folder / "es.toml") for folder in FOLDERS), key=lambda text: len(str(text)))
    longest = {part: said for part, said in longest.items() if part in TEXT}
    VersionFactory(guide__slug="larga", text=longest, facts=facts(Service.DOCUMENTS))
    page = client.get("/guias/larga/").content
    wanted = set(re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src)="([^"]+)"', page.decode()))
    styles = b"".join(of_file(one) for one in wanted if one.endswith(".css")).decode()
    wanted |= {f"/static/design/{one.removeprefix('../')}" for one in re.findall(r'url\("?(\.\./[^")]+)"?\)', styles)}
    assert any(one.endswith(".css") for one in wanted)
    pictures = MOST * (WAYS[Kind.GUIDE].most + HEADERS)
    weight = as_it_travels(page) + sum(as_it_travels(of_file(one)) for one in wanted) + pictures
    assert weight <= LIMIT, f"{weight:,} bytes"
    assert 1 + len(wanted) + MOST <= REQUESTS, sorted(wanted)


def test_a_drawing_of_ours_is_lighter_than_a_picture_and_can_do_nothing():
    assert len(drawings.sizes()) >= 6
    for name in drawings.sizes():
        content = (drawings.FOLDER / name).read_bytes()
        assert as_it_travels(content) <= WAYS[Kind.GUIDE].most / 4, name
        said = content.decode()
        assert not re.search(r"<script|<style|<text|\bon\w+=|href=\"(?!#)|url\(", said), name
        assert set(re.findall(r"https?://[^\"]+", said)) == {"http://www.w3.org/2000/svg"}, name
