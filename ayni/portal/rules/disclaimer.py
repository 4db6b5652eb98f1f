"""What stands under every text that the unit publishes."""

from django.utils.translation import gettext_lazy as _

DISCLAIMER = _(
    "Names and borders on this site, and what its sources say, are not an opinion of the unit or of those who support "
    "it about any country, territory or person."
)
"""As publications of IOM say it of opinions and designations, in plain words. Source: UIM good-practice systematisation
(IOM, 2022), R131."""
