"""Verbs of the observatory: its key, its releases from the announcement to the withdrawal, and its library."""

from .loading import load_studies
from .planning import plan_release
from .preparing import ask_for_release, prepare_waiting, release_at_once
from .signing import publish_release, sign_release, withdraw_release
from .studies import (
    WrittenStudy,
    bring_study_back,
    correct_study,
    publish_study,
    return_study,
    withdraw_study,
    write_study,
)

__all__ = [
    "WrittenStudy", "ask_for_release", "bring_study_back", "correct_study", "load_studies", "plan_release",
    "prepare_waiting", "publish_release", "publish_study", "release_at_once", "return_study", "sign_release",
    "withdraw_release", "withdraw_study", "write_study",
]  # fmt: skip
