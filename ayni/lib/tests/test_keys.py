import json
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.lib import keys


@given(st.binary(max_size=2000))
def test_what_was_encrypted_comes_back(plain):
    ring = keys.new_keyring()
    assert ring.decrypt(ring.encrypt(plain, context="a.B.c"), context="a.B.c") == plain


def test_the_same_text_never_looks_the_same_twice():
    ring = keys.new_keyring()
    assert ring.encrypt(b"no", context="a.B.c") != ring.encrypt(b"no", context="a.B.c")


def test_a_value_copied_to_another_column_does_not_decrypt_there():
    ring = keys.new_keyring()
    with pytest.raises(keys.CannotDecrypt, match="changed or moved"):
        ring.decrypt(ring.encrypt(b"secret", context="cases.Note.text"), context="cases.Task.remark")


def test_a_flipped_bit_is_noticed_and_the_error_holds_no_content():
    ring = keys.new_keyring()
    stored = bytearray(ring.encrypt(b"she fled", context="a.B.c"))
    stored[-1] ^= 1
    with pytest.raises(keys.CannotDecrypt) as caught:
        ring.decrypt(bytes(stored), context="a.B.c")
    assert "fled" not in str(caught.value)


def test_after_a_rotation_old_values_still_open_and_new_ones_use_the_new_key():
    ring = keys.new_keyring()
    old = ring.encrypt(b"x", context="c")
    rotated = keys.with_new_version(ring)
    assert rotated.decrypt(old, context="c") == b"x"
    with pytest.raises(keys.CannotDecrypt, match="not in the keyring"):
        ring.decrypt(rotated.encrypt(b"x", context="c"), context="c")


def test_named_secrets_outlive_a_rotation():
    ring = keys.new_keyring()
    assert keys.with_new_version(ring).digest("facts", "p") == ring.digest("facts", "p")
    assert ring.digest("facts", "p") != ring.digest("search", "p")


def test_the_file_is_readable_by_its_owner_only(tmp_path):
    ring = keys.new_keyring()
    keys.write(ring, tmp_path)
    path = tmp_path / keys.FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.load(path.read_text()) == ring
    assert set(json.loads(path.read_text())["secrets"]) == set(keys.SECRETS)


def test_without_a_keyring_the_message_says_what_to_type(tmp_path, monkeypatch):
    monkeypatch.delenv("AYNI_KEYRING", raising=False)
    with pytest.raises(keys.KeyringMissing, match="ayni setup"):
        keys.keyring(tmp_path)
