"""Signatures of Ed25519 over bytes: whoever has the public key checks them without us. What is signed, and how keys and
signatures are written down, is the business of whoever signs."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def new_private() -> bytes:
    """32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, said: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).sign(said)


def is_signed(public: bytes, said: bytes, signature: bytes) -> bool:
    """False also for what is no key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, said)
    except (InvalidSignature, ValueError):
        return False
    return True
