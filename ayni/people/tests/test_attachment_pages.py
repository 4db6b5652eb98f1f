"""Photos and scans on the pages, and at the addresses that serve them."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ayni.audit.models import Event
from ayni.files.blobs import blobs
from ayni.files.redrawing import MOST_BYTES
from ayni.files.tests.factories import CANARY, exif, jpeg, pdf, picture, saved
from ayni.files.uploads import PATIENCE
from ayni.people.models import Attachment

from .factories import PersonFactory, attach, place

pytestmark = pytest.mark.django_db
IN_A_TEST = 5
"""Savepoints in place of transactions, and the session of a client that was made just now."""


@pytest.fixture
def person(rosa):
    return PersonFactory(registered_by=rosa, document="AB123456")


def address(name, attachment, person=None):
    return reverse(f"people:{name}", args=[(person or attachment.person).pk, attachment.pk])


def send(desk, name, person, content, field="picture", **data):
    upload = SimpleUploadedFile("../../etc/passwd.html", content, content_type="text/html")
    return desk.post(reverse(f"people:{name}", args=[person.pk]), {field: upload, **data})


# --- bringing them ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["picture", "camera"])
def test_a_photo_is_chosen_or_taken(desk, person, field):
    answer = send(desk, "photo", person, saved(picture(), exif=exif()), field)
    assert answer.status_code == 302
    page = desk.get(answer.url).content.decode()
    added = person.attachments.get()
    assert address("file-small", added) in page
    assert 'alt="Foto de la persona"' in page
    assert CANARY not in desk.get(address("file", added)).content


def test_a_scan_is_beside_its_document(desk, person):
    passport = person.documents.get()
    sent = {"document": passport.pk, "side": "FRONT", "original_seen": "on"}
    answer = send(desk, "scan", person, pdf(3), **sent)
    assert answer.status_code == 302
    page = desk.get(answer.url).content.decode()
    assert 'alt="Pasaporte: anverso"' in page
    assert "3 páginas (PDF)" in page
    passport.refresh_from_db()
    assert passport.is_verified


def test_another_paper_needs_no_side(desk, person):
    assert send(desk, "scan", person, jpeg(), document="other").status_code == 302
    assert person.attachments.get().kind == Attachment.Kind.OTHER


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "El archivo está vacío"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "No es una imagen ni un PDF"),
        (jpeg()[:900], "dañado o incompleto"),
        (jpeg() + b"\0" * MOST_BYTES, "demasiado grande: como máximo 10 MB"),
        (pdf(), "Es un PDF"),
    ],
)
def test_what_cannot_be_taken_says_why_and_the_day_stays_typed(desk, person, content, says):
    day = {"taken_on_day": "3", "taken_on_month": "2", "taken_on_year": "2025"}
    answer = send(desk, "photo", person, content, **day)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert says in page
    assert 'value="2025"' in page
    assert not person.attachments.exists()
    assert "passwd" not in page


def test_a_wrong_day_says_that_the_file_has_to_be_chosen_again(desk, person):
    page = send(desk, "photo", person, jpeg(), taken_on_year="3025").content.decode()
    assert "Elija el archivo otra vez" in page


def test_without_a_file_it_says_so(desk, person):
    page = desk.post(reverse("people:photo", args=[person.pk]), {"once": str(uuid.uuid4())}).content.decode()
    assert "Elija un archivo o tome una foto" in page


def test_the_same_form_sent_twice_is_one_photo(desk, person):
    once = str(uuid.uuid4())
    first, second = (send(desk, "photo", person, jpeg(), once=once) for _time in range(2))
    assert first.url == second.url
    assert person.attachments.count() == 1


def test_an_upload_never_touches_the_disk_as_it_came(desk, person, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    tmp_path.chmod(0o500)
    assert send(desk, "photo", person, jpeg() + b"\0" * (MOST_BYTES - 200_000)).status_code == 302
    assert not list(tmp_path.iterdir())


def test_of_what_is_far_too_large_no_more_is_listened_to(desk, person):
    send(desk, "photo", person, b"\0" * (MOST_BYTES * (PATIENCE + 1)))
    assert not person.attachments.exists()


# --- serving ------------------------------------------------------------------------------------------------------


def test_a_picture_is_served_so_that_it_can_do_nothing(desk, person):
    added = attach(person)
    for name in ("file", "file-small"):
        answer = desk.get(address(name, added))
        assert answer.content.startswith(b"\xff\xd8\xff")
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Content-Disposition"] == 'inline; filename="archivo.jpg"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cache-Control"] == "private, no-store"
        policy = answer["Content-Security-Policy"].split("; ")
        assert policy[:2] == ["sandbox", "default-src 'none'"]


def test_a_paper_of_several_pages_is_saved_and_not_opened(desk, person):
    send(desk, "scan", person, pdf(2), document="other")
    answer = desk.get(address("file", person.attachments.get()))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="archivo.pdf"'


def test_looking_at_it_is_recorded_with_why_and_thumbnails_are_not(desk, person, rosa):
    added = attach(person)
    desk.get(address("file-small", added))
    assert not Event.objects.filter(verb="attachment.opened").exists()
    desk.post(reverse("desk:person-purpose", args=[person.pk]), {"purpose": "SUPERVISION"})
    desk.get(address("file", added))
    event = Event.objects.get(verb="attachment.opened")
    assert (event.purpose, event.thread, event.by) == ("supervision", person.pk, str(rosa.pk))


def test_the_picture_of_another_person_is_not_at_this_persons_address(desk, person, rosa):
    """Also of one whom the reader may see: an id alone opens nothing."""
    theirs = attach(PersonFactory(registered_by=rosa))
    for name in ("file", "file-small", "file-remove"):
        assert desk.get(address(name, theirs)).status_code == 200
        assert desk.get(address(name, theirs, person)).status_code == 404


def test_a_stranger_and_a_guess_get_nothing(client, person, vera, desk):
    added = attach(person)
    assert desk.get(reverse("people:file", args=[person.pk, uuid.uuid4()])).status_code == 404
    client.logout()
    client.force_login(vera)
    for name in ("file", "file-small", "file-remove"):
        assert client.get(address(name, added)).status_code == 404


def test_a_restricted_file_keeps_its_pictures_to_its_team(client, person, rosa, julio, lists):
    added = attach(person)
    place(person, "RESTRICTED", rosa, team=rosa.memberships.exclude(team=None).get().team, assignee=rosa)
    client.force_login(julio)
    assert client.get(address("file-small", added)).status_code == 404
    client.force_login(rosa)
    assert client.get(address("file-small", added)).status_code == 200


def test_without_a_session_there_is_only_the_way_in(client, person):
    answer = client.get(address("file", attach(person)))
    assert answer.status_code == 302
    assert "/cuenta/" in answer.url


@pytest.mark.parametrize("spoil", ["remove", "change"])
def test_what_is_lost_on_the_disk_is_a_page_that_is_not_there(desk, person, spoil):
    added = attach(person, shade=55)
    if spoil == "remove":
        blobs().remove(added.file.address)
    else:
        blobs().write(added.file.address, b"\0\1" + b"x" * 99)
    assert desk.get(address("file", added)).status_code == 404
    assert desk.get(reverse("desk:person", args=[person.pk])).status_code == 200
    assert not Event.objects.filter(verb="attachment.opened").exists()


# --- taking out ---------------------------------------------------------------------------------------------------


def test_it_is_taken_out_for_a_reason_and_stays_among_the_earlier_ones(desk, person):
    added = attach(person)
    where = address("file-remove", added)
    assert "Elija una opción" in desk.post(where, {"once": str(uuid.uuid4())}).content.decode()
    answer = desk.post(where, {"reason": "UNCLEAR"})
    assert answer.status_code == 302
    page = desk.get(answer.url).content.decode()
    assert "Fotos y escaneos anteriores" in page
    assert "No se distingue" in page
    assert desk.get(where).status_code == 404


def test_what_was_deleted_is_served_no_more(desk, person):
    added = attach(person)
    desk.post(address("file-remove", added), {"reason": "ASKED"})
    assert desk.get(address("file", added)).status_code == 404
    page = desk.get(reverse("desk:person-documents", args=[person.pk])).content.decode()
    assert "borrada" in page
    assert address("file-small", added) not in page


def test_the_page_of_documents_asks_the_database_no_more_for_many_scans(desk, person, django_assert_max_num_queries):
    passport = person.documents.get()
    for shade in range(12):
        attach(person, shade=shade, document=passport, side="PAGE")
    attach(person, shade=99)
    with django_assert_max_num_queries(12 + IN_A_TEST):
        desk.get(reverse("desk:person-documents", args=[person.pk]))
