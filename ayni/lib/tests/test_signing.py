"""Signatures that anybody can check, and that are the same wherever they are made."""

import pytest

from ayni.lib import signing

# RFC 8032, 7.1, tests 1 and 2.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655"
        "141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00"
        "d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("private", "public", "said", "signature"), VECTORS)
def test_what_is_signed_is_as_the_standard_says(private, public, said, signature):
    key = bytes.fromhex(private)
    assert signing.public_of(key).hex() == public
    assert signing.sign(key, said).hex() == signature
    assert signing.is_signed(bytes.fromhex(public), said, bytes.fromhex(signature))


def test_nothing_else_is_signed():
    key = signing.new_private()
    public, signature = signing.public_of(key), signing.sign(key, b"said")
    other = signing.public_of(signing.new_private())
    for wrong in (
        (public, b"Said", signature),
        (other, b"said", signature),
        (public, b"said", signature[:-1]),
        (public[:-1], b"said", signature),
        (b"", b"said", b""),
    ):
        assert not signing.is_signed(*wrong)
