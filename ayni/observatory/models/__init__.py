from .releases import Planned, Release, Signature, State
from .use import DailyUse, Kind, Purpose, PurposeKind

__all__ = ["DailyUse", "Kind", "Planned", "Purpose", "PurposeKind", "Release", "Signature", "State"]
