from ..models import Case, Conference


def of_case(case: Case) -> list[Conference]:
    """The conferences about a case, the latest first, with who was there and what was agreed."""
    rows = Conference.objects.filter(case=case).select_related("written_by")
    rows = rows.prefetch_related("participants", "agreements__task__assignee", "agreements__task__step")
    return list(rows.order_by("-held_at", "-pk")[:50])
