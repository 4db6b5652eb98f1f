"""A picture of a guide: brought by an editor, made harmless, said in words, read over, and shown to everybody."""

import io
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from ayni.audit.models import Event
from ayni.config.public_site import redraw
from ayni.files.redrawing import MOST_BYTES
from ayni.files.tests.factories import CANARY, bomb, exif, jpeg, pdf, picture, saved
from ayni.governance.rules.drafting import CannotApprove, CannotWrite
from ayni.portal import actions, queries
from ayni.portal.actions import Picture
from ayni.portal.actions.writing import Written
from ayni.portal.hooks import Redrawn
from ayni.portal.models import GuidePicture, Service, Tongue

from .factories import TEXT, VersionFactory, facts

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 28, 15, tzinfo=UTC)
TODAY = date(2026, 11, 28)
ALT = "Una mano muestra el carné en la ventanilla."
LIGHT = Redrawn(b"RIFF1234WEBPVP8 light", 320, 240)
OTHER = Redrawn(b"RIFF1234WEBPVP8 other", 320, 240)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def begun(by, guide=None, language=Tongue.ES):
    guide = guide or VersionFactory(guide__slug="carne").guide
    return actions.start_draft(guide=guide, language=language, by=by, at=AT)


def pictured(draft, by, *, place=1, alt=ALT, redrawn=LIGHT):
    return actions.add_picture(
        draft=draft, seen=draft.revision, picture=Picture(alt, place), redrawn=redrawn, by=by, at=AT
    )


def published(draft, by, reader):
    confident = Written(text=draft.text, facts=facts(discreet=draft.facts.get("discreet", False)), confidence="high")
    draft = actions.write_draft(draft=draft, seen=draft.revision, written=confident, by=by, at=AT)
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=by, at=AT)
    return actions.publish_draft(draft=draft, seen=draft.revision, by=reader, at=AT)


def public(name="") -> str:
    return reverse("portal:picture", args=[name or GuidePicture.objects.get().digest])


# What is uploaded.


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "El archivo está vacío"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "Eso no es una imagen"),
        (pdf(), "Eso no es una imagen"),
        (b"\0" * (5 * MOST_BYTES), "demasiado grande|demasiado pesado|10 MB"),
        (bomb(9_000, 9_000), "40 millones"),
        (jpeg()[:900], "dañado o incompleto"),
    ],
    ids=["0 bytes", "svg", "pdf", "50 MB", "bomb", "truncated"],
)
def test_each_bad_upload_is_told_what_is_wrong_and_what_was_typed_stays(client, rosa, content, sentence):
    draft = begun(rosa)
    client.force_login(rosa)
    sent = {"picture": SimpleUploadedFile("a.jpg", content), "alt": ALT, "place": 1, "revision": draft.revision}
    page = client.post(reverse("portal:add-picture", args=[draft.pk]), sent)
    assert page.status_code == 200
    assert re.search(sentence, page.content.decode())
    assert ALT in page.content.decode()
    assert not GuidePicture.objects.exists()


def test_what_is_kept_is_light_and_knows_nothing_of_where_it_was_taken(client, rosa):
    draft = begun(rosa)
    client.force_login(rosa)
    upload = SimpleUploadedFile("IMG_1.jpg", saved(picture((2400, 1800)), exif=exif(6)))
    sent = {"picture": upload, "alt": ALT, "place": 1, "revision": draft.revision}
    answer = client.post(reverse("portal:add-picture", args=[draft.pk]), sent)
    assert answer.status_code == 302, answer.content.decode()
    kept = GuidePicture.objects.get()
    content = bytes(kept.content)
    assert content.startswith(b"RIFF")
    assert (kept.width, kept.height) == Image.open(io.BytesIO(content)).size == (480, 640)
    assert CANARY not in content
    assert b"Exif" not in content
    assert Event.objects.get(verb="guide.picture_added").by == str(rosa.pk)


def test_the_heaviest_picture_becomes_a_light_one():
    noise = Image.effect_noise((1600, 1200), 90).convert("RGB")
    assert len(redraw(saved(noise, "PNG"), 1).content) <= 16_000


@pytest.mark.parametrize("alt", ["", "IMG_20261128.jpg", "foto", "una imagen", "DSC0001", "x y " * 50, "carne.webp"])
def test_words_that_say_nothing_are_refused(client, rosa, alt):
    draft = begun(rosa)
    with pytest.raises(CannotWrite):
        pictured(draft, rosa, alt=alt)


def test_pictures_stand_in_three_places_at_most_each_in_its_own(rosa):
    text = {**TEXT, "steps": [{"title": f"Paso {n}", "text": ""} for n in range(1, 5)]}
    draft = begun(rosa, VersionFactory(text=text).guide)
    draft = pictured(draft, rosa)
    with pytest.raises(CannotWrite, match="Ya hay una imagen"):
        pictured(draft, rosa, redrawn=OTHER)
    with pytest.raises(CannotWrite, match="Ese paso ya no existe"):
        pictured(draft, rosa, place=9, redrawn=OTHER)
    for place in (0, 2):
        draft = pictured(draft, rosa, place=place, redrawn=Redrawn(b"RIFF %d" % place, 10, 10))
    with pytest.raises(CannotWrite, match="3 imágenes como máximo"):
        pictured(draft, rosa, place=3, redrawn=OTHER)


def test_a_picture_stays_with_its_step_and_says_so_when_that_goes(rosa):
    draft = pictured(begun(rosa), rosa)
    step, more = TEXT["steps"][0], {"title": "Antes de todo", "text": "Respire."}
    for steps, place in (([more, step], 2), ([more], -1)):
        said = Written(text={**TEXT, "steps": steps}, facts=facts(), confidence="high")
        draft = actions.write_draft(draft=draft, seen=draft.revision, written=said, by=rosa, at=AT)
        assert draft.facts["pictures"][0]["place"] == place
        assert list(draft.text["alts"].values()) == [ALT]
    with pytest.raises(CannotWrite, match="El paso de esta imagen ya no está"):
        actions.submit_draft(draft=draft, seen=draft.revision, by=rosa, at=AT)


# Who sees it.


def test_a_picture_is_seen_by_staff_before_and_by_everybody_after_it_is_published(client, rosa, marta):
    draft = pictured(begun(rosa), rosa)
    own = reverse("portal:own-picture", args=[GuidePicture.objects.get().digest])
    assert client.get(public()).status_code == 404
    assert client.get(own).status_code == 302, "sign in first"
    client.force_login(rosa)
    assert client.get(own).headers["Cache-Control"] == "private, no-store"
    assert own in client.get(reverse("portal:preview", args=[draft.pk])).content.decode()
    client.logout()
    draft = actions.submit_draft(
        draft=actions.write_draft(draft=draft, seen=draft.revision, by=rosa, at=AT,
                                  written=Written(text=draft.text, facts=facts(), confidence="high")),
        seen=draft.revision + 1, by=rosa, at=AT,
    )  # fmt: skip
    with pytest.raises(CannotApprove, match="Usted escribió parte"):
        actions.publish_draft(draft=draft, seen=draft.revision, by=rosa, at=AT)
    actions.publish_draft(draft=draft, seen=draft.revision, by=marta, at=AT)
    client = type(client)()
    answer = client.get(public())
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert not answer.cookies
    page = client.get("/guias/carne/").content.decode()
    assert f'src="{public()}" alt="{ALT}" width="320" height="240"' in page
    assert 'property="og:image"' in page
    assert client.get("/guias/carne/hoja.pdf").status_code == 200


def test_what_an_old_version_showed_is_still_there_and_what_was_only_drafted_goes(client, rosa, marta):
    done = published(pictured(begun(rosa), rosa), rosa, marta)
    draft = begun(rosa, done.guide)
    draft = pictured(draft, rosa, place=0, redrawn=OTHER)
    assert GuidePicture.objects.count() == 2
    for one in queries.pictures_of(draft):
        draft = actions.take_picture_out(draft=draft, seen=draft.revision, name=one.name, by=rosa, at=AT)
    assert client.get(public()).status_code == 200, "only the one that was published is left"
    draft = pictured(draft, rosa, place=0, redrawn=OTHER)
    actions.discard_draft(draft=draft, seen=draft.revision, by=rosa, at=AT)
    assert GuidePicture.objects.count() == 1


def test_of_a_guide_that_betrays_nothing_is_kept_nor_shared(client, rosa, marta):
    guide = VersionFactory(guide__slug="v", facts=facts(Service.PROTECTION, discreet=True)).guide
    done = published(pictured(begun(rosa, guide), rosa, place=0), rosa, marta)
    assert client.get(public()).headers["Cache-Control"] == "no-store"
    page = client.get(f"/guias/{done.guide.pk}/").content.decode()
    assert public() in page
    assert "og:image" not in page


def test_a_change_of_pictures_is_a_change_and_is_seen_as_one(client, rosa, marta):
    done = published(pictured(begun(rosa), rosa), rosa, marta)
    draft = begun(rosa, done.guide)
    name = GuidePicture.objects.get().digest
    assert not queries.changes(draft.based_on, draft)
    moved = Picture("El carné en su mano.", 0, name)
    draft = actions.change_picture(draft=draft, seen=draft.revision, picture=moved, by=rosa, at=AT)
    changes = [(one.place, one.column, one.before, one.after) for one in queries.changes(draft.based_on, draft)]
    assert changes == [
        ("pictures", "La imagen sobre el texto", "", "El carné en su mano."),
        ("pictures", "La imagen del paso 1", done.version.text["alts"][name], ""),
    ]
    client.force_login(rosa)
    page = client.get(reverse("portal:version", args=["carne", "es", done.version.number])).content.decode()
    assert reverse("portal:own-picture", args=[name]) in page


# In other languages.


def test_a_translation_shows_the_picture_once_it_says_what_it_shows(client, rosa, julio, marta):
    done = published(pictured(begun(rosa), rosa), rosa, marta)
    VersionFactory(guide=done.guide, language="fr", facts={}, meaning=done.version.meaning)
    assert public() not in client.get("/fr/guias/carne/").content.decode(), "no picture without words"
    client.force_login(rosa)
    assert "una imagen sin palabras" in client.get(reverse("portal:history", args=["carne"])).content.decode()
    draft = begun(julio, done.guide, "fr")
    assert [said for said in queries.missing(draft, TODAY) if "La imagen del paso 1" in said]
    with pytest.raises(CannotWrite):
        actions.submit_draft(draft=draft, seen=draft.revision, by=julio, at=AT)
    with pytest.raises(CannotWrite, match="las mismas en todos los idiomas"):
        pictured(draft, julio, redrawn=OTHER)
    said = Picture("Une main montre la carte.", name=GuidePicture.objects.get().digest)
    draft = actions.change_picture(draft=draft, seen=draft.revision, picture=said, by=julio, at=AT)
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=julio, at=AT)
    actions.publish_draft(draft=draft, seen=draft.revision, by=marta, at=AT)
    client.logout()
    assert f'src="{public()}" alt="Une main montre la carte."' in client.get("/fr/guias/carne/").content.decode()


def test_of_two_editors_at_once_the_second_is_told(rosa, julio):
    draft = begun(rosa)
    pictured(draft, rosa)
    with pytest.raises(CannotWrite, match="alguien cambió este borrador"):
        pictured(draft, julio, place=0, redrawn=OTHER)
