"""The verbs of a person's file."""

from .compartments import place_compartment
from .consents import give_consent, load_consent_texts, withdraw_consent
from .indexing import index, rebuild_index
from .registering import register

__all__ = [
    "give_consent", "index", "load_consent_texts", "place_compartment", "rebuild_index", "register", "withdraw_consent",
]  # fmt: skip
