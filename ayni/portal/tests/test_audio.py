import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from ayni.portal import actions, queries
from ayni.portal.gateways import voice
from ayni.portal.tests.factories import TEXT, VersionFactory, facts

AT = datetime(2026, 11, 28, 15, tzinfo=UTC)
TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    with time_machine.travel(AT, tick=False):
        yield


def spoken(text: str, language: str, into: Path) -> bool:
    """A voice that writes down what it was given to say."""
    into.write_bytes(f"{language}\n{text}".encode())
    return True


@pytest.mark.django_db
def test_a_guide_is_read_aloud_in_each_of_its_languages_once(client):
    guide = VersionFactory(guide__slug="carne", text=TEXT | {"cost": "Cuesta S/ 49.00."}).guide
    VersionFactory(guide=guide, language="fr", facts={}, text=TEXT | {"title": "La carte"})
    assert actions.record_guides(at=AT, voice=spoken) == 2
    assert actions.record_guides(at=AT, voice=spoken) == 0
    page = client.get("/guias/carne/")
    assert 'src="/guias/carne/audio.mp3"' in page.content.decode()
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    heard = client.get("/guias/carne/audio.mp3")
    assert heard.headers["Content-Type"] == "audio/mpeg"
    said = heard.content.decode()
    assert said.startswith("es\nSacar el carné.\n")
    assert "Cuesta 49 soles." in said
    assert "Qué necesita" in said
    assert client.get("/fr/guias/carne/audio.mp3").content.decode().startswith("fr\nLa carte.")


@pytest.mark.django_db
def test_a_player_asks_for_parts_and_gets_them(client):
    VersionFactory(guide__slug="carne")
    actions.record_guides(at=AT, voice=spoken)
    whole = client.get("/guias/carne/audio.mp3").content
    part = client.get("/guias/carne/audio.mp3", headers={"Range": "bytes=3-7"})
    assert (part.status_code, part.content) == (206, whole[3:8])
    assert part.headers["Content-Range"] == f"bytes 3-7/{len(whole)}"
    assert client.get("/guias/carne/audio.mp3", headers={"Range": "bytes=5-"}).content == whole[5:]
    assert client.get("/guias/carne/audio.mp3", headers={"Range": "bytes=999999-"}).status_code == 416
    assert client.get("/guias/carne/audio.mp3", headers={"Range": "pages=1-2"}).content == whole


@pytest.mark.django_db
def test_other_words_are_read_anew_and_the_old_ones_are_thrown_away(client):
    first = VersionFactory(guide__slug="carne")
    actions.record_guides(at=AT, voice=spoken)
    VersionFactory(guide=first.guide, number=2, text=TEXT | {"title": "Otro título"})
    assert client.get("/guias/carne/audio.mp3").status_code == 404, "nobody hears the old words"
    actions.record_guides(at=AT, voice=spoken)
    assert "Otro título" in client.get("/guias/carne/audio.mp3").content.decode()
    assert len(list(queries.audio_folder().glob("*.mp3"))) == 1


@pytest.mark.django_db
def test_without_a_voice_the_page_promises_none(client, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda program: None)
    VersionFactory(guide__slug="carne")
    assert actions.record_guides(at=AT) == 0
    assert "audio" not in client.get("/guias/carne/").content.decode()
    assert client.get("/guias/carne/audio.mp3").status_code == 404


@pytest.mark.django_db
def test_only_so_many_are_made_at_once_and_a_discreet_one_is_kept_by_no_browser(client):
    versions = [VersionFactory(text=TEXT | {"title": f"Guía {n}"}, facts=facts(discreet=n == 0)) for n in range(4)]
    assert actions.record_guides(at=AT, voice=spoken, most=3) == 3
    assert actions.record_guides(at=AT, voice=spoken, most=3) == 1
    heard = client.get(f"/guias/{versions[0].guide.pk}/audio.mp3")
    assert heard.headers["Cache-Control"] == "no-store"


@pytest.mark.skipif(not voice.has_voice(), reason="espeak-ng and lame are not installed here")
@pytest.mark.parametrize("language", list(voice.VOICES))
def test_the_voice_of_this_machine_makes_an_mp3_in_every_language(tmp_path, language):
    made = tmp_path / "a.mp3"
    assert voice.espeak("Uno, dos, tres.", language, made)
    content = made.read_bytes()
    assert content[:2] in {b"\xff\xfb", b"\xff\xf3", b"ID"}, "frames of MP3, or a tag before them"
    assert len(content) > 2000
    assert not voice.espeak("Uno.", "xx", tmp_path / "b.mp3")
