"""Looking for a relative: the child's wish, two sources, the risk; and files that are closed."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from ayni.cases import actions
from ayni.cases.models import Match, Tracing
from ayni.cases.queries import tracing as queries
from ayni.cases.rules.tracing import CannotTrace
from ayni.notices.models import Message
from ayni.people import actions as people
from ayni.people import hooks
from ayni.people.queries.scan import NAMES
from ayni.people.tests.factories import ConsentTextFactory, PersonFactory

from .factories import NOON, open_case, sought

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(rosa):
    return actions.begin_tracing(case=open_case(rosa, "VP-NNA-RD"), sought=sought(), by=rosa, at=NOON)


def father(by, **kwargs):
    return PersonFactory(registered_by=by, given_name_1="Luis", surname_1="Rondón", document="ZZ998877", **kwargs)


def source(tracing, by, kind="DOCUMENT", agrees=True):
    return actions.add_source(tracing=tracing, source=kind, agrees=agrees, said="Coincide", by=by, at=NOON)


def state_of(tracing):
    return Tracing.objects.get(pk=tracing.pk).state


def verified(tracing, by):
    actions.found_elsewhere(tracing=tracing, by=by, at=NOON)
    for kind in ("DOCUMENT", "CHILD"):
        source(tracing, by, kind)
    return actions.verify(tracing=tracing, match=None, by=by, at=NOON)


def test_from_the_search_to_the_family(rosa, begun):
    match = actions.note_match(tracing=begun, person=father(rosa), by=rosa, at=NOON)
    assert state_of(begun) == "FOUND"
    source(begun, rosa, "DOCUMENT")
    with pytest.raises(CannotTrace):
        actions.verify(tracing=begun, match=match, by=rosa, at=NOON)
    source(begun, rosa, "DOCUMENT")
    with pytest.raises(CannotTrace, match="fuentes"):
        actions.verify(tracing=begun, match=match, by=rosa, at=NOON)
    source(begun, rosa, "CHILD")
    actions.verify(tracing=begun, match=match, by=rosa, at=NOON)
    assert Match.objects.get().verdict == "CONFIRMED"
    end = {"tracing": begun, "outcome": "REUNIFIED", "words": "Viven juntos", "by": rosa, "at": NOON}
    with pytest.raises(CannotTrace):
        actions.end_tracing(**end)
    actions.weigh_risk(tracing=begun, risk="HIGH", words="Hubo violencia", by=rosa, at=NOON)
    with pytest.raises(CannotTrace):
        actions.end_tracing(**end)
    actions.weigh_risk(tracing=begun, risk="LOW", words="El niño lo quiere", by=rosa, at=NOON)
    assert actions.end_tracing(**end).outcome == "REUNIFIED"
    with pytest.raises(CannotTrace):
        source(begun, rosa)


def test_a_source_that_says_otherwise_stops_it(rosa, begun):
    actions.found_elsewhere(tracing=begun, by=rosa, at=NOON)
    for kind in ("DOCUMENT", "CHILD"):
        source(begun, rosa, kind)
    source(begun, rosa, "CONSULATE", agrees=False)
    with pytest.raises(CannotTrace):
        actions.verify(tracing=begun, match=None, by=rosa, at=NOON)


@pytest.mark.parametrize("wish", ["NOT_ASKED", "NOT_YET", "NO"])
def test_nobody_is_approached_in_the_name_of_a_child_who_did_not_ask_for_it(rosa, begun, wish):
    actions.hear_wish(tracing=begun, wish=wish, words="No quiero", by=rosa, at=NOON)
    with pytest.raises(CannotTrace):
        source(Tracing.objects.get(pk=begun.pk), rosa)
    with pytest.raises(CannotTrace):
        actions.found_elsewhere(tracing=begun, by=rosa, at=NOON)


def test_what_the_child_wants_counts_at_the_end_too(rosa, begun):
    verified(begun, rosa)
    actions.weigh_risk(tracing=begun, risk="LOW", words="Nada en contra", by=rosa, at=NOON)
    actions.hear_wish(tracing=begun, wish="NO", words="Ya no", by=rosa, at=NOON)
    with pytest.raises(CannotTrace):
        actions.end_tracing(tracing=begun, outcome="REUNIFIED", words="x", by=rosa, at=NOON)
    actions.end_tracing(tracing=begun, outcome="NOT_IN_INTEREST", words="No lo quiere", by=rosa, at=NOON)


@pytest.mark.parametrize("wrong", [{"wish": "NO"}, {"known": {}}, {"basis": "CONSENT"}])
def test_a_search_begins_with_a_wish_a_name_and_a_ground(rosa, wrong):
    said = {**vars(sought()), **wrong}
    with pytest.raises(CannotTrace):
        actions.begin_tracing(case=open_case(rosa), sought=type(sought())(**said), by=rosa, at=NOON)
    assert not Tracing.objects.exists()


def test_when_everybody_was_ruled_out_it_goes_on(rosa, begun):
    match = actions.note_match(tracing=begun, person=father(rosa), by=rosa, at=NOON)
    actions.rule_out(match=match, by=rosa, at=NOON)
    assert state_of(begun) == "OPEN"
    with pytest.raises(CannotTrace):
        actions.note_match(tracing=begun, person=match.person, by=rosa, at=NOON)
    with pytest.raises(CannotTrace):
        actions.note_match(tracing=begun, person=begun.case.person, by=rosa, at=NOON)


def test_a_file_in_a_hidden_compartment_says_only_whom_to_call(client, rosa, julio):
    """Julio looks for the father of a child of his. The father's case is restricted to Rosa's team."""
    begun = actions.begin_tracing(case=open_case(julio), sought=sought(), by=julio, at=timezone.now())
    hidden = father(rosa)
    open_case(rosa, "VP-TRATA", person=hidden, at=timezone.now())
    NAMES.refresh()
    client.force_login(julio)
    shown = client.post(reverse("desk:tracing-look", args=[begun.pk]), {"text": "ZZ998877"}).content.decode()
    assert "Llame al punto focal" in shown
    assert str(hidden.pk) not in shown
    assert hidden.full_name not in shown
    note = client.post(reverse("desk:tracing-note", args=[begun.pk, hidden.pk]))
    assert note.status_code == 404
    assert not Match.objects.exists()


def test_a_match_that_is_restricted_later_is_shown_without_anything_of_it(client, rosa, julio):
    begun = actions.begin_tracing(case=open_case(julio), sought=sought(), by=julio, at=timezone.now())
    found = father(rosa)
    actions.note_match(tracing=begun, person=found, by=julio, at=timezone.now())
    open_case(rosa, "VP-TRATA", person=found, at=timezone.now())
    client.force_login(julio)
    shown = client.get(reverse("desk:tracing", args=[begun.pk])).content.decode()
    assert "llame al punto focal" in shown
    assert str(found.pk) not in shown
    assert found.full_name not in shown
    [one] = queries.matches(begun, julio)
    assert one.person is None


def test_a_search_in_a_restricted_case_is_in_no_list_of_others(client, world, rosa):
    actions.begin_tracing(case=open_case(rosa, "VP-TRATA"), sought=sought(), by=rosa, at=NOON)
    for user in (world.julio, world.marta, world.vera):
        assert not queries.all_of(user).exists()
    assert queries.all_of(rosa).exists()


def test_two_files_of_the_sought_become_one_match(rosa, begun):
    one, other = father(rosa), PersonFactory(registered_by=rosa, given_name_1="Luis", surname_1="Rendón")
    kept = actions.note_match(tracing=begun, person=one, by=rosa, at=NOON)
    other_match = actions.note_match(tracing=begun, person=other, by=rosa, at=NOON)
    actions.rule_out(match=other_match, by=rosa, at=NOON)
    people.merge(kept=other, absorbed=one, choose={}, by=rosa, at=NOON)
    [left] = Match.objects.all()
    assert (left.person_id, left.verdict) == (other.pk, "POSSIBLE")
    assert left.pk == kept.pk


def test_with_the_consent_nobody_goes_on_until_the_person_is_asked_anew(rosa, julio):
    case = open_case(rosa, "VP-NNA-RD")
    text = ConsentTextFactory(purpose="CONTACT")
    consent = people.give_consent(
        person=case.person, purpose="CONTACT", organisation=None, basis="CONSENT", text=text, grounds="", by=rosa,
        at=NOON,
    )  # fmt: skip
    agreed = replace(sought(), basis="CONSENT", consent=consent)
    tracing = actions.begin_tracing(case=case, sought=agreed, by=rosa, at=NOON)
    assert any(case.number in said for tell in hooks.WITHDRAWAL_EFFECTS for said in tell(consent))
    people.withdraw_consent(consent=consent, by=julio, at=NOON)
    with pytest.raises(CannotTrace, match="Pregunte"):
        source(Tracing.objects.get(pk=tracing.pk), rosa)
    assert case.person.surname_1 not in Message.objects.get().text
    actions.hear_wish(tracing=tracing, wish="FOUND", words="Sí quiero", by=rosa, at=NOON)
    source(Tracing.objects.get(pk=tracing.pk), rosa)
