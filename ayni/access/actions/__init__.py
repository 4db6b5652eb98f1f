from .absences import end_absence, record_absence
from .glass import break_glass, mend_glass, review_glass
from .going_back import forget_answers, forget_answers_of, keep_answer
from .invitations import accept_invitation, invite, invite_administrator, revoke_invitation
from .register import load_organisations
from .second_factor import enrol_demo_user, enrol_second_factor, renew_recovery_codes, reset_second_factor, use_totp
from .sessions import (
    end_session,
    end_sessions,
    forget_sessions,
    record_lockout,
    record_session_over,
    record_sign_in,
    record_sign_out,
    touch_session,
)
from .submissions import answer_submission, claim_submission, forget_submissions, withdraw_submission
from .users import change_password, end_role, extend_role, grant_role, move, reactivate, suspend

__all__ = [
    "accept_invitation",
    "answer_submission",
    "break_glass",
    "change_password",
    "claim_submission",
    "end_absence",
    "end_role",
    "end_session",
    "end_sessions",
    "enrol_demo_user",
    "enrol_second_factor",
    "extend_role",
    "forget_answers",
    "forget_answers_of",
    "forget_sessions",
    "forget_submissions",
    "grant_role",
    "invite",
    "invite_administrator",
    "keep_answer",
    "load_organisations",
    "mend_glass",
    "move",
    "reactivate",
    "record_absence",
    "record_lockout",
    "record_session_over",
    "record_sign_in",
    "record_sign_out",
    "renew_recovery_codes",
    "reset_second_factor",
    "review_glass",
    "revoke_invitation",
    "suspend",
    "touch_session",
    "use_totp",
    "withdraw_submission",
]
