"""Which characteristics are kept of a person, from which list each comes, and when one may be written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.codelists.models import (
    Country,
    EducationLevel,
    EntryKind,
    FunctionalDifficulty,
    Language,
    Listed,
    MobilityProfile,
    Occupation,
    PreregistrationOutcome,
    RegistrySource,
    ReturnType,
)
from ayni.people.models import ONE_AT_A_TIME, Kind

from .editing import CannotChange


@dataclass(frozen=True)
class Of:
    """How one kind is kept. `event`: it happened on a day, and does not end. `mirror`: the column of Person that
    search and facts read, written by the same verb. `sensitive`: what is said is encrypted."""

    codes: type[Listed]
    event: bool = False
    sensitive: bool = False
    mirror: str = ""


KINDS: dict[str, Of] = {
    Kind.MOBILITY_PROFILE: Of(MobilityProfile),
    Kind.PREVIOUS_COUNTRY: Of(Country),
    Kind.ORIGIN: Of(Country),
    Kind.DESTINATION_COUNTRY: Of(Country),
    Kind.ENTRY: Of(EntryKind, event=True),
    Kind.RETURN: Of(ReturnType, event=True),
    Kind.REGISTRY_SOURCE: Of(RegistrySource),
    Kind.PREREGISTRATION: Of(PreregistrationOutcome, event=True),
    Kind.EDUCATION: Of(EducationLevel, mirror="education"),
    Kind.OCCUPATION: Of(Occupation),
    Kind.LANGUAGE: Of(Language, mirror="language"),
    Kind.OTHER_LANGUAGE: Of(Language),
    Kind.DISABILITY: Of(FunctionalDifficulty, sensitive=True),
}

MIRRORS = {of.mirror: kind for kind, of in KINDS.items() if of.mirror}
"""Columns of Person that are the present value of a history, and of which."""


class Domain(models.TextChoices):
    """The six questions of the Washington Group short set on functioning (WG-SS), in its words."""

    SEE = "SEE", gettext_lazy("Do you have difficulty seeing, even if wearing glasses?")
    HEAR = "HEAR", gettext_lazy("Do you have difficulty hearing, even if using a hearing aid?")
    WALK = "WALK", gettext_lazy("Do you have difficulty walking or climbing steps?")
    REMEMBER = "REMEMBER", gettext_lazy("Do you have difficulty remembering or concentrating?")
    CARE = "CARE", gettext_lazy("Do you have difficulty with self-care, such as washing all over or dressing?")
    COMMUNICATE = (
        "COMMUNICATE",
        gettext_lazy(
            "Using your usual language, do you have difficulty communicating, for example understanding or being "
            "understood?"
        ),
    )


SHORT_NAMES: dict[str, str | Promise] = {
    Domain.SEE: gettext_lazy("seeing"),
    Domain.HEAR: gettext_lazy("hearing"),
    Domain.WALK: gettext_lazy("walking"),
    Domain.REMEMBER: gettext_lazy("remembering"),
    Domain.CARE: gettext_lazy("self-care"),
    Domain.COMMUNICATE: gettext_lazy("communicating"),
}

NOT_SAID = "WG-9"
COUNTING = frozenset({"WG-3", "WG-4"})
"""A lot of difficulty, and cannot do it at all; a test holds them to the code list."""


class Disability(models.TextChoices):
    WITH = "WITH", gettext_lazy("With disability")
    WITHOUT = "WITHOUT", gettext_lazy("Without disability")
    UNKNOWN = "UNKNOWN", gettext_lazy("Not known")


def disability_status(answers: Mapping[str, str], counting: Collection[str]) -> str:
    """By the cut-off that the Washington Group recommends for international comparison: a person has a disability who
    has at least a lot of difficulty in at least one of the six domains (washingtongroup-disability.com, “Analytic
    guidelines: the WG-SS”). Without one, all six must have been answered.

    `answers`: domain → code; `counting`: the codes that are at least a lot of difficulty.
    """
    if any(code in counting for code in answers.values()):
        return Disability.WITH
    answered = {domain for domain, code in answers.items() if code and code != NOT_SAID}
    return Disability.WITHOUT if answered == set(Domain.values) else Disability.UNKNOWN


@dataclass(frozen=True)
class NewCharacteristic:
    """`instead`: what the file says was never right, and this takes its place. With `until`, something of the past."""

    kind: str
    code: str = ""
    answers: Mapping[str, str] | None = None
    """Of a sensitive kind, instead of a code."""
    since: date | None = None
    until: date | None = None
    instead: bool = False

    @property
    def is_single(self) -> bool:
        return self.kind in ONE_AT_A_TIME

    @property
    def said(self) -> tuple[str, Mapping[str, str] | None]:
        return self.code, self.answers


def check_says_something(*, new: NewCharacteristic, codes: Collection[str]) -> None:
    """`codes`: those of its list that are in force."""
    of = KINDS[new.kind]
    if of.sensitive:
        if set(new.answers or {}) != set(Domain.values) or new.code:
            raise CannotChange(_("Ask the six questions. “Prefers not to say” is an answer."))
        chosen = set((new.answers or {}).values())
    else:
        chosen = {new.code}
    if not chosen <= set(codes):
        raise CannotChange(_("Choose one of the list."))
    if of.event and new.until:
        raise CannotChange(_("What happened on a day does not end. Take the last day away."))


def check_may_end(*, kind: str, is_mistake: bool) -> None:
    if KINDS[kind].event and not is_mistake:
        raise CannotChange(_("What happened on a day does not end. If it never happened, say that it was a mistake."))
