"""Tests before and after, opinions, certificates and invitations."""

import pytest
from django.utils import timezone

from ayni.directory.tests.factories import FocalPointFactory
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory
from ayni.lib.ids import uuid7
from ayni.notices.models import Message
from ayni.outreach import actions
from ayni.outreach.actions import around, probes
from ayni.outreach.actions import attending as door
from ayni.outreach.actions.attending import WalkIn
from ayni.outreach.actions.probes import Given
from ayni.outreach.models import Certificate, Invited, Reply
from ayni.outreach.queries import around as asked
from ayni.outreach.queries import probes as queries
from ayni.outreach.rules.around import CannotCertify, CannotInvite
from ayni.outreach.rules.probes import CannotAsk, Taken, gain, score, tidy_pair

from .factories import held_session, session_of

TEN = range(10)


def test_a_test_after_without_one_before_is_kept_and_shows_no_gain():
    before = [Taken(f"p{n}", 2, 4) for n in range(6)]
    after = [Taken(f"p{n}", 3, 4) for n in range(6)] + [Taken("stranger", 4, 4), Taken("", 4, 4)]
    told = gain(before, after)
    assert (told.pairs, told.only_after, told.mean_before, told.mean_after) == (6, 2, 50.0, 75.0)
    assert told.points == 25.0
    assert told.is_shown


def test_a_word_that_two_people_chose_pairs_nobody():
    told = gain([Taken("sol", 1, 4), Taken("sol", 4, 4)], [Taken("sol", 4, 4)])
    assert (told.pairs, told.points, told.is_shown) == (0, None, False)


def test_only_questions_with_a_right_answer_count():
    assert score({"a": "yes", "b": "no"}, {"a": "yes", "b": "yes", "c": "yes"}) == (1, 2)
    assert score({}, {"a": "yes"}) is None


@pytest.mark.parametrize("typed", ["Sol 14", " sol14 ", "SÓL-14"])
def test_the_word_of_ones_own_is_the_same_however_a_telephone_writes_it(typed):
    assert tidy_pair(typed) == "sol14"


@pytest.fixture
def form(db):
    made = InstrumentFactory(code="SES-T", series="SESSION_TEST")
    for key in ("one", "two"):
        QuestionFactory(instrument=made, key=key, kind="YES_NO")
    return made


def given(**other):
    said = {"answers": {"one": "yes", "two": "no"}, "word": "sol14", "language": "es", "submission": uuid7()}
    return Given(**said | other)


def test_an_answer_is_scored_paired_and_of_nobody(rosa, form):
    session = held_session(rosa)
    right = {"one": "yes", "two": "yes"}
    pre = probes.ask(session=session, kind="PRE", instrument=form, right=right, by=rosa, at=timezone.now())
    post = probes.ask(session=session, kind="POST", instrument=form, right=right, by=rosa, at=timezone.now())
    first = probes.reply(probe=pre, given=given(), at=timezone.now())
    again = given(answers=right)
    second = probes.reply(probe=post, given=again, at=timezone.now())
    assert probes.reply(probe=post, given=again, at=timezone.now()) == second, "sent twice it is one"
    assert (first.right, first.asked, second.right) == (1, 2, 2)
    assert first.pair == second.pair != ""
    assert "sol14" not in first.pair
    told = queries.gain_of(session)
    assert (told.pairs, told.points) == (1, 50.0)
    assert queries.told(pre) == [], "of fewer than five nothing is shown"
    assert queries.right_before(form) == right


def test_the_same_word_in_another_session_leads_nowhere(rosa):
    assert queries.pair_of(held_session(rosa), "sol14") != queries.pair_of(held_session(rosa), "sol14")


test_the_same_word_in_another_session_leads_nowhere = pytest.mark.django_db(
    test_the_same_word_in_another_session_leads_nowhere
)


def test_a_closed_form_takes_no_answer_and_a_test_without_right_answers_is_refused(rosa, form):
    session = held_session(rosa)
    with pytest.raises(CannotAsk, match="respuesta correcta"):
        probes.ask(session=session, kind="PRE", instrument=form, right={}, by=rosa, at=timezone.now())
    one = probes.ask(session=session, kind="PRE", instrument=form, right={"one": "yes"}, by=rosa, at=timezone.now())
    with pytest.raises(CannotAsk, match="ya lo pregunta"):
        probes.ask(session=session, kind="PRE", instrument=form, right={"one": "yes"}, by=rosa, at=timezone.now())
    probes.open_or_close(probe=one, is_open=False, by=rosa, at=timezone.now())
    one.refresh_from_db()
    with pytest.raises(CannotAsk, match="cerrado"):
        probes.reply(probe=one, given=given(), at=timezone.now())
    assert not Reply.objects.exists()


@pytest.mark.django_db
def test_a_certificate_keeps_no_name_and_is_refused_under_another_one(rosa):
    session = held_session(rosa)
    [one] = door.note_walk_in(session=session, walk_in=WalkIn(), by=rosa, at=timezone.now())
    with pytest.raises(CannotCertify, match="se realizó"):
        around.issue_certificate(attendance=one, name="Ana Pérez", by=rosa, at=timezone.now())
    actions.hold_session(session=session, by=rosa, at=timezone.now())
    with pytest.raises(CannotCertify, match="solo las letras"):
        around.issue_certificate(attendance=one, name="Ana 👩 Pérez", by=rosa, at=timezone.now())
    made = around.issue_certificate(attendance=one, name="Ana Pérez", by=rosa, at=timezone.now())
    again = around.issue_certificate(attendance=one, name=" ana  perez ", by=rosa, at=timezone.now())
    assert (again.proof, again.print) == (made.proof, made.print)
    with pytest.raises(CannotCertify, match="otro nombre"):
        around.issue_certificate(attendance=one, name="Otra Persona", by=rosa, at=timezone.now())
    assert asked.certificate_of_proof(made.proof) == made
    around.withdraw_certificate(certificate=made, by=rosa, at=timezone.now())
    assert asked.certificate_of_proof(made.proof) is None
    anew = around.issue_certificate(attendance=one, name="Otra Persona", by=rosa, at=timezone.now())
    assert anew.proof != made.proof, "the paper that was withdrawn stays withdrawn"
    assert Certificate.objects.count() == 1
    assert "Ana" not in str(Certificate.objects.values())


@pytest.mark.django_db
def test_institutions_and_addresses_are_invited_once_each(rosa, world):
    session = session_of(rosa)
    FocalPointFactory(organisation=world.cem, email="cem@example.org")
    invite = lambda *addresses: around.invite(  # noqa: E731
        session=session, organisations=[world.cem], addresses=addresses, by=rosa, at=timezone.now()
    )
    assert invite("ana@example.org", "CEM@example.org") == 2
    told = {one.to: one.text for one in Message.objects.order_by("pk")}
    assert f"/sesiones/{session.pk}/" in told["cem@example.org"]
    assert invite("beto@example.org") == 1
    with pytest.raises(CannotInvite, match="Ya se invitó"):
        invite()
    assert Invited.objects.filter(organisation=world.cem).count() == 1
    gone = held_session(rosa)
    with pytest.raises(CannotInvite):
        around.invite(session=gone, organisations=[], addresses=["a@b.pe"], by=rosa, at=timezone.now())
