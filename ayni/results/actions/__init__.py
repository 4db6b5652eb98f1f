from .drafts import decide_draft, draft_definition
from .frameworks import NewFramework, Review, align, begin_framework, describe_framework, review_framework
from .indicators import FIELDS, Aimed, Given, decide_value, give_value, retire_indicator, set_target, write_indicator
from .loading import load_results
from .matrices import RowFields, add_row, change_row, go_on, remove_row, write_down
from .profiles import Answer, assess, decide_assessment
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
    "FIELDS", "Aimed", "Answer", "Given", "NewFramework", "Review", "RowFields", "add_activity", "add_row", "align",
    "approve_report", "assess", "begin_framework", "change_row", "correct_report", "count_again", "decide_assessment",
    "decide_draft", "decide_value", "describe_framework", "describe_project", "draft_definition", "draft_report",
    "end_project", "finish_activity", "give_value", "go_on", "load_results",
    "mark_project", "record_looking", "record_opening", "record_viewing", "register_project", "remove_row",
    "retire_indicator", "review_framework", "send_back", "set_target", "submit_report", "write_down",
    "write_indicator", "write_report",
]  # fmt: skip
