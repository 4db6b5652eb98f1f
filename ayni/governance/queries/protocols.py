from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ayni.access.models import Organisation, User
from ayni.access.permissions import Permission
from ayni.codelists import queries as codelists
from ayni.codelists.models import (
    AgeBand,
    Barrier,
    Confidence,
    DocumentType,
    EducationLevel,
    EntryKind,
    Family,
    FunctionalDifficulty,
    Holiday,
    HumanRight,
    Language,
    Listed,
    MigratoryStatus,
    MobilityProfile,
    Occupation,
    PreregistrationOutcome,
    Profile,
    RegistrySource,
    ReturnType,
    RiskLevel,
)

from .. import rules
from ..models import Protocol, ProtocolDraft, ProtocolStep, StepSaid, UnmatchedText

LEADER = "MIGRACIONES"
"""Whose staff keep the reference data; others keep only what is of their own institution."""


def protocols_for(profiles: Iterable[Profile], on: date) -> list[Protocol]:
    """The protocols in force on that day for these profiles, each once, in the order in which the profiles call for
    them; the general one for a profile that has none of its own. Steps and actors come with them.

    A protocol names its profiles; a profile that was written by hand names its protocol. They meet by code, because
    either may have a newer version than the other.
    """
    wanted = list(profiles)
    by_profile = _pathways(wanted, on)
    general = Protocol.objects.in_force(on).filter(is_general=True).values_list("pk", flat=True)
    order: dict[int, None] = {}
    for profile in wanted:
        order.update(dict.fromkeys(by_profile.get(profile.code) or general))
    found = Protocol.objects.prefetch_related("steps__actor", "steps__norms").in_bulk(order)
    return [found[pk] for pk in order]


def _pathways(profiles: list[Profile], on: date) -> dict[str, list[int]]:
    """Of each profile's code: its protocols in force."""
    in_force = Protocol.objects.in_force(on).order_by("is_general", "code")
    listed = {p.code for p in profiles if not p.added_by_hand}
    found: dict[str, list[int]] = {}
    for code, pk in in_force.filter(profiles__code__in=listed).values_list("profiles__code", "pk").distinct():
        found.setdefault(code, []).append(pk)
    by_hand = {p.code: p.pathway_code for p in profiles if p.added_by_hand and p.pathway_code}
    if by_hand:
        pathways = dict(in_force.filter(code__in=by_hand.values()).values_list("code", "pk"))
        found |= {code: [pathways[pathway]] for code, pathway in by_hand.items() if pathway in pathways}
    return found


def unmatched() -> QuerySet[UnmatchedText]:
    """Free text of the reference data that the reviewed tables do not know yet."""
    return UnmatchedText.objects.order_by("file", "column", "text")


def in_force(on: date) -> QuerySet[Protocol]:
    """The protocols that a new case takes on that day, the general one last."""
    counted = Protocol.objects.in_force(on).annotate(step_count=Count("steps"))
    return counted.order_by("is_general", "name", "pk").prefetch_related(_profiles())


def to_come(on: date) -> QuerySet[Protocol]:
    """Versions that are approved and begin later."""
    return Protocol.objects.filter(valid_from__gt=on).order_by("valid_from", "code")


def names() -> list[tuple[str, str]]:
    """Code and name of every protocol that has its own profiles, for a form."""
    rows = Protocol.objects.current().filter(is_general=False).order_by("name", "pk")
    return list(rows.values_list("code", "name"))


def closed() -> list[Protocol]:
    """The last version of each protocol of which none is in force any more."""
    still = Protocol.objects.current().values("code")
    last: dict[str, Protocol] = {}
    for protocol in Protocol.objects.exclude(code__in=still).order_by("code", "version"):
        last[protocol.code] = protocol
    return list(last.values())


def versions(code: str) -> list[Protocol]:
    """Every version of one protocol, the newest first, with all that a page says of it."""
    steps = ProtocolStep.objects.order_by("order").select_related("actor").prefetch_related("norms")
    rows = Protocol.objects.filter(code=code).order_by("-version")
    return list(rows.prefetch_related(Prefetch("steps", steps), _profiles()))


def _profiles() -> "Prefetch[str, QuerySet[Profile], str]":
    return Prefetch("profiles", Profile._default_manager.order_by("code", "version"))


def followers(protocol: Protocol) -> list[Profile]:
    """The profiles in force that a case of this protocol may have: those it names, those that name it."""
    named = {profile.code for profile in protocol.profiles.all()}
    mine = Q(code__in=named, added_by_hand=False) | Q(pathway_code=protocol.code, added_by_hand=True)
    if protocol.is_general:
        mine |= Q(pathway_code="", added_by_hand=True)
    return list(codelists.current(Profile).filter(mine).order_by("code"))


def changes_since(before: Protocol | None, after: Protocol) -> list[rules.Difference]:
    """What a version says differently from the one before it."""
    return rules.differences(said(before), said(after)) if before else []


def said(protocol: Protocol | ProtocolDraft) -> dict[str, dict[str, str]]:
    """What a version or a draft says, in words: of itself under the empty code, of each step under its own."""
    whole = {
        "name": protocol.name,
        "profiles": ", ".join(sorted(p.label_es for p in protocol.profiles.all())),
        "approaches": ", ".join(protocol.approach_labels),
    }
    steps: Iterable[StepSaid] = protocol.steps.all()
    return {"": whole} | {step.code: _step_said(step) for step in steps}


def _step_said(step: StepSaid) -> dict[str, str]:
    return {
        "action": step.action_es,
        "plain": step.plain_es,
        "actor": step.actor.name,
        "order": str(step.order),
        "deadline": step.deadline_text,
        "measured": step.deadline_reading,
        "kind": step.get_deadline_kind_display(),
        "urgency": step.get_urgency_display(),
        "consent": step.get_consent_rule_display(),
        "basis": step.legal_basis,
        "norms": ", ".join(sorted(norm.number for norm in step.norms.all())),
        "confidence": str(dict(Confidence.choices).get(step.confidence, step.confidence)),
    }


def roles_of(organisation: Organisation) -> QuerySet[ProtocolStep]:
    """What the newest version of each protocol asks of an institution (R146), also one that begins later."""
    steps = ProtocolStep.objects.filter(actor=organisation, protocol__valid_to__isnull=True)
    return steps.select_related("protocol").order_by("protocol__name", "protocol_id", "order")


@dataclass(frozen=True)
class Followed:
    """A profile, and the protocols that a case of it takes today."""

    profile: Profile
    protocols: list[Protocol]


def profiles_by_family(on: date) -> dict[str, list[Followed]]:
    """The profiles in force, by part of the screening."""
    profiles = list(codelists.current(Profile).order_by("code"))
    followed = _pathways(profiles, on)
    protocols = Protocol.objects.in_force(on).in_bulk()
    general = [protocol for protocol in protocols.values() if protocol.is_general]
    found: dict[str, list[Followed]] = {family.value: [] for family in Family}
    for profile in profiles:
        mine = [protocols[pk] for pk in followed.get(profile.code, [])] or general
        found[profile.family].append(Followed(profile, mine))
    return {str(Family(family).label): rows for family, rows in found.items() if rows}


def holidays_of(year: int) -> QuerySet[Holiday]:
    return codelists.current(Holiday).filter(day__year=year).order_by("day")


def years_with_holidays() -> list[int]:
    return [day.year for day in codelists.current(Holiday).dates("day", "year")]


def may_edit(
    user: User, organisation: Organisation | None = None, everybody: Iterable[Organisation] | None = None
) -> bool:
    """Whether this user keeps the reference data: all of it within MIGRACIONES, elsewhere what is of their own
    institution and its units. `everybody`: all organisations, if the page has asked for them anyway."""
    if not user.may(Permission.REFERENCE_EDIT) or user.organisation_id is None:
        return False
    rows = list(everybody if everybody is not None else Organisation.objects.order_by("pk"))
    parents = {row.pk: row.parent_id for row in rows}
    leaders = {row.pk for row in rows if row.code == LEADER}
    if leaders & set(_line(user.organisation_id, parents)):
        return True
    return organisation is not None and user.organisation_id in _line(organisation.pk, parents)


def _line(pk: int, parents: Mapping[int, int | None]) -> list[int]:
    """An organisation and those above it."""
    line: list[int] = []
    at: int | None = pk
    while at is not None and at not in line:
        line.append(at)
        at = parents.get(at)
    return line


@dataclass(frozen=True)
class ShownList:
    """A code list as a page shows it. `extra`: what else of an entry is shown, as (heading, column)."""

    slug: str
    label: str | Promise
    model: type[Listed]
    extra: tuple[tuple[str | Promise, str], ...] = ()

    def rows(self) -> list[Listed]:
        """In force first, in the order of a form; then those that were closed."""
        ordered = any(column.name == "order" for column in self.model._meta.get_fields())
        order = ("order", "code") if ordered else ("code",)
        return list(self.model._default_manager.order_by(F("valid_to").desc(nulls_first=True), *order, "-version"))

    def cells(self, row: Listed) -> list[tuple[str, str]]:
        return [(str(heading), _written(getattr(row, column))) for heading, column in self.extra]


def _written(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


LISTS = (
    ShownList("ocupaciones", _lazy("Occupations"), Occupation, ((_lazy("ISCO-08 major group"), "isco"),)),
    ShownList("movilidad", _lazy("Mobility profiles"), MobilityProfile),
    ShownList("registros", _lazy("Where the State knows somebody from"), RegistrySource),
    ShownList("retornos", _lazy("Kinds of return"), ReturnType),
    ShownList("ingresos", _lazy("Kinds of entry"), EntryKind),
    ShownList("preinscripcion", _lazy("Outcomes of the pre-registration"), PreregistrationOutcome),
    ShownList(
        "dificultades",
        _lazy("Difficulties in doing things (Washington Group)"),
        FunctionalDifficulty,
        ((_lazy("One such answer is a disability"), "counts"),),
    ),
    ShownList("edades", _lazy("Age bands"), AgeBand, ((_lazy("From"), "min_age"), (_lazy("To"), "max_age"))),
    ShownList("educacion", _lazy("Levels of education"), EducationLevel, (("ISCED 2011", "isced"),)),
    ShownList("idiomas", _lazy("Languages"), Language),
    ShownList(
        "situaciones",
        _lazy("Migratory situations"),
        MigratoryStatus,
        ((_lazy("Regularity"), "regularity"), (_lazy("Legal basis"), "legal_basis")),
    ),
    ShownList("derechos", _lazy("Rights"), HumanRight, ((_lazy("Articles of the treaties"), "basis"),)),
    ShownList("barreras", _lazy("Barriers to rights and services"), Barrier, ((_lazy("What to do"), "guidance_es"),)),
    ShownList(
        "riesgo",
        _lazy("Levels of risk"),
        RiskLevel,
        ((_lazy("Contact every (days)"), "every_days"), (_lazy("Attempts before another way"), "attempts")),
    ),
    ShownList("documentos", _lazy("Kinds of document"), DocumentType, ((_lazy("Issued by"), "issuer"),)),
)
"""In the order of the page."""


def shown_list(slug: str) -> ShownList | None:
    return next((shown for shown in LISTS if shown.slug == slug), None)
