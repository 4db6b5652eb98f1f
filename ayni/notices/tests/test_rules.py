from datetime import timedelta

from ayni.notices import rules


def test_waits_grow_up_to_four_hours():
    minutes = [rules.wait_after(n) / timedelta(minutes=1) for n in range(1, 11)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]


def test_a_message_is_given_up_after_ten_attempts_or_when_its_address_is_refused():
    assert not rules.is_given_up(attempts=9, for_good=False)
    assert rules.is_given_up(attempts=10, for_good=False)
    assert rules.is_given_up(attempts=1, for_good=True)


def test_a_subject_is_one_line():
    assert rules.one_line("R-1\r\n Bcc:  x") == "R-1 Bcc: x"
