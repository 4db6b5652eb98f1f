"""Announced, prepared, signed by two who did not prepare it, published at its day, withdrawn; and every refusal."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from ayni.access.models import Reach, User
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.audit.models import Event
from ayni.facts.actions import build as build_facts
from ayni.facts.builds import Build
from ayni.observatory import actions, published, releasing
from ayni.observatory.actions import keys as held
from ayni.observatory.models import Planned, Release, State
from ayni.observatory.noise.keys import KeyRefused
from ayni.observatory.rules import CannotRelease, last_months
from ayni.outreach.tests.factories import BandFactory
from ayni.people.tests.factories import DistrictFactory, PersonFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 5, 15, tzinfo=UTC)
DAY = date(2026, 11, 10)
MIDNIGHT = datetime(2026, 11, 10, 5, tzinfo=UTC)


@pytest.fixture
def tidy() -> Iterator[None]:
    """Neither what the demo of another module left in the home, nor what is left of this."""
    _tidied()
    yield
    _tidied()


def _tidied() -> None:
    shutil.rmtree(settings.AYNI_HOME / "observatory", ignore_errors=True)
    shutil.rmtree(settings.AYNI_HOME / "facts", ignore_errors=True)
    held.key_path().unlink(missing_ok=True)


@pytest.fixture
def facts(tidy: None, rosa: User) -> Build:
    BandFactory(code="AB-30-59")
    PersonFactory.create_batch(
        3, registered_by=rosa, registered_at=datetime(2026, 10, 3, tzinfo=UTC), district=DistrictFactory()
    )
    held.make_key(at=AT)
    return build_facts(home=settings.AYNI_HOME, at=AT)


@pytest.fixture
def nora(world: object) -> User:
    nora = UserFactory(username="nora")
    MembershipFactory(user=nora, role=Role.SUPERVISOR, reach=Reach.NATIONAL)
    return nora


@pytest.fixture
def announced(facts: Build, tomas: User) -> Planned:
    return actions.plan_release(period="2026-10", day=DAY, by=tomas, at=AT)


@pytest.fixture
def prepared(announced: Planned, tomas: User) -> Release:
    one = actions.ask_for_release(period="2026-10", by=tomas, at=AT)
    assert actions.prepare_waiting(at=AT) == 1
    one.refresh_from_db()
    assert one.state == State.PREPARED, one.refused
    return one


def signed(one: Release, *who: User) -> Release:
    for user in who:
        one = actions.sign_release(release=one, seen=one.checksum, by=user, at=AT)
    return one


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="observatory.").order_by("seq").values_list("verb", flat=True))


def test_nothing_is_public_before_two_people_signed_and_the_day_came(prepared, tomas, marta, nora):
    home = settings.AYNI_HOME
    assert published.releases(home, MIDNIGHT) == []
    one = signed(prepared, marta)
    assert one.state == State.SIGNED_ONCE
    with pytest.raises(CannotRelease):
        actions.publish_release(release=one, by=marta, at=AT)
    one = signed(one, nora)
    assert one.state == State.SIGNED
    assert published.releases(home, MIDNIGHT) == []
    one = actions.publish_release(release=one, by=nora, at=AT)
    assert published.releases(home, MIDNIGHT - timedelta(seconds=1)) == []
    assert [each.id for each in published.releases(home, MIDNIGHT)] == ["2026-10.1"]
    assert one.published_at == MIDNIGHT
    assert verbs() == [
        "observatory.key_made", "observatory.planned", "observatory.asked_for", "observatory.prepared",
        "observatory.signed", "observatory.signed", "observatory.published",
    ]  # fmt: skip


def test_a_release_that_is_published_late_is_public_at_once_and_says_so(prepared, marta, nora):
    late = MIDNIGHT + timedelta(days=2)
    one = actions.publish_release(release=signed(prepared, marta, nora), by=marta, at=late)
    assert one.published_at == late
    assert published.latest(settings.AYNI_HOME, late).moment == late


def test_whoever_prepared_it_does_not_sign_it(prepared, tomas):
    with pytest.raises(CannotRelease, match="prepar"):
        signed(prepared, tomas)


def test_one_person_does_not_sign_twice(prepared, marta):
    with pytest.raises(CannotRelease):
        signed(signed(prepared, marta), marta)
    assert prepared.signatures.count() == 1


def test_a_signature_is_of_what_was_seen(prepared, marta):
    with pytest.raises(CannotRelease):
        actions.sign_release(release=prepared, seen="another", by=marta, at=AT)


def test_files_that_are_not_what_was_signed_are_not_published(prepared, marta, nora):
    one = signed(prepared, marta, nora)
    path = releasing.prepared(settings.AYNI_HOME) / one.name / "release.json"
    path.write_text(path.read_text().replace('"POP_DISTRICT.json": "', '"POP_DISTRICT.json": "0'))
    with pytest.raises(CannotRelease):
        actions.publish_release(release=one, by=marta, at=AT)
    assert published.releases(settings.AYNI_HOME, MIDNIGHT) == []


def test_rows_that_were_lost_after_the_files_are_made_good_by_the_next_try(prepared, marta, nora):
    one = signed(prepared, marta, nora)
    with transaction.atomic():
        actions.publish_release(release=one, by=marta, at=AT)
        transaction.set_rollback(True)
    one.refresh_from_db()
    assert one.state == State.SIGNED
    one = actions.publish_release(release=one, by=marta, at=MIDNIGHT + timedelta(days=1))
    assert one.published_at == published.latest(settings.AYNI_HOME, MIDNIGHT).moment == MIDNIGHT


def test_what_is_withdrawn_is_read_by_nobody_and_kept(prepared, marta, nora):
    one = actions.publish_release(release=signed(prepared, marta, nora), by=marta, at=AT)
    one = actions.withdraw_release(release=one, why="Una tabla estaba mal.", by=nora, at=AT)
    assert one.state == State.WITHDRAWN
    assert published.releases(settings.AYNI_HOME, MIDNIGHT) == []
    assert (releasing.withdrawn(settings.AYNI_HOME) / "2026-10.1" / "release.json").exists()
    with pytest.raises(CannotRelease):
        actions.withdraw_release(release=one, why="Otra vez", by=nora, at=AT)


def test_a_further_version_says_why_and_is_another_release(prepared, tomas, marta, nora):
    actions.publish_release(release=signed(prepared, marta, nora), by=marta, at=AT)
    with pytest.raises(CannotRelease):
        actions.ask_for_release(period="2026-10", by=tomas, at=AT)
    two = actions.ask_for_release(
        period="2026-10", by=tomas, at=AT, reason_es="Faltaba una oficina", reason_en="An office was missing"
    )
    actions.prepare_waiting(at=AT)
    two.refresh_from_db()
    actions.publish_release(release=signed(two, marta, nora), by=marta, at=MIDNIGHT)
    found = published.releases(settings.AYNI_HOME, MIDNIGHT)
    assert [each.id for each in found] == ["2026-10.2", "2026-10.1"]
    assert found[0].changes == ({"es": "Faltaba una oficina", "en": "An office was missing"},)


def test_one_release_is_prepared_at_a_time(prepared, tomas):
    actions.plan_release(period="2026-09", day=DAY, by=tomas, at=AT)
    with pytest.raises(CannotRelease):
        actions.ask_for_release(period="2026-09", by=tomas, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(period="2026-09", asked_at=AT)


def test_what_was_given_up_before_it_was_public_leaves_its_number(prepared, tomas, marta):
    actions.withdraw_release(release=prepared, why="Faltan datos", by=marta, at=AT)
    again = actions.ask_for_release(period="2026-10", by=tomas, at=AT)
    assert again.name == "2026-10.1"


@pytest.mark.parametrize(
    ("period", "day"),
    [("2026-10", date(2026, 11, 4)), ("2026-11", date(2026, 11, 28)), ("2026-10", date(2026, 11, 9))],
    ids=["past", "in its own month", "before what was announced"],
)
def test_a_day_that_cannot_be_announced(announced, tomas, period, day):
    with pytest.raises(CannotRelease):
        actions.plan_release(period=period, day=day, by=tomas, at=AT)
    assert Planned.objects.get().day == DAY


def test_a_day_may_be_put_off(announced, tomas):
    assert actions.plan_release(period="2026-10", day=date(2026, 11, 20), by=tomas, at=AT).day == date(2026, 11, 20)


def test_a_month_that_is_not_over_or_not_announced_is_not_prepared(facts, tomas):
    with pytest.raises(CannotRelease):
        actions.ask_for_release(period="2026-11", by=tomas, at=AT)
    with pytest.raises(CannotRelease):
        actions.ask_for_release(period="2026-10", by=tomas, at=AT)


def test_a_month_ends_at_midnight_in_lima():
    assert last_months(datetime(2026, 11, 1, 4, 59, tzinfo=UTC), 1) == ["2026-09"]
    assert last_months(datetime(2026, 11, 1, 5, 0, tzinfo=UTC), 2) == ["2026-10", "2026-09"]


def test_without_the_key_nothing_is_prepared_and_it_comes_back_from_its_copy(announced, tomas, tmp_path):
    held.export_key(to=tmp_path / "copy", at=AT)
    held.key_path().unlink()
    with pytest.raises(KeyRefused, match="restore"):
        actions.ask_for_release(period="2026-10", by=tomas, at=AT)
    held.restore_key(source=tmp_path / "copy", at=AT)
    assert actions.ask_for_release(period="2026-10", by=tomas, at=AT).state == State.PREPARING


def test_a_key_that_is_lost_while_the_worker_prepares_is_said_on_the_page(announced, tomas):
    one = actions.ask_for_release(period="2026-10", by=tomas, at=AT)
    held.key_path().unlink()
    actions.prepare_waiting(at=AT)
    one.refresh_from_db()
    assert one.state == State.REFUSED
    assert "ayni observatory keys restore" in one.refused
    assert not one.is_open


def test_another_key_than_that_of_the_releases_is_neither_used_nor_made(prepared, tmp_path):
    first = held.fingerprint()
    held.key_path().unlink()
    with pytest.raises(KeyRefused, match=first):
        held.make_key(at=AT)
    held.keys.write(held.keys.new(), held.key_path())
    with pytest.raises(KeyRefused, match=first):
        held.secret()
    other = tmp_path / "other"
    held.keys.write(held.keys.new(), other)
    held.key_path().unlink()
    with pytest.raises(KeyRefused, match=first):
        held.restore_key(source=other, at=AT)
    assert not held.key_path().exists()
