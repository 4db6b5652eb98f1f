from .use import DailyUse, Kind, Purpose, PurposeKind

__all__ = ["DailyUse", "Kind", "Purpose", "PurposeKind"]
