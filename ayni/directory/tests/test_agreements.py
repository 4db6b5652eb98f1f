"""What was agreed with an institution: written down, renewed, ended, watched."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.directory import actions, queries, rules
from ayni.directory.models import Agreement, AgreementState
from ayni.notices.models import Message

from .factories import AgreementFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(world):
    return AgreementFactory(ours=world.uim, theirs=world.cem, watched_by=world.marta, code="CONV-7")


def written(client, world, **changes):
    day = localdate()
    said = {
        "code": "CONV-9", "name": "Convenio", "purpose": "Atender", "sections": ["IDENTITY"], "document": "RS 1",
        "valid_from_day": day.day, "valid_from_month": day.month, "valid_from_year": day.year, "alert_days": 30,
        "watched_by": world.marta.pk, **changes,
    }  # fmt: skip
    return client.post("/directorio/CEM/convenio/", said)


def test_a_supervisor_writes_down_what_was_signed(client, world, marta):
    _ = world.cem
    client.force_login(marta)
    answer = written(client, world)
    row = Agreement.objects.get()
    assert answer.url == f"/directorio/convenios/{row.pk}/"
    page = client.get(answer.url).content.decode()
    assert "Vigente" in page
    assert "Identidad" in page
    assert "CONV-9" in client.get("/directorio/convenios/").content.decode()
    assert "CONV-9" in client.get("/directorio/CEM/").content.decode()


def test_a_code_that_is_taken_and_no_part_of_the_file_are_refused(client, world, marta, agreement):
    client.force_login(marta)
    assert "Ya hay un convenio con este código" in written(client, world, code="conv-7").content.decode()
    assert written(client, world, sections=[]).status_code == 200
    assert Agreement.objects.count() == 1


def test_the_other_side_reads_it_and_changes_nothing(client, world, agreement):
    carla = UserFactory(username="carla", organisation=world.cem, roles=[Role.ADMINISTRATOR])
    client.force_login(carla)
    assert client.get(f"/directorio/convenios/{agreement.pk}/").status_code == 200
    assert client.post(f"/directorio/convenios/{agreement.pk}/terminar/").status_code == 403


def test_what_ends_soon_is_told_once_and_again_after_it_was_renewed(agreement, marta):
    Message.objects.all().delete()
    at = now() + timedelta(days=119)
    assert actions.watch_agreements(at=at) == 0
    at += timedelta(days=2)
    assert [actions.watch_agreements(at=at) for _ in range(2)] == [1, 0]
    (told,) = Message.objects.all()
    assert (told.to, told.subject) == (marta.email, "El convenio CONV-7 termina pronto")
    until = agreement.valid_to + timedelta(days=365)
    actions.renew_agreement(agreement=agreement, until=until, document="Adenda 1", by=marta, at=at)
    agreement.refresh_from_db()
    assert (agreement.valid_to, agreement.alerted_on, agreement.document) == (until, None, "Adenda 1")


def test_it_is_renewed_only_forward(agreement, marta):
    with pytest.raises(rules.CannotAgree, match="posterior"):
        actions.renew_agreement(agreement=agreement, until=agreement.valid_to, document="", by=marta, at=now())


def test_it_ends_once(agreement, marta):
    actions.end_agreement(agreement=agreement, by=marta, at=now())
    agreement.refresh_from_db()
    assert agreement.state(localdate()) == AgreementState.ENDED
    with pytest.raises(rules.CannotAgree):
        actions.end_agreement(agreement=agreement, by=marta, at=now())


@pytest.mark.parametrize(
    ("days", "state"),
    [(-366, "TO_COME"), (-365, "IN_FORCE"), (180, "IN_FORCE"), (181, "EXPIRED")],
)
def test_it_counts_from_its_first_day_to_its_last(agreement, days, state):
    assert agreement.state(localdate() + timedelta(days=days)) == state


def test_an_agreement_of_one_service_says_nothing_of_another(world, agreement):
    psychology, law = ServiceFactory(organisation=world.cem), ServiceFactory(organisation=world.cem)
    agreement.services.add(psychology)
    assert queries.covering(psychology, [], ours=world.uim) == [agreement]
    assert queries.covering(law, [], ours=world.uim) == []
    assert queries.covering(psychology, [], ours=world.oim) == []
