"""The verbs of lists that come in: receive, stage, decide, accept, undo."""

from .accepting import accept_list, accept_some, take_as_new, take_as_same
from .deciding import fix_row, reject_list, reject_row
from .receiving import keep_mapping, receive_list, start_staging
from .staging import stage_some
from .undoing import standing_in_the_way, undo_list, undo_some
from .working import forget_list, step, work_on_lists

__all__ = [
    "accept_list", "accept_some", "fix_row", "forget_list", "keep_mapping", "receive_list", "reject_list",
    "reject_row", "stage_some", "standing_in_the_way", "start_staging", "step", "take_as_new", "take_as_same",
    "undo_list", "undo_some", "work_on_lists",
]  # fmt: skip
