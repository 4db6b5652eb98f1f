"""The signed code on a card: genuine, false, of an old key, cut, and what it says."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ayni.lib.qr import qr_image
from ayni.procedures.rules import seals
from ayni.procedures.rules.cards import Scanned, read_scan
from ayni.procedures.rules.seals import CannotRead, KeyStanding, PublicKey, Said

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {1: PublicKey(PRIVATE.public_key().public_bytes_raw())}
SAID = Said(
    kind="CE", number="000000017", surnames="González Ñúñez", given_names="Yusleidy", birth="1990-03-12", sex="F",
    nationality="VEN", valid_from="2026-11-20", valid_to="2027-11-20", proof="7k3mq2x9h0123456789abcde",
)  # fmt: skip
TEXT = seals.write_seal(SAID, key=1, private=PRIVATE.private_bytes_raw())


def test_a_genuine_code_says_what_the_card_says():
    assert seals.check_seal(seals.read_seal(TEXT), KEYS) == SAID
    assert seals.write_seal(SAID, key=1, private=PRIVATE.private_bytes_raw()) == TEXT


def test_it_is_small_enough_for_a_card_and_packed_as_letters_and_digits():
    assert len(TEXT) < 320
    assert set(TEXT) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert qr_image(TEXT).startswith("data:")


def test_with_one_byte_changed_anywhere_it_is_false_or_cannot_be_read():
    raw = seals.from_base45(TEXT.removeprefix(seals.HEAD))
    for place in range(len(raw)):
        forged = bytearray(raw)
        forged[place] ^= 1
        with pytest.raises(CannotRead):
            seals.check_seal(seals.read_seal(seals.HEAD + seals.base45(bytes(forged))), KEYS)


def test_it_is_false_under_the_name_of_another_key_of_ours():
    other = {**KEYS, 2: PublicKey(Ed25519PrivateKey.generate().public_key().public_bytes_raw())}
    raw = seals.from_base45(TEXT.removeprefix(seals.HEAD))
    with pytest.raises(CannotRead):
        seals.check_seal(seals.read_seal(seals.HEAD + seals.base45(b"\x02" + raw[1:])), other)


def test_what_an_old_key_signed_counts_and_what_a_withdrawn_one_signed_does_not():
    public = KEYS[1].public
    assert seals.check_seal(seals.read_seal(TEXT), {1: PublicKey(public, KeyStanding.RETIRED)}) == SAID
    with pytest.raises(CannotRead, match="1"):
        seals.check_seal(seals.read_seal(TEXT), {1: PublicKey(public, KeyStanding.WITHDRAWN)})
    with pytest.raises(CannotRead, match="1"):
        seals.check_seal(seals.read_seal(TEXT), {})


@pytest.mark.parametrize("text", ["", "AYNI1:", "AYNI1:A", "AYNI1:AB", "AYNI1:::::", "https://x", "AYNI1:" + "Z" * 300])
def test_what_is_no_code_of_ours_is_said_to_be_none(text):
    with pytest.raises(CannotRead):
        seals.check_seal(seals.read_seal(text), KEYS)


@pytest.mark.parametrize("end", range(0, len(TEXT), 7))
def test_a_code_that_was_cut_is_not_genuine(end):
    with pytest.raises(CannotRead):
        seals.check_seal(seals.read_seal(TEXT[:end]), KEYS)


@given(st.binary(max_size=300))
def test_base45_gives_back_what_went_in(raw):
    assert seals.from_base45(seals.base45(raw)) == raw


def test_base45_is_that_of_the_standard():
    assert seals.base45(b"Hello!!") == "%69 VD92EX0"
    assert seals.from_base45("QED8WEX0") == b"ietf!"


@given(st.text(max_size=400))
def test_no_text_makes_the_reader_fall(text):
    for typed in (text, seals.HEAD + text):
        try:
            seals.read_seal(typed)
        except CannotRead:
            continue


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fall(raw):
    with pytest.raises(CannotRead):
        seals.check_seal(seals.read_seal(seals.HEAD + seals.base45(raw)), KEYS)


def test_long_names_are_cut_at_a_whole_letter():
    said = Said(**{**SAID.__dict__, "surnames": "Ñ" * 80})
    text = seals.write_seal(said, key=1, private=PRIVATE.private_bytes_raw())
    assert seals.read_seal(text).said.surnames == "Ñ" * 45


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("https://ayni.pe/verificar/7k3mq2x9h0123456789abcde/", Scanned.PROOF, "7k3mq2x9h0123456789abcde"),
        ("https>--ayni.pe-verificar-7k3mq2x9h0123456789abcde-", Scanned.PROOF, "7k3mq2x9h0123456789abcde"),
        (f"  {TEXT}\n", Scanned.PROOF, "7k3mq2x9h0123456789abcde"),
        ("7K3MQ2X9H0123456789ABCDE", Scanned.PROOF, "7k3mq2x9h0123456789abcde"),
        (" 000000017 ", Scanned.NUMBER, "000000017"),
        ("ce 000000017", Scanned.NUMBER, "000000017"),
    ],
)
def test_a_scanner_may_read_either_code_and_a_hand_type_the_number(typed, kind, value):
    scan = read_scan(typed)
    assert (scan.kind, scan.value) == (kind, value)


@pytest.mark.parametrize("typed", ["", "   ", "hola", "B-1234", "'; drop table"])
def test_what_a_scanner_misread_is_nothing(typed):
    assert read_scan(typed) is None
