"""What machines find: the calendar and the sessions to come, in every language, and nothing of whoever signs up."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from ayni.outreach import actions

from .factories import session_of

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
OTHERS = ["en", "fr", "ht", "pt"]


def located(client) -> dict[str, dict[str, str]]:
    """Address → the same page by language, as the map of the site says."""
    text = client.get("/sitemap.xml").content.decode()
    found = {}
    for one in re.findall(r"<url>(.*?)</url>", text, flags=re.DOTALL):
        found[re.search(r"<loc>(.*?)</loc>", one)[1]] = dict(re.findall(r'hreflang="(\w+)" href="([^"]+)"', one))
    return found


def test_the_map_of_the_site_has_the_calendar_and_each_session_to_come_in_five_languages(client, rosa):
    open_one = session_of(rosa)
    planned = session_of(rosa, publish=False)
    over = session_of(rosa, starts_at=now() - timedelta(days=3), at=now() - timedelta(days=20))
    cancelled = session_of(rosa)
    actions.cancel_session(session=cancelled, reason="No hay sala.", by=rosa, at=now())
    found = located(client)
    for path in ("/sesiones/", f"/sesiones/{open_one.pk}/"):
        same = {"es": f"{SITE}{path}"} | {language: f"{SITE}/{language}{path}" for language in OTHERS}
        for address in same.values():
            assert found[address] == same
    for hidden in (planned, over, cancelled):
        assert not [address for address in found if str(hidden.pk) in address]


def test_each_says_itself_where_it_can_be_read_and_signing_up_is_not_found(client, rosa):
    session = session_of(rosa)
    page = client.get(f"/fr/sesiones/{session.pk}/").content.decode()
    assert f'<link rel="canonical" href="{SITE}/fr/sesiones/{session.pk}/">' in page
    ways = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', page))
    assert ways["es"] == f"{SITE}/sesiones/{session.pk}/"
    assert sorted(ways) == ["en", "es", "fr", "ht", "pt"]
    assert "noindex" not in page
    for path in (f"/sesiones/{session.pk}/inscribirse/", "/sesiones/mi-inscripcion/"):
        assert '<meta name="robots" content="noindex, nofollow">' in client.get(path).content.decode()
