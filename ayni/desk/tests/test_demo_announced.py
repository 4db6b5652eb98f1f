"""What the demo world shows of campaigns and of the news that tell of them, on whatever day and hour it is made."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ayni.desk.demo import announced
from ayni.outreach.models import (
    Campaign,
    CampaignAudience,
    CampaignChannel,
    CampaignKind,
    CampaignTheme,
    Commitment,
    CommunicationRequest,
    Perception,
    Reach,
)
from ayni.outreach.tests.campaign_factories import AudienceFactory, CampaignKindFactory, ChannelFactory, ThemeFactory
from ayni.portal import queries
from ayni.portal.models import NewsVersion
from ayni.portal.tests.factories import PublishedFigureFactory

pytestmark = pytest.mark.django_db
AT = [datetime(2026, 11, 28, 17, tzinfo=UTC), datetime(2026, 12, 31, 4, 40, tzinfo=UTC)]
FACTORIES = {
    CampaignKind: CampaignKindFactory, CampaignAudience: AudienceFactory, CampaignChannel: ChannelFactory,
    CampaignTheme: ThemeFactory,
}  # fmt: skip
LISTS = {
    CampaignKind: ("SENSIB", "INFO"), CampaignAudience: ("ESCUELAS", "ACOGIDA", "MIGRANTES"),
    CampaignChannel: ("RADIO", "AFICHE", "FERIA", "WHATSAPP"), CampaignTheme: ("DERECHOS", "NODISCR"),
}  # fmt: skip


@pytest.fixture
def stage_at(world):
    for model, codes in LISTS.items():
        for code in codes:
            FACTORIES[model](code=code)
    desks = {"SEDE-CENTRAL": SimpleNamespace(office=world.sede_central), "JZ-TUM": SimpleNamespace(office=world.jz_tum)}
    users = {"marta": world.marta, "rosa": world.rosa, "vera": world.vera}
    return lambda at: SimpleNamespace(staff=SimpleNamespace(users=users, desks=desks), at=at)


@pytest.mark.parametrize("at", AT)
def test_one_campaign_was_measured_and_another_runs(stage_at, at):
    announced.work(stage_at(at))
    assert sorted(Campaign.objects.values_list("state", flat=True)) == ["ENDED", "RUNNING"]
    asked = {one.moment: one.agree / one.sample for one in Perception.objects.all()}
    assert asked["AFTER"] > asked["BEFORE"]
    assert Reach.objects.count() == 2
    assert not Campaign.objects.filter(made_at__gt=at).exists()


@pytest.mark.parametrize("at", AT)
def test_companies_promised_and_a_unit_asked_for_something(stage_at, at, client):
    announced.work(stage_at(at))
    page = client.get(reverse("portal:commitments")).content.decode()
    assert "Panadería de ejemplo" in page
    assert "Taller de costura de ejemplo" in page
    assert sorted(Commitment.objects.values_list("state", flat=True)) == ["KEPT", "MADE"]
    assert CommunicationRequest.objects.get().state == "ACCEPTED"


@pytest.mark.parametrize("at", AT)
def test_news_rest_on_a_figure_that_is_known(stage_at, at):
    PublishedFigureFactory(code="FIG-137")
    announced.work(stage_at(at))
    assert list(NewsVersion.objects.get(item__slug=announced.SCHOOL.slug).figures) == ["FIG-137"]


@pytest.mark.parametrize("at", AT)
def test_the_news_are_whole_and_were_read_over_by_another(stage_at, at):
    announced.work(stage_at(at))
    found = NewsVersion.objects.select_related("approved_by")
    assert {one.approved_by.username for one in found} == {"marta"}
    assert all(one.published_on <= localdate(at) and one.campaign for one in found)
    assert len(queries.news("es", localdate(at), most=9)) == 2
