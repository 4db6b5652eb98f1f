"""How institutions answer: against the database asked apart, and for a partner only its own."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from ayni.access.models import User
from ayni.desk.demo import World
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.facts.builds import Build
from ayni.referrals.models import Referral
from ayni.results import scorecard
from ayni.results.rules import Area, Choice, Reach
from tests.demo import AT

pytestmark = pytest.mark.django_db
PAGE = "/cumplimiento/instituciones/"


@pytest.fixture(scope="module")
def facts(demo: World) -> Iterator[Build]:
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def test_what_is_counted_is_what_is_there(facts):
    """By department, for the country: with what is restricted apart, the lines add up to what a reader may count."""
    found = scorecard.scorecard(facts, Reach(areas=(Area(),)), Choice(by="institution"))
    cards = {card.group: card for card in found.cards}
    plain = Referral.objects.exclude(case__sensitivity="RESTRICTED").filter(sent_at__lte=AT)
    assert len(cards) > 3
    for code, card in cards.items():
        own = plain.filter(organisation__code=code)
        restricted = Referral.objects.filter(organisation__code=code, case__sensitivity="RESTRICTED")
        extra = card.sent - own.count()
        assert 0 <= extra <= restricted.count()
        if not extra:
            assert card.accepted == own.filter(answered_at__isnull=False).exclude(status="DECLINED").count()
            assert card.declined == own.filter(status="DECLINED").count()
            assert card.served == own.filter(result__in=["SERVED", "PARTLY"]).count()
            late = [r for r in own if r.status != "WITHDRAWN" or r.answered_at]
            due = [r for r in late if r.answered_at or r.answer_by < min(AT, r.asked_at or AT)]
            in_time = sum(r.answered_at is not None and r.answered_at <= r.answer_by for r in due)
            assert card.answered_in_time == (in_time / len(due) if due else None)


def test_what_was_accepted_and_withdrawn_afterwards_was_accepted():
    stands = {"status": {"WITHDRAWN": 3, "DECLINED": 1, "COMPLETED": 1}, "answered": {"WITHDRAWN": 2, "DECLINED": 1}}
    card = scorecard.Card("OIM", stands)
    assert (card.accepted, card.declined, card.share_accepted) == (2, 1, 2 / 3)


def test_a_partner_sees_its_own_institution_and_no_other(facts):
    ines = User.objects.get(username="ines")
    page = signed_in("ines").get(PAGE, {"by": "institution", "institution": "OIM"}).content.decode()
    assert 'name="institution"' not in page
    reach, own = scorecard.reach_and_own(ines)
    assert own == ines.organisation.code
    found = scorecard.scorecard(facts, reach, Choice(by="month", institution=own))
    real = Referral.objects.filter(organisation=ines.organisation, sent_at__lte=AT).count()
    assert 0 < sum(card.sent for card in found.cards) <= real


def test_both_sides_see_the_same_numbers_of_an_institution(facts):
    reach, own = scorecard.reach_and_own(User.objects.get(username="ines"))
    choice = Choice(by="month", institution=own)
    analyst, _all = scorecard.reach_and_own(User.objects.get(username="tomas"))
    assert scorecard.scorecard(facts, reach, choice) == scorecard.scorecard(facts, analyst, choice)


@pytest.mark.parametrize(("who", "status"), [("marta", 200), ("tomas", 200), ("ines", 200), ("rosa", 403)])
def test_the_page_is_for_whoever_answers_for_numbers(facts, who, status):
    assert signed_in(who).get(PAGE).status_code == status


def test_what_was_chosen_wrongly_is_not_chosen(facts):
    assert signed_in("marta").get(PAGE, {"by": "x", "since": "nunca", "department": "99"}).status_code == 200


def test_the_lines_and_what_no_line_counts_add_up_to_what_was_sent(facts):
    """Of the restricted ones that stand in no group of ten the page says how many, or that they are of too few."""
    sent = Referral.objects.filter(sent_at__lte=AT)
    for by in scorecard.BY:
        found = scorecard.scorecard(facts, Reach(areas=(Area(),)), Choice(by=by))
        left = sent.count() - found.told
        assert 0 <= left <= sent.filter(case__sensitivity="RESTRICTED").count()
        assert found.untold in {left, None}
        if found.untold is None:
            assert left > 0, "what is hidden because it is few is there"
    page = signed_in("tomas").get(PAGE, {"by": "institution"}).content.decode()
    found = scorecard.scorecard(
        facts, scorecard.reach_and_own(User.objects.get(username="tomas"))[0], Choice(by="institution")
    )
    assert f"Las filas suman {found.told} derivaciones" in page
    assert (found.untold == 0) != ("ninguna fila la" in page)
