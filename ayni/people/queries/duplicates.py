"""Pairs of files that may be of one person, and files that became one."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from ayni.access.models import User
from ayni.lib.keys import keyring
from ayni.people.models import (
    Compartment,
    ContactPoint,
    Merge,
    Nationality,
    PairStatus,
    Person,
    PossibleDuplicate,
    SearchKey,
    Sweep,
)
from ayni.people.rules import duplicates as rules
from ayni.people.rules import keys, likeness
from ayni.people.rules.asking import MOST_WORDS, Sought
from ayni.people.rules.documents import compared, phone_tail
from ayni.people.rules.keys import Indexed
from ayni.people.rules.likeness import Via

from .candidates import blind_phone
from .entries import BY_PHONE, entries_of
from .identities import known
from .matching import Match
from .scan import NAMES

ORDER = ("-score", "-pk")


def to_decide(user: User, today: date) -> QuerySet[PossibleDuplicate]:
    """What waits for a decision: nobody decided, or the day has come by which somebody wanted to find out."""
    due = Q(status=PairStatus.UNSURE, due_on__lte=today)
    return with_files(PossibleDuplicate.objects.visible_to(user).filter(Q(status=PairStatus.OPEN) | due))


def promised(user: User, today: date) -> QuerySet[PossibleDuplicate]:
    """What this user said they would find out, whose day has come."""
    mine = PossibleDuplicate.objects.visible_to(user).filter(promised_by=user, due_on__lte=today)
    return with_files(mine.filter(status=PairStatus.UNSURE))


def with_files(pairs: QuerySet[PossibleDuplicate]) -> QuerySet[PossibleDuplicate]:
    return pairs.select_related("one__office", "other__office", "promised_by")


def stopped_sweep() -> Sweep | None:
    return Sweep.objects.filter(state=Sweep.State.STOPPED).first()


def swept_upto() -> int:
    """The line of the trail after which nothing was looked at yet."""
    last = Sweep.objects.order_by("-upto").first()
    return last.upto if last else 0


def sought_of(persons: Sequence[Person]) -> list[Sought]:
    """What one would search for to find each of these people again. Numbers that many share say nothing."""
    facts, tails = list(entries_of(persons)), _phone_tails([person.pk for person in persons])
    common = _common({number for f in facts for number in f.numbers}, {tail for row in tails.values() for tail in row})
    return [
        Sought(
            words=_words(f)[:MOST_WORDS],
            born=person.birth_date,
            precision=person.birth_precision,
            numbers=tuple(n for n in f.numbers if len(compared(n)) > 3 and keys.number_key(n) not in common),
            phones=tuple(t for t in tails[person.pk] if keys.phone_key(blind_phone(t)) not in common),
        )
        for person, f in zip(persons, facts, strict=True)
    ]


def _phone_tails(people: Collection[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    points = ContactPoint.objects.filter(person__in=people, ended_at__isnull=True, kind__in=BY_PHONE).order_by("pk")
    for pk, value in points.values_list("person_id", "value"):
        if tail := phone_tail(value):
            found[pk].append(tail)
    return found


def _common(numbers: Iterable[str], tails: Iterable[str]) -> set[int]:
    """The search keys of those numbers that more than a few people have."""
    asked = {keys.number_key(n) for n in numbers} | {keys.phone_key(blind_phone(tail)) for tail in tails}
    held = SearchKey.objects.filter(key__in=asked).order_by().values("key").annotate(people=Count("line"))
    return set(held.filter(people__gt=rules.SHARED_BY).values_list("key", flat=True))


def liken(person: Person, others: Iterable[UUID]) -> list[Match]:
    """How much each of these looks like the person, and why, whoever may see them."""
    them = list(Person.objects.filter(pk__in=set(others) - {person.pk}).order_by("pk"))
    if not them:
        return []
    NAMES.refresh()
    [mine, *theirs] = entries_of([person, *them])
    [sought] = sought_of([person])
    found = []
    for other, facts in zip(them, theirs, strict=True):
        via = _shared(mine, facts)
        like = likeness.compare(sought, known(other), via, NAMES.rarity)
        reasons = likeness.reasons(sought, known(other), via, facts.numbers)
        found.append(Match(other.pk, like.score, like.is_strong, reasons))
    return found


def _words(entry: Indexed) -> tuple[str, ...]:
    return keys.name_words(entry.given_name_1, entry.given_name_2, entry.surname_1, entry.surname_2)


def _shared(one: Indexed, other: Indexed) -> frozenset[Via]:
    numbers = {compared(n) for n in one.numbers} & {compared(n) for n in other.numbers} - {""}
    phones = set(one.phones) & set(other.phones)
    return frozenset(via for via, both in ((Via.NUMBER, numbers), (Via.PHONE, phones)) if both)


def digest_of(one: Person, other: Person) -> str:
    """Of all that is compared of two files. It changes when any of it changes, and says nothing by itself."""
    countries = Nationality.objects.filter(person__in=[one, other], ended_at=None).order_by("person", "country_id")
    nations: dict[UUID, list[int]] = defaultdict(list)
    for pk, country in countries.values_list("person_id", "country_id"):
        nations[pk].append(country)
    both = sorted([one, other], key=lambda person: person.pk)
    said = [
        [str(p.pk), str(p.birth_date), p.birth_precision, p.sex_id, p.known_as, _words(f), nations[p.pk],
         sorted(compared(n) for n in f.numbers), sorted(blind.hex() for blind in f.phones)]
        for p, f in zip(both, entries_of(both), strict=True)
    ]  # fmt: skip
    return keyring(settings.AYNI_HOME).digest("search", f"pair|{json.dumps(said)}").hex()


def pair_of(one: UUID, other: UUID) -> PossibleDuplicate | None:
    first, second = rules.in_order(one, other)
    return PossibleDuplicate.objects.filter(one=first, other=second).first()


def sees_all_of(user: User, *people: UUID) -> bool:
    """Whether the user may open these files, and no compartment of any of them is closed to them."""
    seen = Person.objects.visible_to(user).filter(pk__in=people).count()
    open_to = Compartment.objects.visible_to(user).values("pk")
    closed = Compartment.objects.filter(person__in=people).exclude(pk__in=open_to).exists()
    return seen == len(set(people)) and not closed


def now_in(absorbed: UUID) -> UUID | None:
    """The file that an absorbed one is part of now."""
    merge = Merge.objects.standing().filter(absorbed=absorbed, kept__isnull=False).first()
    # Whoever kept it moved with it, if that file was absorbed in its turn.
    return merge.kept_id if merge else None


def merges_of(person: Person) -> list[Merge]:
    """What became part of this file and still is, the last first: only that one can be undone."""
    return list(Merge.objects.standing().filter(kept=person).select_related("by").order_by("-at", "-pk"))


def files_of(person: Person) -> list[Person]:
    """The person and, by id alone, the files that became part of theirs: whoever read those read this one. Asks for
    none where `whole` has said that there is none."""
    if not getattr(person, "has_merges", True):
        return [person]
    absorbed = Merge.objects.standing().filter(kept=person).order_by("pk").values_list("absorbed", flat=True)
    return [person, *(Person(pk=pk) for pk in absorbed)]


def later_merge(merge: Merge) -> Merge | None:
    """One that has to be undone before this one."""
    later = (
        Merge.objects.standing().filter(kept=merge.kept_id).filter(Q(at__gt=merge.at) | Q(at=merge.at, pk__gt=merge.pk))
    )
    return later.order_by("-at", "-pk").first()
