"""The verbs of regularisation."""

from .applications import Asked, begin, submit
from .biometrics import (
    Question,
    about_session,
    ask_comparison,
    capture_ticket,
    erase_biometrics,
    opened_print,
    read_picture,
    settle_biometrics,
    settle_comparison,
    settle_enrolments,
    sweep_vault,
)
from .catalogue_drafts import (
    approve_draft,
    describe_draft,
    discard_draft,
    remove_part,
    return_draft,
    start_draft,
    start_new_draft,
    submit_draft,
    write_part,
)
from .clock import abandon_due, follow_holidays, tell_of_expiry
from .deciding import approve, decide_appeal, file_appeal, reject, send_back, withdraw
from .devices import pair_device, register_device, retire_device
from .enrolment import (
    Taken,
    begin_enrolment,
    finish_enrolment,
    leave_enrolment,
    say_missing,
    take_capture,
    take_scan,
    take_zone,
    told_of,
)
from .evaluating import (
    ask_for_correction,
    correct,
    finish_evaluation,
    look_at,
    name_approver,
    name_evaluator,
    present,
    put_back,
    take,
    take_next,
)
from .fines import Waived, record_fine, record_receipt
from .incomplete import receive_incomplete
from .joining import settle_applications
from .loading import load_catalogue
from .preregistration import (
    add_own_paper,
    answer,
    begin_registration,
    end,
    enter,
    invite,
    knows_the_code,
    make_station,
    revoke_station,
    send,
    set_aside,
    start,
    take_over,
)
from .resolutions import annul, hand_over, print_resolution
from .signing import begin_signing, receive_signed

__all__ = [
    "Asked", "Question", "Taken", "Waived", "abandon_due", "about_session", "add_own_paper", "annul", "answer",
    "approve", "approve_draft", "ask_comparison", "ask_for_correction", "begin", "begin_enrolment",
    "begin_registration", "begin_signing", "capture_ticket", "correct", "decide_appeal", "describe_draft",
    "discard_draft", "end", "enter", "erase_biometrics", "file_appeal", "finish_enrolment", "finish_evaluation",
    "follow_holidays", "hand_over", "invite", "knows_the_code", "leave_enrolment", "load_catalogue", "look_at",
    "make_station", "name_approver", "name_evaluator", "opened_print", "pair_device", "present", "print_resolution",
    "put_back", "read_picture", "receive_incomplete", "receive_signed", "record_fine", "record_receipt",
    "register_device", "reject", "remove_part", "retire_device", "return_draft", "revoke_station", "say_missing",
    "send", "send_back", "set_aside", "settle_applications", "settle_biometrics", "settle_comparison",
    "settle_enrolments", "start", "start_draft", "start_new_draft", "submit", "submit_draft", "sweep_vault", "take",
    "take_capture", "take_next", "take_over", "take_scan", "take_zone", "tell_of_expiry", "told_of", "withdraw",
    "write_part",
]  # fmt: skip
