"""A draft of a protocol, a gap and an instrument, for the addresses of their pages. They are of the whole unit."""

from functools import cached_property
from typing import Any

from ayni.governance import actions
from ayni.governance.models import ProtocolDraft
from ayni.governance.tests.factories import GapFactory
from tests.world import World

NAMES = {"draft_number", "step_number", "gap_code", "instrument_code"}


class Norms:
    def __init__(self, cast: World, at: Any) -> None:
        self.cast, self.at = cast, at

    @cached_property
    def draft(self) -> ProtocolDraft:
        return actions.start_draft(code="PW-INDOC", by=self.cast.marta, at=self.at)

    @cached_property
    def gap(self) -> Any:
        return GapFactory(owner=self.cast.marta)
