"""Somebody keeps a content while somebody else clears the same one away: on neither database they miss each other."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from ayni.files import actions, queries
from ayni.files.blobs import blobs
from ayni.files.models import StoredFile
from ayni.lib import keys
from ayni.people.tests.factories import NOON

from .factories import drawn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    keys.write(keys.new_keyring(), tmp_path)


def beside(work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_what_is_being_kept_is_not_cleared_away():
    address = actions.keep(drawn=drawn(), by=None, at=NOON).address
    StoredFile.objects.all().delete()
    with transaction.atomic():
        kept = actions.keep(drawn=drawn(), by=None, at=NOON)
        clearing = beside(lambda: actions.clear(address=address, at=NOON))
        clearing.join(0.5)
        assert clearing.is_alive()
    clearing.join(20)
    assert queries.read(kept) == drawn().content


def test_what_is_kept_while_it_goes_is_there_in_the_end():
    file = actions.keep(drawn=drawn(), by=None, at=NOON)
    with transaction.atomic():
        assert actions.let_go(file=file)
        keeping = beside(lambda: actions.keep(drawn=drawn(), by=None, at=NOON))
        keeping.join(0.5)
        assert keeping.is_alive()
    keeping.join(20)
    assert queries.read(StoredFile.objects.get()) == drawn().content
    assert not list(queries.examine())
    assert len(list(blobs().names())) == 2
