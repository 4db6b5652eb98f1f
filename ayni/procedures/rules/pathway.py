"""Regularisation is the first step of integration: what comes after it (R54)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class PathwayStep:
    code: str
    label: str | Promise


PATHWAY = (
    PathwayStep("HEALTH", _("Health: join the health insurance, now that there is a document for it")),
    PathwayStep("EDUCATION", _("Education: enrol children, have studies recognised")),
    PathwayStep("WORK", _("Work: taxpayer number, employment service, rights at work")),
    PathwayStep("HOUSING", _("Housing: a contract in writing, an address of one's own")),
)
"""Health, education, work, housing."""
