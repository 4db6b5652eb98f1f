"""After an erasure nothing that was known of the person is left anywhere: planted values are looked for everywhere.

What is planted follows from each model's `Privacy`: a column that is added later is looked for too.
"""

import contextlib
import json
import logging
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from ayni.access.models import Session
from ayni.access.sessions import SessionStore
from ayni.facts import actions as facts
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.people import actions, hooks, queries
from ayni.people.models import NameLine, Person, SearchKey
from ayni.people.queries import own_data
from ayni.people.queries.scan import NAMES
from ayni.people.rules.asking import NothingToSearch
from ayni.people.tests.factories import PersonFactory
from tests.age_bands import make_age_bands
from tests.test_architecture import personal_models
from tests.whole_file import whole_file

STAY = {
    "cases.CaseProfile.profile": "which need was attended to: the statistics by profile",
    "cases.CaseProtocol.protocol": "compliance with the protocol",
    "cases.ProtocolMove.before": "compliance with the protocol",
    "cases.ProtocolMove.after": "compliance with the protocol",
    "people.Person.birth_date": "no more of it than the band of age",
}
"""Personal columns that an erasure leaves, and why. `keeps` of their Eraser says the same on the page."""

HELD_TOGETHER = {"people.NameLine.born", "people.NameLine.keys", "people.SearchKey.key", "people.SearchKey.born"}
"""By these the search keys of a person are found again, so nothing else can be planted there: the keys are counted."""

NO_PERSON = {
    "access.User", "access.Session", "access.AnsweredForm", "access.Invitation", "directory.FocalPoint",
    "people.ImportBatch",
    "people.ImportMapping", "people.Breach", "directory.Proposal", "directory.Record",
    "feedback.Draft", "feedback.Opinion", "feedback.Contribution", "outreach.SignUp",
    "outreach.Reply", "outreach.Invited", "outreach.Response", "outreach.AnswerRow",
    "portal.Conversation", "portal.Answered", "notices.Subscription", "observatory.Purpose",
}  # fmt: skip
"""Of staff, of institutions, of lists; what nothing leads back from."""

A_DAY, A_NUMBER = date(1971, 7, 17), 17771
BY_ITSELF = re.compile(rf"(?<![0-9A-Za-z.]){A_NUMBER}(?![0-9A-Za-z])")


@pytest.fixture
def bands(transactional_db):
    """The bands of age that facts are counted by."""
    make_age_bands()


def of_person(label: str, person: Person) -> Any:
    """The rows of a table that belong to this person, however they are reached."""
    model, told = apps.get_model(label), own_data.told_of(label)
    if path := own_data.paths().get(label):
        return model._base_manager.filter(**{path: person})
    if label == "people.Person":
        return model._base_manager.filter(pk=person.pk)
    return told.rows(person, person.registered_by) if told.rows else model._base_manager.all()


def planted(person: Person) -> dict[str, Any]:
    """A value of its own in every personal column of every row of this person: column → value."""
    values: dict[str, Any] = {}
    for model in personal_models():
        label = model._meta.label
        if label in NO_PERSON or not model.Privacy.personal:
            continue
        rows = of_person(label, person)
        assert rows.exists(), f"Give this person a row of {label}, in tests/whole_file.py"
        for name in sorted(model.Privacy.personal):
            value = canary(model._meta.get_field(name), len(values), person)
            if value is not None and f"{label}.{name}" not in HELD_TOGETHER:
                assert plant(rows, name, value), f"Give this person a row of {label} that may hold {name}"
                values[f"{label}.{name}"] = value
    return values


def plant(rows: Any, name: str, value: Any) -> int:
    """In every row that may hold it: a constraint may let only one of two columns be filled."""
    planted = 0
    for key in list(rows.values_list("pk", flat=True)):
        with contextlib.suppress(IntegrityError), transaction.atomic():
            planted += rows.model._base_manager.filter(pk=key).update(**{name: value})
    return planted


def canary(field: models.Field, number: int, person: Person) -> Any:
    word = f"Zq{number:03d}Xk"
    if isinstance(field, EncryptedJSONField):
        lists = {"shared": [["campo", "Etiqueta", word]], "held": [[str(person.pk), str(person.pk), word]]}
        return lists.get(field.name, {word: word})
    if isinstance(field, EncryptedTextField | models.CharField | models.TextField):
        return word
    if isinstance(field, models.DateField):
        return A_DAY
    if isinstance(field, models.BigIntegerField):
        return A_NUMBER * 10**9 + number
    return A_NUMBER if isinstance(field, models.PositiveSmallIntegerField | models.PositiveIntegerField) else None


def words_of(values: dict[str, Any]) -> set[str]:
    found = {text for value in values.values() for text in texts(value)}
    return {text for text in found if text.startswith("Zq") or text.isdigit() or text == str(A_DAY)}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    elif isinstance(value, list):
        yield from (each for part in value for each in part)
    else:
        yield str(value)


def in_tables() -> Iterator[tuple[str, str]]:
    """Every column of every row of every table, as the database holds it, and decrypted."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        # Of permissions and kinds of content: nobody is in them, and their ids grow until one is a planted number.
        for table in (t for t in tables if not t.startswith(("auth_", "django_content"))):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield (
                        f"{table}.{name}",
                        bytes(value).decode("latin1") if isinstance(value, bytes | memoryview) else str(value),
                    )
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField | EncryptedJSONField):
                for value in model._base_manager.values_list(field.name, flat=True):
                    yield f"{model._meta.label}.{field.name}", json.dumps(value, ensure_ascii=False)


def in_memory() -> Iterator[tuple[str, str]]:
    NAMES.refresh()
    yield "names in memory", " ".join(NAMES._vocabulary.sounds)
    yield "cache", str([bytes(value) for value in getattr(cache, "_cache", {}).values()])
    for row in Session.objects.all():
        yield "sessions", json.dumps(SessionStore().decode(row.session_data))


def in_facts(home: Path) -> Iterator[tuple[str, str]]:
    build = facts.build(home=home, at=timezone.now())
    for path in sorted(build.path.rglob("*")):
        if path.suffix == ".parquet":
            yield path.name, str(pq.read_table(path).to_pylist())
        elif path.is_file():
            # Ids of rows, and what says which of them stands where: bytes, in which no word may be read either.
            yield path.name, path.read_bytes().decode(errors="replace")


def found(words: set[str], places: Iterator[tuple[str, str]]) -> list[str]:
    return sorted({f"{word} in {place}" for place, text in places for word in words if is_in(word, text)})


def is_in(word: str, text: str) -> bool:
    """The short number stands by itself: now and then an id, which is drawn, has those five digits in it."""
    return word in text and (word != str(A_NUMBER) or bool(BY_ITSELF.search(text)))


def on_disk() -> bytes:
    """The database as a thief would read it: in another process, as `conftest.py` asks of whoever reads the files."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(connection.settings_dict["NAME"])
    files = [str(file) for file in path.parent.glob(path.name + "*")]
    return subprocess.run(["/bin/cat", *files], capture_output=True, check=True).stdout  # noqa: S603


def test_a_planted_number_is_seen_wherever_it_was_left_and_in_no_id():
    assert all(is_in("17771", text) for text in ("17771", '{"age": 17771}', "[17771, 3]", "tiene 17771.", "x=17771;"))
    assert not is_in("17771", "01a22a4afef97437177717aaa7a723c3")


@pytest.mark.django_db(transaction=True)
def test_after_an_erasure_no_planted_value_is_left_anywhere(world, bands, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    person = whole_file(world)
    values = planted(person)
    words = words_of(values)
    assert len(words) > 30
    NAMES.refresh()
    assert found(words, in_tables()), "what was planted is not found while it is there: the search finds nothing"

    actions.erase(person=person, ground="REQUEST", by=world.marta, at=timezone.now())

    assert not SearchKey.objects.exists()
    assert {(line.words, line.born, bytes(line.keys)) for line in NameLine.objects.all()} == {("", 0, b"")}
    assert not found(words, in_tables())
    assert not found(words, in_memory())
    assert not found(words, in_facts(tmp_path))
    assert not found(words, iter([("logs", caplog.text)]))
    if connection.vendor == "sqlite":
        left = on_disk().decode("latin1")
        assert not [word for word in words if is_in(word, left)]


@pytest.mark.django_db(transaction=True)
def test_rows_that_stay_point_to_nothing_that_tells_of_the_person(world):
    """Foreign keys among the personal columns: the country, the district, the status."""
    person = whole_file(world)
    actions.erase(person=person, ground="REQUEST", by=world.marta, at=timezone.now())
    left = []
    for model in personal_models():
        for name in model.Privacy.personal:
            label = f"{model._meta.label}.{name}"
            if model._meta.label in own_data.paths() and label not in STAY:
                rows = of_person(model._meta.label, person).values_list(name, flat=True)
                left += [label for value in rows if value not in (None, "", [], {}, 0)]
    assert not left, f"An erasure leaves these; empty them in the Eraser of their table: {sorted(set(left))}"


@pytest.mark.django_db
def test_what_is_counted_is_counted_as_before(world, bands, tmp_path):
    person = whole_file(world)
    before = facts.build(home=tmp_path, at=timezone.now())
    then = {
        t: pq.read_table(before.path / f"{t}.parquet").to_pylist() for t in ("people", "cases", "steps", "referrals")
    }
    actions.erase(person=person, ground="REQUEST", by=world.marta, at=timezone.now())
    after = facts.build(home=tmp_path, at=timezone.now())
    same = {"person", "row", "sex", "age_band", "office", "month", "profile", "outcome", "step", "answer", "result"}
    for table, rows in then.items():
        now = pq.read_table(after.path / f"{table}.parquet").to_pylist()
        kept = [{name: value for name, value in row.items() if name in same} for row in now]
        assert kept == [{name: value for name, value in row.items() if name in same} for row in rows]


@pytest.mark.django_db
def test_an_erased_person_is_not_found_and_not_listed(world):
    person = whole_file(world)
    NAMES.refresh()
    assert [
        hit.person.pk for hit in queries.search("Yusleidy Carolina González Rondón", world.rosa, timezone.now()).hits
    ]
    actions.erase(person=person, ground="REQUEST", by=world.marta, at=timezone.now())
    for text in ("Yusleidy Carolina González Rondón", "Yusleydi Gonsales", "AB123456", "+51999000111", "12/03/1990"):
        try:
            again = queries.search(text, world.rosa, timezone.now())
        except NothingToSearch:
            continue
        assert not again.hits
        assert not again.hidden
    assert not Person.objects.visible_to(world.rosa).filter(pk=person.pk).exists()
    actions.rebuild_index(by="system", at=timezone.now())
    assert not NameLine.objects.filter(person=person.pk).exists(), "an index that is made anew brings back a shell"


@pytest.mark.django_db
def test_in_the_file_of_a_relative_only_the_kind_of_relation_stays(world):
    person = whole_file(world)
    mother = PersonFactory(registered_by=world.rosa)
    mother.relationships.create(kind="CHILD", relative=person, name="Hija con nombre", birth_year=2011)
    actions.erase(person=person, ground="REQUEST", by=world.marta, at=timezone.now())
    left = mother.relationships.get()
    assert (left.kind, left.relative, left.name, left.birth_year) == ("CHILD", None, "", None)


def test_every_table_with_a_person_in_reach_says_what_an_erasure_does_with_it():
    declared = {eraser.model for eraser in hooks.ERASERS}
    wrong = [
        model._meta.label
        for model in personal_models()
        if model._meta.label not in declared | set(hooks.NO_ERASER) | NO_PERSON
        and (model.Privacy.personal or model._meta.label in own_data.paths())
    ]
    assert not wrong, (
        "Say what becomes of these when a person is erased, in one line of the app's erasing.py, such as "
        '`deletes("files.Attachment", "person")`, `empties("cases.Task", "case__person", remark="", keeps=_("…"))` or '
        '`stays("cases.CaseProfile", "case__person", keeps=_("…"))` from ayni.people.actions.erasers, and '
        "`hooks.ERASERS.extend(erasing.ERASERS)` in ready(); or a reason in hooks.NO_ERASER: "
        f"{wrong}"
    )


def test_no_table_is_erased_twice_and_none_that_is_gone():
    labels = [eraser.model for eraser in hooks.ERASERS]
    assert len(set(labels)) == len(labels)
    for label in [*labels, *hooks.NO_ERASER]:
        assert apps.get_model(label)
