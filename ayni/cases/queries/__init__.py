"""Named questions about screenings, cases and their plans."""

from .cases import (
    due_of,
    has_ended,
    may_show_gap,
    may_take_back,
    may_work_on_cases,
    only_team_of,
    supervises,
    who_may_open,
)
from .file import (
    Part,
    changed_since,
    draft,
    next_up,
    notes,
    plan,
    plan_print,
    protocols,
    screening_of,
    tasks,
    teams,
    waiting,
    whole,
)
from .lists import (
    DUE,
    OPENED,
    Filters,
    by_number,
    cases,
    cases_of,
    colleagues,
    days_ago,
    due_today,
    may_take_over,
    my_cases,
    new_cases,
    next_tasks,
    office_cases,
    office_overdue,
    overdue,
    profiles_in_use,
    screenings_of,
    unfinished_screenings,
)
from .screening import suggestion, weigh
from .talk import SERIES, Said, Step, answered, next_step, said, step_of, steps

__all__ = [
    "DUE", "Filters", "OPENED", "Part", "SERIES", "Said", "Step", "answered", "by_number", "cases", "cases_of",
    "changed_since", "colleagues", "days_ago", "draft", "due_of", "due_today", "has_ended", "may_show_gap",
    "may_take_back", "may_take_over", "may_work_on_cases", "my_cases", "new_cases", "next_step", "next_tasks",
    "next_up", "notes", "office_cases", "office_overdue", "only_team_of", "overdue", "plan", "plan_print",
    "profiles_in_use", "protocols", "said", "screening_of", "screenings_of", "step_of", "steps", "suggestion",
    "supervises", "tasks", "teams", "unfinished_screenings", "waiting", "weigh", "who_may_open", "whole",
]  # fmt: skip
