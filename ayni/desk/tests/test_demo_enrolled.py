"""What the demo world shows of enrolments."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone

from ayni.desk.demo import enrolled
from ayni.desk.demo.chance import Chance
from ayni.desk.demo.staff import HEAD_OFFICE
from ayni.lib.prints import Impression, read_record
from ayni.procedures import queries, vault
from ayni.procedures.actions import deliveries
from ayni.procedures.bridge.secret import kept_secret
from ayni.procedures.bridge.simulator import Simulator
from ayni.procedures.models import BiometricRecord, Capture, Device, EnrolmentSession, EnrolmentState, What
from ayni.procedures.tests.card_factories import approved, checked
from ayni.procedures.tests.factories import NOON, ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(world):
    users = {"lia": world.lia, "marta": world.marta}
    desks = {HEAD_OFFICE: SimpleNamespace(office=world.sede_central)}
    return SimpleNamespace(staff=SimpleNamespace(users=users, desks=desks), at=timezone.now())


def test_a_newcomer_finds_enrolments_of_every_kind_and_a_reader_to_try(stage, karin, lia):
    approved(lia, 10)
    deliveries.shelve(batch=checked(karin)[0].batch, by=karin, at=NOON)
    for _n in range(4):
        ApplicationFactory(submitted=True, person__registered_by=lia)
    enrolled.work(stage, Chance(1))
    states = sorted(EnrolmentSession.objects.values_list("state", flat=True))
    assert states == ["DONE"] * 9 + ["LEFT"] + ["OPEN"] * 2
    assert queries.open_enrolments(lia).count() == 2
    reasons = set(Capture.objects.exclude(missing="").values_list("missing", flat=True))
    assert reasons == {"NO_DEVICE", "DEVICE_FAILED", "CANNOT_SIGN", "WORN", "AMPUTATED", "NO_DOCUMENT"}
    assert Capture.objects.filter(quality__poor_print=True).exists()
    # The bridge of this installation speaks for the reader of the demo.
    reader = Device.objects.get(kind="AST-HUE")
    assert kept_secret(settings.AYNI_HOME) == reader.secret
    # Whoever was enrolled has the same finger when they come for their card.
    record = BiometricRecord.objects.filter(what=What.FINGER, position=2).first()
    enrolled_print = read_record(vault.get(record.address)).images[0]
    simulator = Simulator(seconds=0)
    now = simulator.capture(
        position=2, impression=Impression.PLAIN, subject=queries.subject_of(record.person), cancelled=lambda: False
    )
    assert simulator.is_same(enrolled_print, now)[0]
    done = EnrolmentSession.objects.filter(state=EnrolmentState.DONE)
    assert all(one.application.begun_at < one.begun_at < one.ended_at for one in done.select_related("application"))


def test_where_no_card_was_made_nobody_is_enrolled(stage, lia):
    ApplicationFactory(submitted=True, person__registered_by=lia)
    enrolled.work(stage, Chance(1))
    assert not EnrolmentSession.objects.exists()
