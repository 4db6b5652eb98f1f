from django.db.models import Prefetch, QuerySet

from ..models import Agreement, Case, Conference


def of_case(case: Case) -> QuerySet[Conference]:
    """The conferences about a case, the latest first, with who was there and what was agreed."""
    agreed = Agreement.objects.select_related("task__assignee", "task__step").order_by("task__due_at", "pk")
    rows = Conference.objects.filter(case=case).select_related("written_by")
    rows = rows.prefetch_related("participants", Prefetch("agreements", queryset=agreed))
    return rows.order_by("-held_at", "-pk")[:50]
