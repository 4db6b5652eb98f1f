from .releases import Planned, Release, Signature, State
from .studies import Linked, Reading, Study, StudyKind, StudyLanguage, StudyLink, StudyVersion
from .use import DailyUse, Kind, Purpose, PurposeKind

__all__ = [
    "DailyUse", "Kind", "Linked", "Planned", "Purpose", "PurposeKind", "Reading", "Release", "Signature", "State",
    "Study", "StudyKind", "StudyLanguage", "StudyLink", "StudyVersion",
]  # fmt: skip
