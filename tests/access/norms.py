"""A draft of a protocol, a gap, an instrument, a norm and a note, for the addresses of their pages. They are of the
whole unit: what they rest on is hidden, not they."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from ayni.cases import actions as cases
from ayni.codelists.tests.factories import LegalNormFactory
from ayni.governance import actions
from ayni.governance.models import GapKind
from ayni.governance.rules.gaps import GapFields
from ayni.governance.rules.instruments import InstrumentFields
from tests.world import World


def words(cast: World, at: datetime) -> dict[str, Any]:
    """The words of their addresses."""
    draft = actions.start_draft(code="PW-INDOC", by=cast.marta, at=at)
    fields = GapFields(title="Una brecha", kind=GapKind.NO_NORM, what_fails="Nada lo dice")
    gap = actions.open_gap(fields=fields, by=cast.marta, at=at)
    instrument = actions.register_instrument(
        track="PROPOSAL", fields=InstrumentFields(kind="DIRECTIVE", title="Una directiva", level="NATIONAL"),
        since=localdate(at), by=cast.marta, at=at,
    )  # fmt: skip
    note = cases.note_from_field(text="Una nota", territory=None, case=None, gap=None, by=cast.marta, at=at)
    return {
        "draft_number": draft.pk,
        "step_number": draft.steps.order_by("order").first().pk,
        "gap_code": gap.code,
        "instrument_code": instrument.code,
        "norm_code": LegalNormFactory(code="L1").code,
        "evidence_id": note.pk,
        "whom": "gestion",
        "number": 1,
    }


def of_case(case: Any) -> dict[str, Any]:
    """The number of a protocol that a case is held to."""
    return {"protocol_number": case.protocols.order_by("pk").first().protocol_id}
