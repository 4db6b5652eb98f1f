"""The services of the State on loopback: the same protocol, fictitious people only, and failures on demand."""

from .recorded import Recorded, recorded
from .server import MODES, Running, run
from .world import Known, People

__all__ = ["MODES", "Known", "People", "Recorded", "Running", "recorded", "run"]
