from datetime import UTC, datetime, timedelta

import pytest

from ayni.governance.models import ConsentRule, DeadlineUnit
from ayni.people.models import Basis
from ayni.referrals import rules
from ayni.referrals.models import ClockEvent, MessageKind, Status
from ayni.referrals.rules import Allowance, Timed

Kind = ClockEvent.Kind
AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def timed(status=Status.SENT):
    """An immediate referral: received within 1 h, answered within 4 h."""
    return Timed(status, AT, AT + HOUR, AT + 4 * HOUR)


def test_every_status_has_a_row_in_the_table():
    assert set(rules.NEXT) == set(Status)


@pytest.mark.parametrize("ended", [Status.DECLINED, Status.CLOSED, Status.WITHDRAWN, Status.EXPIRED])
def test_what_ended_stays_ended(ended):
    for to in Status:
        with pytest.raises(rules.CannotChangeStatus):
            rules.check_status_change(ended, to)


def test_an_outcome_comes_after_an_acceptance():
    rules.check_status_change(Status.ACCEPTED, Status.COMPLETED)
    with pytest.raises(rules.CannotChangeStatus, match="primero"):
        rules.check_status_change(Status.SENT, Status.COMPLETED)


def test_every_consent_rule_says_which_bases_it_takes():
    assert set(rules.BASES) == set(ConsentRule)
    for bases in rules.BASES.values():
        assert {Basis.CONSENT, Basis.REPRESENTATIVE, Basis.VITAL_INTEREST} <= bases


@pytest.mark.parametrize("rule", [ConsentRule.REQUIRED, ConsentRule.UNKNOWN])
def test_what_is_not_settled_is_treated_as_if_consent_were_required(rule):
    with pytest.raises(rules.CannotRefer):
        rules.check_may_share(
            bases=rules.bases_of(rule, is_notified=True), basis=Basis.PUBLIC_FUNCTION, has_consent=False, grounds="x"
        )


def test_a_consent_that_is_not_there_does_not_count():
    with pytest.raises(rules.CannotRefer):
        rules.check_may_share(
            bases=rules.BASES[ConsentRule.REQUIRED], basis=Basis.CONSENT, has_consent=False, grounds=""
        )


@pytest.mark.parametrize("kind", [MessageKind.DECLINED, MessageKind.QUESTION, MessageKind.REPLY, MessageKind.WITHDRAWN])
def test_some_things_cannot_be_said_without_words(kind):
    with pytest.raises(rules.CannotAnswer):
        rules.check_answer(kind, text=" \n")


def test_an_outcome_is_one_of_the_list():
    with pytest.raises(rules.CannotAnswer):
        rules.check_answer(MessageKind.OUTCOME, text="", result="WHATEVER")


def test_the_clock_strikes_five_times_in_order():
    kinds = [strike.kind for strike in rules.strikes(timed())]
    assert kinds == [
        Kind.REMINDED_TO_ACKNOWLEDGE,
        Kind.ESCALATED_RECEIPT,
        Kind.REMINDED_TO_ANSWER,
        Kind.ESCALATED_ANSWER,
        Kind.ESCALATED_FURTHER,
    ]


def test_what_was_received_is_reminded_only_of_its_answer():
    assert rules.next_strike(timed(Status.ACKNOWLEDGED)) == AT + 2 * HOUR
    assert rules.next_strike(timed(Status.ACCEPTED)) is None


def test_what_was_overtaken_is_not_made_up_for():
    assert rules.next_strike(timed(), after=AT + 3 * HOUR) == AT + 4 * HOUR
    assert rules.next_strike(timed(), after=AT + 5 * HOUR) == AT + 6 * HOUR
    assert rules.next_strike(timed(), after=AT + 7 * HOUR) is None


def test_of_all_that_is_due_at_once_the_last_escalation_is_told():
    due = rules.strikes(timed())
    assert rules.loudest(due).kind == Kind.ESCALATED_FURTHER
    assert rules.loudest(due[:3]).kind == Kind.ESCALATED_RECEIPT
    assert rules.loudest(due[:1]).kind == Kind.REMINDED_TO_ACKNOWLEDGE
    assert rules.loudest([]) is None


@pytest.mark.parametrize(
    ("acknowledge", "answer"),
    [
        ((0, DeadlineUnit.HOURS), (4, DeadlineUnit.HOURS)),
        ((5, DeadlineUnit.HOURS), (4, DeadlineUnit.HOURS)),
        ((2, DeadlineUnit.WORKING_DAYS), (24, DeadlineUnit.HOURS)),
    ],
)
def test_receipt_comes_no_later_than_the_answer(acknowledge, answer):
    with pytest.raises(rules.CannotSetClock):
        rules.check_allowance(Allowance(acknowledge, answer))


def test_a_code_is_six_digits_and_is_not_sent_twice_in_a_minute():
    assert all(len(rules.new_code()) == 6 for _ in range(50))
    with pytest.raises(rules.CannotSendCode, match="minuto"):
        rules.check_may_send_code(codes_sent=1, last_sent_at=AT, at=AT + timedelta(seconds=59))
    rules.check_may_send_code(codes_sent=1, last_sent_at=AT, at=AT + timedelta(seconds=60))
    with pytest.raises(rules.CannotSendCode, match="más códigos"):
        rules.check_may_send_code(codes_sent=rules.MOST_CODES, last_sent_at=None, at=AT)
