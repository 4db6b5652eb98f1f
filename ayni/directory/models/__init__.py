"""The tables of the directory: what the register says, what is offered, who answers where."""

from .focal_points import Absence, FocalPoint, FocalPointQuerySet, Rank
from .register import Kind, Level, RegisterEntry
from .services import Service

__all__ = ["Absence", "FocalPoint", "FocalPointQuerySet", "Kind", "Level", "Rank", "RegisterEntry", "Service"]
