"""What an agreement on data with a local government must say. Plain values."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .agreements import CannotAgree

PERSON = re.compile(r"[\w.+-]+@[\w-]+\.\w|\b9\d{2}[ -]?\d{3}[ -]?\d{3}\b|\bDNI\b", re.IGNORECASE)
"""An address of mail, a telephone of somebody, or an identity document: of a person, and not of an agreement."""


@dataclass(frozen=True, kw_only=True)
class SharingTerms:
    """What the signed paper says."""

    code: str
    purpose: str
    we_give: Collection[str] = field(default_factory=list)
    they_give: Collection[str] = field(default_factory=list)
    document: str
    valid_from: date
    valid_to: date | None = None
    is_open: bool = False
    norm: Any = None
    theirs: Any = None


def check_sharing(said: SharingTerms, *, code_taken: bool, same_party: bool) -> None:
    if code_taken:
        raise CannotAgree(_("There is an agreement with this code. Write its own code, as on its signed paper."))
    if same_party:
        raise CannotAgree(_("An agreement is between two institutions. Choose another one."))
    if not said.we_give and not said.they_give:
        raise CannotAgree(_("Choose at least one kind of data that one of the two gives."))
    if said.valid_to is not None and said.valid_to < said.valid_from:
        raise CannotAgree(_("The last day comes before the first. Look at both on the signed paper."))
    if PERSON.search(f"{said.purpose} {said.document}"):
        raise CannotAgree(
            _("This names a person's mail, telephone or document. Write the office and the number of the paper.")
        )
