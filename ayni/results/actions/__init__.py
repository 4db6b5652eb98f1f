from .frameworks import Review, align, describe_framework, review_framework
from .indicators import Aimed, Given, decide_value, give_value, retire_indicator, set_target, write_indicator
from .loading import load_results
from .projects import (
    add_activity,
    describe_project,
    end_project,
    finish_activity,
    mark_project,
    register_project,
)
from .reports import (
    approve_report,
    correct_report,
    count_again,
    draft_report,
    send_back,
    submit_report,
    write_report,
)
from .viewing import record_looking, record_opening, record_viewing

__all__ = [
    "Aimed", "Given", "Review", "add_activity", "describe_project", "end_project", "finish_activity", "mark_project",
    "register_project", "align", "approve_report", "correct_report", "count_again", "decide_value", "draft_report",
    "send_back", "submit_report", "write_report", "describe_framework", "give_value", "load_results",
    "record_looking", "record_opening", "record_viewing", "retire_indicator", "review_framework", "set_target",
    "write_indicator",
]  # fmt: skip
