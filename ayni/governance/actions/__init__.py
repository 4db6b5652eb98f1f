"""The verbs of norms and protocols."""

from .loading import load_protocols, lock_reference, record_load
from .profiles import add_profile, change_profile, close_profile

__all__ = ["add_profile", "change_profile", "close_profile", "load_protocols", "lock_reference", "record_load"]
