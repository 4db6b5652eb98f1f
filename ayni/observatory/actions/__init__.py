"""Verbs of the observatory: its key, and its releases from the announcement to the withdrawal."""

from .planning import plan_release
from .preparing import ask_for_release, prepare_waiting, release_at_once
from .signing import publish_release, sign_release, withdraw_release

__all__ = [
    "ask_for_release", "plan_release", "prepare_waiting", "publish_release", "release_at_once", "sign_release",
    "withdraw_release",
]  # fmt: skip
