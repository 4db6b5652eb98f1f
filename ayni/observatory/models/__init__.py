from .releases import Planned, Release, Signature, State

__all__ = ["Planned", "Release", "Signature", "State"]
