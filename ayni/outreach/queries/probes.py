"""Tests and opinions of a session: which forms there are, and what was answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from ayni.instruments.models import DECLINED, NOT_ASKED, Instrument, Question
from ayni.instruments.queries import in_force
from ayni.referrals.queries import token_hash

from ..models import Probe, ProbeKind, Reply, Session
from ..rules.probes import FEWEST, Gain, Taken, gain, tidy_pair

SERIES = {ProbeKind.PRE: "SESSION_TEST", ProbeKind.POST: "SESSION_TEST", ProbeKind.VIEW: "SESSION_VIEW"}
OPEN_FOR = timedelta(days=30)
"""After the session: a test that comes later measures something else."""
WITH_CHOICES = (Question.Kind.ONE, Question.Kind.YES_NO)


def forms(kind: str, on: date) -> QuerySet[Instrument]:
    return in_force(SERIES[ProbeKind(kind)], on)


def probes(session: Session) -> list[Probe]:
    """In the order in which they are taken."""
    order = [kind.value for kind in ProbeKind]
    rows = Probe.objects.filter(session=session).select_related("instrument").order_by("pk")
    return sorted(rows, key=lambda one: order.index(one.kind))


def by_token(token: str) -> Probe | None:
    rows = Probe.objects.select_related("session", "instrument").prefetch_related("instrument__questions")
    return rows.filter(token=token[:20]).first()


def right_before(instrument: Instrument) -> dict[str, str]:
    """Which answers were right the last time that somebody asked the same form: nobody marks them twice."""
    rows = Probe.objects.filter(instrument__code=instrument.code).exclude(right={}).order_by("-made_at", "-pk")
    found = rows.first()
    return dict(found.right) if found else {}


def pair_of(session: Session, word: str) -> str:
    """Of the same word in another session nothing is the same: nobody is followed from one to the next."""
    bare = tidy_pair(word)
    return token_hash("session-pair", f"{session.pk}:{bare}") if bare else ""


def gain_of(session: Session) -> Gain | None:
    """None where no test was asked."""
    taken = {kind: _taken(session, kind) for kind in (ProbeKind.PRE, ProbeKind.POST)}
    if not Probe.objects.filter(session=session, kind__in=taken).exists():
        return None
    return gain(taken[ProbeKind.PRE], taken[ProbeKind.POST])


def _taken(session: Session, kind: str) -> list[Taken]:
    rows = Reply.objects.filter(probe__session=session, probe__kind=kind, asked__gt=0).order_by("pk")
    return [Taken(pair, right or 0, asked or 0) for pair, right, asked in rows.values_list("pair", "right", "asked")]


@dataclass(frozen=True)
class Told:
    """What people answered to one question that has choices: in words, how many of how many."""

    question: str
    answers: list[tuple[str, int]]
    of: int


def told(probe: Probe) -> list[Told]:
    """Nothing of fewer than five: each would be somebody's own."""
    given = [reply.answers for reply in Reply.objects.filter(probe=probe).order_by("pk")]
    if len(given) < FEWEST:
        return []
    asked = [q for q in probe.instrument.questions.order_by("order", "pk") if q.kind in WITH_CHOICES]
    return [_told(question, [one.get(question.key) for one in given]) for question in asked]


def _told(question: Question, answers: Sequence[object]) -> Told:
    counted = Counter(str(one) for one in answers if one not in (None, "", DECLINED, NOT_ASKED))
    words = [(question.words_of(value), n) for value, n in counted.most_common()]
    return Told(question.text_es, words, sum(counted.values()))
