"""What the columns of a case in a list mean: its profile, and who accompanies."""

from collections.abc import Mapping

from django.core.cache import cache
from django.utils.timezone import localdate

from ayni.access.models import Office, Team, User
from ayni.codelists.models import Profile
from ayni.governance import queries as governance
from ayni.lib.names import plain
from ayni.people.models import Sensitivity

from ..rules.cases import sensitivity_of

_KEPT = 60
"""Seconds: a list has many rows with few profiles and few caseworkers."""


def faults(values: Mapping[str, str], office: Office) -> list[tuple[str, str]]:
    """Field and code of what is wrong, so that nobody accepts a case that cannot be opened."""
    named = values.get("case_profile", "")
    if not named:
        return [("case_profile", "CASE_WITHOUT_PROFILE")]
    profile = profile_named(named)
    if profile is None:
        return [("case_profile", "NO_PROFILE")]
    found = []
    if not _has_protocol(profile):
        found.append(("case_profile", "NO_PROTOCOL"))
    owner = owner_named(values.get("case_owner", ""), office)
    if values.get("case_owner") and owner is None:
        found.append(("case_owner", "NOT_IN_OFFICE"))
    elif sensitivity_of([profile.sensitivity]) == Sensitivity.RESTRICTED and team_of(owner, office) is None:
        found.append(("case_owner", "NO_TEAM"))
    return found


def profile_named(text: str) -> Profile | None:
    """By code or by name, in Spanish or English."""
    wanted = plain(text)
    pk = _profiles().get(wanted)
    return Profile.objects.filter(pk=pk).first() if pk else None


def _profiles() -> dict[str, int]:
    return cache.get_or_set("cases.taking.profiles", _by_word, _KEPT) or {}


def _by_word() -> dict[str, int]:
    rows = Profile.objects.current().order_by("code").values_list("pk", "code", "label_es", "label_en")
    return {plain(word): pk for pk, *words in rows for word in words if word}


def _has_protocol(profile: Profile) -> bool:
    key = f"cases.taking.protocol.{profile.pk}"
    return bool(cache.get_or_set(key, lambda: bool(governance.protocols_for([profile], on=localdate())), _KEPT))


def owner_named(text: str, office: Office) -> User | None:
    """By the name to sign in with, or by first and last name; only who works in this office."""
    wanted = plain(text)
    if not wanted:
        return None
    key = f"cases.taking.owners.{office.pk}"
    owners: dict[str, int] = cache.get_or_set(key, lambda: _owners(office), _KEPT) or {}
    pk = owners.get(wanted)
    return User.objects.filter(pk=pk).first() if pk else None


def _owners(office: Office) -> dict[str, int]:
    people = [u for u in User.objects.filter(office=office, is_active=True).order_by("pk") if u.permissions]
    return {plain(word): u.pk for u in people for word in (u.username, u.get_full_name()) if plain(word)}


def team_of(owner: User | None, office: Office) -> Team | None:
    """The team of this office that the owner is in."""
    if owner is None:
        return None
    return Team.objects.filter(office=office, pk__in=owner.team_ids).order_by("pk").first()
