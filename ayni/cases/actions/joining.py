"""What has to be settled in the tables of case work before two files become one."""

from datetime import datetime

from ayni.people.models import Person

from ..models import Match

_FIRST = (Match.Verdict.CONFIRMED, Match.Verdict.POSSIBLE, Match.Verdict.RULED_OUT)


def settle_matches(kept: Person, absorbed: Person, at: datetime) -> None:
    """A search has each file once: of two, what was decided of the one that was looked at more closely stands. Nobody
    is looked for in their own name."""
    ours = Match.objects.filter(person__in=[kept.pk, absorbed.pk])
    ours.filter(tracing__case__person__in=[kept.pk, absorbed.pk]).delete()
    theirs = {match.tracing_id: match for match in Match.objects.filter(person=absorbed)}
    for match in Match.objects.filter(person=kept, tracing__in=theirs):
        other = theirs[match.tracing_id]
        weaker = (
            other if _FIRST.index(Match.Verdict(match.verdict)) <= _FIRST.index(Match.Verdict(other.verdict)) else match
        )
        weaker.delete()
