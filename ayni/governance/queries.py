from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from ayni.codelists.models import Profile

from .models import Protocol, UnmatchedText


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
