"""What is printed of a protocol: as a whole, for whoever works with it, and for the person."""

from dataclasses import dataclass

from ayni.codelists.models import Profile
from ayni.people.models import Sensitivity

from ..models import Protocol, ProtocolStep
from .protocols import followers

CASEWORKER = "gestion"
"""In the address of the guide for whoever works with it; any other word there is the code of a profile."""


@dataclass(frozen=True)
class PlainGuide:
    """What the person is told: only steps that somebody wrote in plain words."""

    profile: Profile
    steps: list[ProtocolStep]
    names_the_profile: bool
    """Whether the paper may say whom it is for. A guide of a restricted profile in somebody's bag may betray them."""
    names_institutions: bool = True
    """Nor may that of a restricted one say who is there for its steps: the name of an institution says it too."""


def plain_guide(protocol: Protocol, profile_code: str) -> PlainGuide | None:
    """The guide of one profile that the protocol is for; None if it is not for it."""
    profile = next((one for one in followers(protocol) if one.code == profile_code), None)
    if profile is None:
        return None
    is_ordinary, is_restricted = (profile.sensitivity == one for one in (Sensitivity.ORDINARY, Sensitivity.RESTRICTED))
    return PlainGuide(profile, told_steps(protocol), is_ordinary, not is_restricted)


def told_steps(protocol: Protocol) -> list[ProtocolStep]:
    return [step for step in protocol.steps.all() if step.plain_es.strip()]
