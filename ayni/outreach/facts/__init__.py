"""What may be counted of what the unit does beyond cases."""

from . import campaigns, sessions

__all__ = ["campaigns", "sessions"]
