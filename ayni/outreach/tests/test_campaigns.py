"""The life of a campaign, of what units ask for, and of what companies promise."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ayni.audit.models import Event
from ayni.outreach import actions, queries
from ayni.outreach.actions import Asked, Spread
from ayni.outreach.models import Campaign, CampaignState, CommitmentState, Reach, RequestState, Strategy
from ayni.outreach.rules.campaigns import NEXT, NEXT_COMMITMENT, NEXT_REQUEST, CannotKeep
from ayni.outreach.rules.perception import Share, difference, interval

from .campaign_factories import (
    ChannelFactory,
    StrategyFactory,
    campaign_of,
    commitment_of,
    counted,
    meant,
    request_of,
    running,
)

NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
TODAY = date(2026, 11, 28)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def asked(moment: str, agree: int = 40, sample: int = 100, **other) -> Asked:
    said = {
        "question": "¿La migración trae cosas buenas?", "population": "Vecinos de Comas", "asked_on": TODAY,
        "source": "Encuesta de la unidad",
    }  # fmt: skip
    return Asked(moment=moment, agree=agree, sample=sample, **said | other)


@pytest.mark.django_db
def test_a_campaign_is_planned_runs_and_ends_and_its_history_says_who_did_what(rosa):
    campaign = campaign_of(rosa)
    for verb in (actions.begin_campaign, actions.end_campaign):
        campaign = verb(campaign=campaign, by=rosa, at=NOW)
    assert campaign.state == CampaignState.ENDED
    history = queries.history(campaign)
    assert [one.what for one in history] == [
        "Dijo que una campaña terminó", "Dijo que una campaña empezó", "Planificó una campaña"]  # fmt: skip
    assert {one.who for one in history} == {rosa.display_name}


@pytest.mark.django_db
@pytest.mark.parametrize("state", CampaignState)
def test_no_step_is_taken_that_the_table_does_not_have(rosa, state):
    campaign = campaign_of(rosa)
    Campaign.objects.update(state=state, cancelled_reason="x" if state == "CANCELLED" else "")
    steps = {
        CampaignState.RUNNING: lambda: actions.begin_campaign(campaign=campaign, by=rosa, at=NOW),
        CampaignState.ENDED: lambda: actions.end_campaign(campaign=campaign, by=rosa, at=NOW),
        CampaignState.CANCELLED: lambda: actions.cancel_campaign(campaign=campaign, reason="No", by=rosa, at=NOW),
    }
    for to, step in steps.items():
        if to in NEXT[state]:
            with transaction.atomic():
                assert step().state == to
                transaction.set_rollback(True)
        else:
            with pytest.raises(CannotKeep):
                step()


@pytest.mark.django_db
def test_a_campaign_does_not_begin_before_its_day_nor_end_before_it_begins(rosa):
    with pytest.raises(CannotKeep, match="Empieza más tarde"):
        running(rosa, begins_on=TODAY + DAY, ends_on=TODAY + DAY)
    for wrong in (
        {"begins_on": TODAY, "ends_on": TODAY - DAY},
        {"begins_on": date(2026, 1, 1), "ends_on": date(2036, 1, 1)},
        {"begins_on": date(2126, 1, 1), "ends_on": date(2126, 1, 1)},
        {"begins_on": date(1926, 1, 1), "ends_on": date(1926, 1, 1)},
    ):
        with pytest.raises(CannotKeep):
            campaign_of(rosa, **wrong)


@pytest.mark.django_db
def test_of_two_who_change_a_campaign_at_once_the_second_is_told(rosa, julio):
    campaign = campaign_of(rosa)
    seen = campaign.revision
    actions.change_campaign(campaign=campaign, seen=seen, meant=meant(rosa.office, title="De Rosa"), by=rosa, at=NOW)
    with pytest.raises(CannotKeep, match="la cambió mientras tanto"):
        actions.change_campaign(
            campaign=campaign, seen=seen, meant=meant(rosa.office, title="De Julio"), by=julio, at=NOW
        )
    campaign.refresh_from_db()
    assert campaign.title == "De Rosa"
    event = Event.objects.filter(verb="outreach.changed").get()
    assert event.details["changed"] == "title"


@pytest.mark.django_db
def test_what_was_measured_and_what_was_estimated_are_never_added_up_and_nobody_is_counted_twice(rosa):
    campaign = running(rosa, begins_on=TODAY - 3 * DAY)
    poster = ChannelFactory(code="AFICHE", label_es="Afiche")
    campaign.channels.add(poster)
    for one in (
        counted(1000, counted_on=TODAY - DAY), counted(1500), counted(90, channel=poster),
        counted(20000, how="ESTIMATED"),
    ):  # fmt: skip
        actions.count_reach(campaign=campaign, counted=one, by=rosa, at=NOW)
    found = queries.reached(campaign)
    assert (found.measured, found.estimated) == (1590, 20000)
    assert queries.reached(campaign_of(rosa)).measured is None, "nobody counted: not nought"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"counted_on": TODAY + DAY}, "entre el primero de la campaña y hoy"),
        ({"counted_on": TODAY - DAY}, "entre el primero de la campaña y hoy"),
    ],
)
def test_a_reach_is_counted_while_or_after_it_runs(rosa, wrong, said):
    with pytest.raises(CannotKeep, match=said):
        actions.count_reach(campaign=running(rosa), counted=counted(5, **wrong), by=rosa, at=NOW)


@pytest.mark.django_db
def test_a_reach_is_of_a_campaign_that_began_by_a_channel_that_it_uses_and_counted_once(rosa):
    with pytest.raises(CannotKeep, match="una vez que empezó"):
        actions.count_reach(campaign=campaign_of(rosa), counted=counted(5), by=rosa, at=NOW)
    campaign = running(rosa)
    other = ChannelFactory(code="TV", label_es="Televisión")
    with pytest.raises(CannotKeep, match="no usa ese canal"):
        actions.count_reach(campaign=campaign, counted=counted(5, channel=other), by=rosa, at=NOW)
    actions.count_reach(campaign=campaign, counted=counted(5), by=rosa, at=NOW)
    with pytest.raises(CannotKeep, match="ya se contó"):
        actions.count_reach(campaign=campaign, counted=counted(6), by=rosa, at=NOW)
    assert Reach.objects.get().people == 5


@pytest.mark.django_db
def test_a_survey_before_and_one_after_stand_side_by_side_with_how_sure_the_change_is(rosa):
    campaign = running(rosa)
    for one in (asked("BEFORE", 40, 200), asked("AFTER", 90, 200)):
        actions.record_perception(campaign=campaign, asked=one, by=rosa, at=NOW)
    (question,) = queries.questions(campaign)
    assert question.change
    assert question.change.points == pytest.approx(25.0)
    assert question.change.is_sure
    with pytest.raises(CannotKeep, match="ya tiene su respuesta"):
        actions.record_perception(campaign=campaign, asked=asked("AFTER"), by=rosa, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (asked("AFTER", 101, 100), "más de los que se preguntó"),
        (asked("AFTER", asked_on=TODAY + DAY), "todavía no llega"),
        (asked("AFTER", asked_on=TODAY - DAY), "“Después”"),
    ],
)
def test_a_survey_that_cannot_be_is_refused(rosa, wrong, said):
    with pytest.raises(CannotKeep, match=said):
        actions.record_perception(campaign=running(rosa), asked=wrong, by=rosa, at=NOW)
    started = running(rosa, begins_on=TODAY - DAY)
    with pytest.raises(CannotKeep, match="“Antes”"):
        actions.record_perception(campaign=started, asked=asked("BEFORE"), by=rosa, at=NOW)


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    # Newcombe 1998, table II, method 10.
    [((48, 80), (56, 70), 5.24, 33.39), ((3, 10), (9, 10), 17.05, 80.90), ((2, 7), (6, 7), 5.82, 80.62)],
)
def test_a_difference_of_two_shares_has_the_interval_that_newcombe_printed(before, after, low, high):
    found = interval(Share(*before), Share(*after))
    assert (found.low, found.high) == (pytest.approx(low, abs=0.006), pytest.approx(high, abs=0.006))


def test_of_a_few_people_no_change_is_told():
    assert difference(Share(3, 10), Share(9, 10)) is None
    same = difference(Share(50, 100), Share(52, 100))
    assert same
    assert not same.is_sure


@pytest.mark.django_db
def test_who_spreads_it_is_an_organisation_and_takes_copies_of_a_material_of_this_campaign(rosa, world):
    campaign, other = running(rosa), running(rosa)
    poster = actions.add_material(
        campaign=campaign, title="Afiche", address="", reference="/guias/", by=rosa, at=NOW
    )  # fmt: skip
    spread = Spread(organisation=None, name="Olla común", material=poster, copies=200, since=TODAY)
    made = actions.add_spreading(campaign=campaign, spread=spread, by=rosa, at=NOW)
    assert (made.who, made.copies) == ("Olla común", 200)
    for wrong in (
        replace(spread, name=""), replace(spread, organisation=world.uim), replace(spread, material=None),
    ):  # fmt: skip
        with pytest.raises(CannotKeep):
            actions.add_spreading(campaign=campaign, spread=wrong, by=rosa, at=NOW)
    with pytest.raises(CannotKeep, match="de otra campaña"):
        actions.add_spreading(campaign=other, spread=spread, by=rosa, at=NOW)
    actions.cancel_campaign(campaign=campaign, reason="Sin fondos", by=rosa, at=NOW)
    with pytest.raises(CannotKeep, match="se canceló"):
        actions.add_spreading(campaign=campaign, spread=spread, by=rosa, at=NOW)


@pytest.mark.django_db
def test_a_unit_asks_is_answered_and_the_campaign_that_answers_it_says_so(vera, rosa):
    asked_for = request_of(vera, rosa.office)
    with pytest.raises(CannotKeep, match="que fue aceptado"):
        campaign_of(rosa, request=asked_for)
    actions.accept_request(request=asked_for, by=rosa, at=NOW)
    campaign = campaign_of(rosa, request=asked_for)
    assert campaign.request == asked_for
    done = actions.deliver_request(request=asked_for, note="Afiche en la web", by=rosa, at=NOW)
    assert (done.state, done.delivered_at) == (RequestState.DELIVERED, NOW)
    with pytest.raises(CannotKeep):
        actions.decline_request(request=asked_for, reason="No", by=rosa, at=NOW)


@pytest.mark.django_db
def test_a_request_for_yesterday_is_refused(vera, rosa):
    with pytest.raises(CannotKeep, match="Ese día ya pasó"):
        request_of(vera, rosa.office, needed_by=TODAY - DAY)


@pytest.mark.django_db
def test_a_commitment_is_verified_by_somebody_else_and_shown_only_with_the_company_s_word(rosa, julio):
    made = commitment_of(rosa)
    told = {"commitment": made, "verdict": "PARTLY", "evidence": "Contrató a seis"}
    with pytest.raises(CannotKeep, match="Usted escribió este compromiso"):
        actions.verify_commitment(**told, by=rosa, at=NOW)
    actions.verify_commitment(**told, by=julio, at=NOW)
    assert not list(queries.shown_commitments())
    actions.show_commitment(commitment=made, agreement="Carta del 3 de noviembre", by=rosa, at=NOW)
    (shown,) = queries.shown_commitments()
    assert (shown.company, shown.state) == ("Panadería San Juan", CommitmentState.PARTLY)
    actions.hide_commitment(commitment=made, by=julio, at=NOW)
    assert not list(queries.shown_commitments())
    with pytest.raises(CannotKeep):
        actions.hide_commitment(commitment=made, by=julio, at=NOW)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_verdict_without_evidence_and_a_shown_company_without_its_word(rosa):
    made = commitment_of(rosa)
    for wrong in ({"state": "KEPT"}, {"shown_since": NOW}, {"name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(made).objects.filter(pk=made.pk).update(**wrong)


@pytest.mark.django_db
def test_the_strategy_in_force_is_known_by_its_years_and_campaigns_follow_it(rosa):
    strategy = StrategyFactory()
    campaign = campaign_of(rosa, strategy=strategy)
    assert list(Strategy.objects.in_force(TODAY)) == [strategy]
    assert not Strategy.objects.in_force(date(2027, 1, 1))
    assert list(strategy.campaigns.all()) == [campaign]


def test_every_state_has_its_line_in_the_tables():
    assert (set(NEXT), set(NEXT_REQUEST), set(NEXT_COMMITMENT)) == (
        set(CampaignState), set(RequestState), set(CommitmentState)
    )  # fmt: skip


@pytest.mark.django_db
def test_whoever_works_elsewhere_sees_neither_the_campaign_nor_what_was_asked_of_others(vera, rosa, julio):
    campaign_of(rosa)
    request_of(julio, rosa.office)
    assert not Campaign.objects.visible_to(vera)
    assert Campaign.objects.visible_to(julio).count() == 1
    asked_here = request_of(vera, rosa.office)
    visible = type(asked_here).objects.visible_to
    assert (visible(vera).count(), visible(rosa).count()) == (1, 2)
    assert not type(asked_here).objects.answered_by(vera)
