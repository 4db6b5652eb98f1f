"""The lists that a campaign is described by: each entry with its source."""

from typing import ClassVar

from ayni.codelists.models import Ordered

_OPEN = {
    "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence", "digest",
    "order",
}  # fmt: skip


class CampaignKind(Ordered):
    """Information, communication for development, sensitisation, making service points known…"""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = _OPEN


class CampaignAudience(Ordered):
    """To whom it speaks."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = _OPEN


class CampaignChannel(Ordered):
    """By which way it reaches them."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = _OPEN


class CampaignTheme(Ordered):
    """What it carries whatever it is about: interculturality, non-discrimination…"""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = _OPEN
