from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ayni.audit.models import Event
from ayni.files import queries as files
from ayni.files.models import StoredFile
from ayni.files.tests.factories import drawn
from ayni.people import actions, hooks, queries
from ayni.people.models import Attachment, Purpose
from ayni.people.rules import attachments as rules
from ayni.people.rules.attachments import CannotAttach
from ayni.people.rules.consents import CannotKeep
from ayni.people.rules.editing import CannotChange

from .factories import NOON, NoDocumentFactory, PersonFactory, attach

pytestmark = pytest.mark.django_db
Reason, Side = Attachment.Reason, Attachment.Side


@pytest.fixture
def person(rosa):
    return PersonFactory(registered_by=rosa, document="AB123456")


@pytest.fixture
def passport(person):
    return person.documents.get()


def words(person) -> list[str]:
    return [shown.words for shown in queries.papers(person).attachments]


def remove(attachment, reason, by, at=NOON):
    return actions.remove_attachment(attachment=attachment, reason=reason, by=by, at=at)


def events(person) -> list[str]:
    return list(Event.objects.filter(thread=person.pk).order_by("seq").values_list("verb", flat=True))


def test_a_photo_is_in_the_file_and_in_the_trail(person, rosa):
    added = attach(person, taken_on=date(2026, 11, 19))
    assert queries.current_photo(person) == added.pk
    assert words(person) == ["Foto de la persona"]
    event = Event.objects.get(verb="attachment.added")
    assert (event.subject_id, event.thread, event.by) == (str(added.pk), person.pk, str(rosa.pk))
    assert event.details == {"kind": "PHOTO", "document": None, "side": "", "pages": 1, "replaces": []}


def test_its_id_cannot_be_guessed_from_its_time(person):
    assert attach(person).pk.version == 4


def test_a_new_photo_takes_the_place_of_the_old_one_which_is_kept(person):
    old = attach(person)
    new = attach(person, shade=30, at=NOON + timedelta(days=1))
    assert queries.current_photo(person) == new.pk
    earlier = queries.papers(person).earlier[0].attachment
    assert (earlier.pk, earlier.reason) == (old.pk, Reason.REPLACED)
    assert files.read(earlier.file)
    assert events(person) == ["attachment.added", "attachment.replaced", "attachment.added"]


def test_a_document_has_one_front_one_back_and_many_pages(person, passport):
    for shade, side in ((1, Side.FRONT), (2, Side.BACK), (3, Side.PAGE), (4, Side.PAGE), (5, Side.FRONT)):
        attach(person, shade=shade, document=passport, side=side)
    current = person.attachments.filter(ended_at__isnull=True).order_by()
    assert sorted(current.values_list("side", flat=True)) == ["BACK", "FRONT", "PAGE", "PAGE"]
    assert "Pasaporte: anverso" in words(person)
    assert set(queries.by_document(queries.papers(person).attachments)) == {passport.pk}


def test_the_document_counts_as_seen_only_if_the_officer_says_so(person, passport):
    attach(person, document=passport, side=Side.FRONT)
    passport.refresh_from_db()
    assert not passport.is_verified
    attach(person, document=passport, side=Side.BACK, original_seen=True)
    passport.refresh_from_db()
    assert passport.is_verified
    assert events(person)[-1] == "document.verified"


def test_without_a_consent_nothing_is_added_and_yet_something_can_be_taken_out(person, rosa):
    added = attach(person)
    consent = person.consents.get(purpose=Purpose.REGISTER)
    actions.withdraw_consent(consent=consent, by=rosa, at=NOON)
    with pytest.raises(CannotKeep):
        attach(person, shade=30)
    assert remove(added, Reason.UNCLEAR, rosa).ended_at == NOON


@pytest.mark.parametrize(
    ("document", "side", "kind"),
    [
        (True, "", "DOCUMENT_SCAN"),
        (False, "FRONT", "DOCUMENT_SCAN"),
        (True, "FRONT", "PHOTO"),
        (False, "BACK", "OTHER"),
    ],
)
def test_a_scan_says_of_what_it_is_and_nothing_else_does(person, passport, document, side, kind):
    with pytest.raises(CannotAttach):
        attach(person, kind=kind, document=passport if document else None, side=side)


def test_the_document_of_somebody_else_is_refused(person, passport, rosa):
    other = PersonFactory(registered_by=rosa)
    with pytest.raises(CannotAttach):
        attach(other, document=passport, side=Side.FRONT)


def test_a_document_that_ended_or_that_there_is_not_takes_no_scan(person, passport, rosa):
    actions.end_document(document=passport, by=rosa, at=NOON)
    none = person.documents.create(type=NoDocumentFactory())
    for document in (passport, none):
        with pytest.raises(CannotAttach):
            attach(person, document=document, side=Side.FRONT)


def test_a_picture_of_tomorrow_is_refused(person):
    with pytest.raises(CannotAttach):
        attach(person, taken_on=NOON.date() + timedelta(days=1))


def test_a_file_holds_so_many_and_no_more(person, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 2)
    attach(person, kind="OTHER", shade=1)
    attach(person, shade=2)
    attach(person, shade=3)
    with pytest.raises(CannotAttach, match="2"):
        attach(person, kind="OTHER", shade=4)


def test_what_is_unclear_is_put_aside_and_kept(person, rosa, django_capture_on_commit_callbacks):
    added = attach(person)
    with django_capture_on_commit_callbacks(execute=True):
        remove(added, Reason.UNCLEAR, rosa)
    assert queries.current_photo(person) is None
    assert files.read(person.attachments.get().file)
    assert Event.objects.get(verb="attachment.removed").details == {"reason": "UNCLEAR", "deleted": False}


@pytest.mark.parametrize("reason", [Reason.NOT_THEIRS, Reason.ASKED])
def test_what_is_of_somebody_else_or_not_wanted_is_gone_from_the_disk(
    person, rosa, reason, django_capture_on_commit_callbacks
):
    added = attach(person, shade=77)
    with django_capture_on_commit_callbacks(execute=True):
        remove(added, reason, rosa)
    assert person.attachments.get().file is None
    assert not StoredFile.objects.exists()
    assert not files.blobs().has(added.file.address)
    assert queries.papers(person).earlier[0].was_deleted


def test_what_another_file_shows_too_stays_there(person, rosa, django_capture_on_commit_callbacks):
    added, other = attach(person), attach(PersonFactory(registered_by=rosa))
    with django_capture_on_commit_callbacks(execute=True):
        remove(added, Reason.NOT_THEIRS, rosa)
    assert files.read(other.file) == drawn().content


def test_it_is_taken_out_once_and_for_a_reason_that_may_be_given(person, rosa):
    added = attach(person)
    with pytest.raises(CannotAttach):
        remove(added, Reason.MERGED, rosa)
    remove(added, Reason.UNCLEAR, rosa)
    with pytest.raises(CannotChange):
        remove(added, Reason.UNCLEAR, rosa)


def test_the_database_knows_the_rules_too(person, passport, rosa):
    def row(**values):
        base = {"person": person, "file": attach(person).file, "added_by": rosa, "added_at": NOON}
        with transaction.atomic():
            Attachment.objects.create(**base | values)

    for values in (
        {"kind": "PHOTO"},
        {"kind": "DOCUMENT_SCAN", "document": passport},
        {"kind": "OTHER", "side": "FRONT"},
        {"kind": "OTHER", "file": None},
        {"kind": "OTHER", "ended_at": NOON},
    ):
        with pytest.raises(IntegrityError):
            row(**values)


# --- merging and erasing ------------------------------------------------------------------------------------------


def test_of_two_photos_that_of_who_is_kept_stays_and_the_other_becomes_an_earlier_one(person, rosa):
    absorbed = PersonFactory(registered_by=rosa)
    mine, theirs = attach(person), attach(absorbed, shade=30)
    repointer = next(one for one in hooks.REPOINTERS if one.model == "people.Attachment")
    repointer.settle(person, absorbed, NOON)
    Attachment.objects.filter(**{repointer.field: absorbed}).update(**{repointer.field: person})
    assert queries.current_photo(person) == mine.pk
    assert queries.papers(person).earlier[0].attachment.pk == theirs.pk


def test_the_only_photo_stays_current_when_files_become_one(person, rosa):
    absorbed = PersonFactory(registered_by=rosa)
    theirs = attach(absorbed)
    actions.settle_attachments(person, absorbed, NOON)
    Attachment.objects.filter(person=absorbed).update(person=person)
    assert queries.current_photo(person) == theirs.pk


def test_erasing_takes_rows_and_pictures_unless_somebody_else_has_them(
    person, passport, rosa, django_capture_on_commit_callbacks
):
    other = PersonFactory(registered_by=rosa)
    shared = attach(other).file
    attach(person)
    alone = attach(person, document=passport, side=Side.FRONT, shade=30).file
    eraser = next(one for one in hooks.ERASERS if one.model == "people.Attachment")
    with django_capture_on_commit_callbacks(execute=True):
        assert eraser.erase(person, NOON) == 2
    assert not person.attachments.exists()
    assert not files.blobs().has(alone.address)
    assert files.read(shared) == drawn().content
