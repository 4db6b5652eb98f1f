from django.conf import settings

from ayni.facts.rows import person_key, person_keys, row_keys, seal, seals, unseal
from ayni.lib.ids import uuid7
from ayni.lib.keys import keyring, new_keyring


def test_a_sealed_row_opens_for_its_own_table_only() -> None:
    pk = uuid7()
    sealed = seal(pk, table="steps")
    assert unseal(sealed, table="steps") == pk
    assert unseal(sealed, table="cases") is None


def test_a_row_is_sealed_the_same_way_each_time() -> None:
    pk = uuid7()
    assert seal(pk, table="steps") == seal(pk, table="steps")


def test_a_guessed_or_altered_id_does_not_open() -> None:
    sealed = seal(uuid7(), table="steps")
    altered = ("A" if sealed[0] != "A" else "B") + sealed[1:]
    for wrong in ("", "x", "ñ", "A" * 43, altered, sealed[:-2], sealed + sealed):
        assert unseal(wrong, table="steps") is None


def test_another_installation_cannot_open_it() -> None:
    assert unseal(seal(uuid7(), table="steps", ring=new_keyring()), table="steps") is None


def test_a_person_has_one_key_per_way_of_keying_and_installation() -> None:
    pk = uuid7()
    keys = {person_key(pk), person_key(pk, keyed_as="gender"), person_key(pk, ring=new_keyring())}
    assert len(keys) == 3
    assert person_key(pk) == person_key(pk)
    assert all(0 <= key < 2**64 for key in keys)


def test_many_are_keyed_and_sealed_as_one_is() -> None:
    pks = [uuid7() for _ in range(50)]
    ring = keyring(settings.AYNI_HOME)
    digits = [pk.hex for pk in pks]
    assert seals(digits, table="steps", ring=ring).to_pylist() == [seal(pk, table="steps") for pk in pks]
    assert seals([], table="steps", ring=ring).to_pylist() == []
    assert person_keys([*digits, None], keyed_as="gender", ring=ring) == [
        *(person_key(pk, keyed_as="gender") for pk in pks), None,
    ]  # fmt: skip
    keys = [*row_keys(digits, table="steps", ring=ring), *row_keys(digits, table="cases", ring=ring)]
    assert len(set(keys)) == 100
    assert keys[3] == row_keys(digits[3:4], table="steps", ring=ring)[0]
