"""Rights, local governments, plans of territories: of the whole country, for whoever has the role. What is denied to
people of cases is counted only as far as one may open the cases."""

from typing import Any

from django.core.cache import cache
from django.utils.timezone import localdate, now

from ayni.codelists.models import HumanRight, Territory
from ayni.directory import actions as directory
from ayni.directory.rules.local_governments import EngagementFields
from ayni.directory.rules.sharing import SharingTerms
from ayni.governance import actions as governance
from ayni.governance.rules.instruments import InstrumentFields

from .cast import Cast
from .page import Page, page
from .whom import CASE_STAFF, DIRECTORY, KEEPERS, NORM_READERS

NETWORK_PAGES: dict[str, Page] = {
    "desk:human-rights": page(CASE_STAFF, methods="GET"),
    "desk:human-right": page(CASE_STAFF, methods="GET"),
    "directory:local_governments": page(DIRECTORY, methods="GET"),
    "directory:local_government": page(DIRECTORY, methods="GET"),
    "directory:note_engagement": page(KEEPERS, "list"),
    **{f"directory:{name}": page(DIRECTORY, methods="GET") for name in ("sharings", "sharing")},
    "directory:write_sharing": page(KEEPERS, "list"),
    "directory:correct_sharing": page(KEEPERS, "list"),
    "directory:end_sharing": page(KEEPERS, "list", methods="POST"),
    "governance:plans": page(NORM_READERS, methods="GET"),
}


PLAN = "Un plan reservado"
"""Of a district: for whoever reads the register of norms."""


def words(cast: Cast) -> dict[str, dict[str, Any]]:
    """The words of their addresses."""
    listed = {"valid_from": localdate(), "source": "OIM"}
    HumanRight.objects.create(code="RT-X", label_es="Salud", categories="SV-X", **listed)
    # What a process remembers of the lists is older than this right.
    cache.clear()
    place = Territory.objects.create(
        code="150135", label_es="San Martín de Porres", level="DISTRICT", department_code="15", **listed
    )
    said = EngagementFields("PLANNING", "MEETING", localdate(), "Gerencia de Desarrollo Social", "Mesa de trabajo")
    directory.note_engagement(territory=place, said=said, by=cast.marta, at=now())
    fields = InstrumentFields(kind="PLAN", title=PLAN, level="LOCAL", territory=place)
    governance.register_instrument(track="EXISTING", fields=fields, since=localdate(), by=cast.marta, at=now())
    terms = SharingTerms(
        code="CONV-D-1", purpose="Planificar", we_give=["FIGURES"], document="RA 1", valid_from=localdate()
    )
    row = directory.write_sharing(territory=place, ours=cast.uim, terms=terms, by=cast.marta, at=now())
    of_place: dict[str, dict[str, Any]] = {
        name: {"ubigeo": place.code} for name in ("local_government", "note_engagement", "write_sharing")
    }
    of_place |= {name: {"pk": row.pk} for name in ("sharing", "correct_sharing", "end_sharing")}
    return {"desk:human-right": {"code": "RT-X"}, **{f"directory:{name}": word for name, word in of_place.items()}}
