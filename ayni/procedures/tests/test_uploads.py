"""Whatever is sent as a paper, at the counter and from home, is refused with its own message or made safe."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ayni.files import queries as files
from ayni.files.models import StoredFile
from ayni.files.redrawing import Refusal
from ayni.files.rules import SENTENCES
from ayni.files.tests.factories import CANARY, bomb, exif, jpeg, pdf
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.actions import preregistration as verbs
from ayni.procedures.models import Item
from ayni.procedures.tests.factories import NOON
from ayni.procedures.tests.lives import procedure

pytestmark = pytest.mark.django_db

REFUSED = {
    "wrong type": (b"MZ\x90\x00 this is a program", Refusal.NOT_TAKEN),
    "web page": (b"<html><script>alert(1)</script></html>", Refusal.NOT_TAKEN),
    "0 bytes": (b"", Refusal.EMPTY),
    "50 MB": (b"\xff\xd8\xff" + b"0" * (50 * 1024 * 1024), Refusal.TOO_LARGE),
    "picture bomb": (bomb(10_000, 10_000), Refusal.TOO_MANY_PIXELS),
    "truncated JPEG": (jpeg()[:900], Refusal.BROKEN),
}
SCRIPT = {"catalog": "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"}


def upload(content, name="pasaporte.jpg", kind="image/jpeg"):
    return {"picture": SimpleUploadedFile(name, content, kind)}


@pytest.fixture
def at_the_counter(client, world, lia):
    wanted = procedure(world, asks=1)
    asked = actions.Asked(procedure=wanted, office=lia.office)
    begun = actions.begin(person=PersonFactory(registered_by=lia), asked=asked, by=lia, at=NOON)
    client.force_login(lia)
    return reverse("procedures:present-item", args=[begun.pk, begun.items.get().pk])


@pytest.fixture
def from_home(client, world, monkeypatch):
    wanted = procedure(world, asks=1)
    made = client.post(reverse("procedures:own-start"), {}).context["made"]
    verbs.answer(found=made, said={}, chosen={"procedure": wanted}, at=made.saved_at)
    return reverse("procedures:own-paper", args=[wanted.requirements.get().pk])


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("door", ["at_the_counter", "from_home"])
def test_what_cannot_be_taken_says_why_and_nothing_of_it_is_kept(request, client, door, name):
    content, reason = REFUSED[name]
    answer = client.post(request.getfixturevalue(door), upload(content))
    assert answer.status_code == 200
    assert str(SENTENCES[reason]) in answer.context["form"].errors["picture"]
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("door", ["at_the_counter", "from_home"])
@pytest.mark.parametrize("content", [jpeg(exif=exif()), pdf(**SCRIPT)], ids=["EXIF location", "PDF with a script"])
def test_what_is_dangerous_is_drawn_anew_and_shows_only_how_it_looks(request, client, door, content):
    answer = client.post(request.getfixturevalue(door), upload(content))
    assert answer.status_code == 302
    kept = files.read(StoredFile.objects.get())
    assert CANARY not in kept
    assert b"Exif" not in kept
    assert b"JavaScript" not in kept


def test_a_paper_is_served_alone_and_only_through_its_application(client, at_the_counter, elsa, vera, lia):
    client.post(at_the_counter, upload(jpeg()))
    item = Item.objects.get()
    address = reverse("procedures:item-paper", args=[item.application_id, item.pk])
    answer = client.get(address)
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    client.force_login(vera)
    assert client.get(address).status_code == 404
