"""Whether a contact can reach anybody, and whether it looks as if it did."""

import re

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import ContactPoint

NEED_NO_VALUE = frozenset({ContactPoint.Kind.IN_PERSON})
TELEPHONES = frozenset({ContactPoint.Kind.PHONE, ContactPoint.Kind.WHATSAPP, ContactPoint.Kind.SMS})
FEWEST_DIGITS, MOST_DIGITS = 7, 15
"""A fixed line without its prefix, and the longest number that the international plan knows."""

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class CannotReach(RuleBroken):
    pass


def check_contact(*, kind: str, value: str) -> None:
    if kind not in NEED_NO_VALUE and not value.strip():
        raise CannotReach(_("Type the number, the address, or who it is."))
    if kind == ContactPoint.Kind.EMAIL and not _ADDRESS.fullmatch(value.strip()):
        raise CannotReach(_("Type an e-mail address such as nombre@ejemplo.pe."))


def looks_unusual(*, kind: str, value: str) -> bool:
    """Whether this does not look like a telephone: a warning, never a refusal. An extension has letters too."""
    digits = sum(c.isdigit() for c in value)
    return kind in TELEPHONES and (any(map(str.isalpha, value)) or not FEWEST_DIGITS <= digits <= MOST_DIGITS)
