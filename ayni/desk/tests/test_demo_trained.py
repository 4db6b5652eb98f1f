"""What the demo world shows of sessions that were held, of commitments and of studies, on whatever day it is made."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from ayni.access.tests.factories import OrganisationFactory
from ayni.desk.demo import trained
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory
from ayni.outreach.models import Assistance, Certificate, Community, ContextEvent, Reply, Series, Session, Study
from ayni.outreach.queries import probes, years
from ayni.outreach.tests.factories import KindFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 17, tzinfo=UTC)
EVENING = datetime(2026, 12, 31, 4, 40, tzinfo=UTC)


def stage_at(world, at):
    desks = {"SEDE-CENTRAL": SimpleNamespace(office=world.sede_central), "JZ-TUM": SimpleNamespace(office=world.jz_tum)}
    users = {"marta": world.marta, "rosa": world.rosa}
    return SimpleNamespace(staff=SimpleNamespace(users=users, desks=desks), at=at)


@pytest.mark.parametrize("at", [NOON, EVENING])
def test_whatever_is_over_served_an_objective_and_every_register_has_something_in_it(world, at):
    KindFactory()
    OrganisationFactory(code="MUNI-SMP"), OrganisationFactory(code="MUNI-CAR")  # noqa: B018
    form = InstrumentFactory(code="SES-DERECHOS", series="SESSION_TEST")
    for key in trained.RIGHT:
        QuestionFactory(instrument=form, key=key, kind="YES_NO")
    trained.work(stage_at(world, at))
    closed = Session.objects.filter(state="CLOSED")
    assert closed.count() > 50
    assert not closed.filter(aim="").exists()
    assert set(closed.values_list("outcome", flat=True)) == {"", "RES-1", "RES-2"}
    assert closed.values("audience_kind").distinct().count() == 10, "each audience is seen"
    [series] = Series.objects.all()
    assert 50 < years.rate(series).percent < 100
    [first] = [one for one in series.sessions.all() if one.probes.exists()]
    assert probes.gain_of(first).points > 0
    assert Reply.objects.filter(probe__kind="POST").count() == Reply.objects.filter(probe__kind="PRE").count() + 1
    assert Certificate.objects.count() == 3
    assert set(Assistance.objects.values_list("state", flat=True)) == {"DONE", "AGREED"}
    assert [model.objects.count() for model in (Study, ContextEvent, Community)] == [2, 1, 1]
    assert not Session.objects.filter(made_at__gt=at).exists()
