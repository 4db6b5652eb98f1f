"""The reference data that the demo world is made of, read once. `ayni setup` has loaded it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from ayni.access.models import Office, Organisation
from ayni.cases.rules.screening import URGENCY_OF
from ayni.codelists import queries as codelists
from ayni.codelists.models import (
    Country,
    DocumentType,
    EducationLevel,
    Language,
    MigratoryStatus,
    Profile,
    SexGender,
    Territory,
)
from ayni.directory.models import Service
from ayni.governance import queries as governance
from ayni.governance.models import Protocol, ProtocolStep
from ayni.instruments.models import Instrument, Question
from ayni.lib.errors import RuleBroken
from ayni.people.models import ConsentText
from ayni.referrals import queries as referrals
from ayni.referrals.rules import Allowance

OURS = frozenset({"UIM", "JZ"})
"""Institutions whose steps the unit and its offices do themselves."""


class ReferenceMissing(RuleBroken):
    """There is nothing to make a world of."""


@dataclass(frozen=True)
class Plan:
    """The protocols for a set of profiles, and their steps in order."""

    protocols: list[Protocol]
    steps: dict[int, ProtocolStep]


class Reference:
    def __init__(self, at: datetime) -> None:
        self.on: date = at.date()
        self.holidays = codelists.holidays()
        self.countries = _current(Country)
        self.document_types = _current(DocumentType)
        self.education = _current(EducationLevel)
        self.languages = _current(Language)
        self.profiles = _current(Profile)
        self.sexes = _current(SexGender)
        self.statuses = _current(MigratoryStatus)
        self.offices = {
            office.code: office for office in Office.objects.select_related("organisation", "department").order_by("pk")
        }
        self.organisations = {row.code: row for row in Organisation.objects.order_by("pk")}
        self._plans: dict[tuple[str, ...], Plan] = {}
        needed = (self.profiles, self.countries, self.consent_texts, self.instruments, Protocol.objects.exists())
        if not all(needed):
            raise ReferenceMissing(_("There is no reference data yet. Run `ayni setup` first."))

    @cached_property
    def _organisation_codes(self) -> dict[int, str]:
        return {row.pk: code for code, row in self.organisations.items()}

    def organisation_code(self, pk: int | None) -> str | None:
        return None if pk is None else self._organisation_codes[pk]

    @cached_property
    def services(self) -> dict[int, Service]:
        """The first service of each organisation that takes referrals."""
        rows = Service.objects.filter(accepts_referrals=True).order_by("-is_generic", "-pk")
        return {service.organisation_id: service for service in rows}

    @cached_property
    def districts(self) -> dict[str, list[tuple[str, int]]]:
        """Department → districts as (code, id), in the order of their codes."""
        found: dict[str, list[tuple[str, int]]] = {}
        rows = Territory.objects.current().filter(level=Territory.Level.DISTRICT).order_by("code")
        for code, pk in rows.values_list("code", "pk"):
            found.setdefault(code[:2], []).append((code, pk))
        return found

    @cached_property
    def consent_texts(self) -> dict[str, ConsentText]:
        rows = ConsentText.objects.filter(language="es", valid_to__isnull=True).order_by("version")
        return {text.purpose: text for text in rows}

    @cached_property
    def instruments(self) -> list[tuple[Instrument, list[Question]]]:
        rows = Instrument.objects.filter(series="SCREENING", valid_to__isnull=True).order_by("order", "code")
        return [(form, list(form.questions.all())) for form in rows.prefetch_related("questions")]

    @cached_property
    def clock(self) -> dict[str, Allowance]:
        return referrals.clock_table()

    @cached_property
    def default_urgency(self) -> dict[str, str]:
        return {code: profile.default_urgency for code, profile in self.profiles.items()}

    def urgency_of(self, codes: Iterable[str]) -> list[str]:
        return [URGENCY_OF.get(self.default_urgency[code], "ORDINARY") for code in codes]

    def plan_for(self, codes: tuple[str, ...]) -> Plan:
        """The protocols of each profile in turn, each once: as `governance.protocols_for` has them."""
        if codes not in self._plans:
            found = {p.pk: p for code in codes for p in self._protocols[code]}
            steps = {step.pk: step for protocol in found.values() for step in protocol.steps.all()}
            self._plans[codes] = Plan(list(found.values()), steps)
        return self._plans[codes]

    @cached_property
    def _protocols(self) -> dict[str, list[Protocol]]:
        return {code: governance.protocols_for([row], on=self.on) for code, row in self.profiles.items()}

    def read_all(self) -> None:
        """Whatever else would be read when it is first needed: a process that may not ask the database needs it now."""
        _ = self._protocols, self.services, self.districts, self.consent_texts, self.instruments, self.default_urgency
        _ = self._organisation_codes, self.clock, [office.department for office in self.offices.values()]


def _current(model: Any) -> dict[str, Any]:
    return {row.code: row for row in model.objects.current().order_by("code")}
