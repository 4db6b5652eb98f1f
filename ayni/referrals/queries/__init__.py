"""The named questions about referrals."""

from .alerts import (
    QUEUE_ORDER,
    SECRETS,
    AlertFilters,
    alert_link,
    alert_of_form,
    alerts_of,
    ended_alerts,
    may_take_over,
    office_for,
    offices_to_send_on,
    queue,
    state_of,
    team_for,
    told_of,
    whole_alert,
)
from .before_sending import BeforeSending, before_sending
from .coverage import agreed, agreement_for, is_notified, norms, notifications_of, release
from .feedback import feedback_link, is_said_again, safe_for_a_message
from .joining import effects_of_merging, resting_on
from .links import link_of_browser, link_of_token, token_hash, was_answered_from
from .referrals import (
    ACCEPTED,
    ENDED,
    ORDERS,
    WAITING,
    answerers,
    blockers,
    by_number,
    came_in,
    chain_of,
    clock_for,
    clock_table,
    declined_before,
    drafts_of,
    escalated,
    focal_point_of,
    followed,
    for_case,
    history_of,
    inbox,
    messages_of,
    needs_of,
    obstacle,
    proof,
    service,
    services_for,
    waiting_at,
    waiting_elsewhere,
    waiting_for,
    whole,
    withdrawal_effects,
)

__all__ = [
    "ACCEPTED", "ENDED", "ORDERS", "QUEUE_ORDER", "SECRETS", "WAITING", "AlertFilters", "BeforeSending", "agreed",
    "agreement_for", "alert_link", "alert_of_form", "alerts_of", "answerers", "before_sending", "blockers", "by_number",
    "came_in", "chain_of", "clock_for", "clock_table", "declined_before", "drafts_of", "effects_of_merging",
    "ended_alerts", "escalated", "feedback_link", "focal_point_of", "followed", "for_case", "history_of", "inbox",
    "is_notified", "is_said_again", "link_of_browser", "link_of_token", "may_take_over", "messages_of", "needs_of",
    "norms", "notifications_of", "obstacle", "office_for", "offices_to_send_on", "proof", "queue", "release",
    "resting_on", "safe_for_a_message", "service", "services_for", "state_of", "team_for", "token_hash", "told_of",
    "waiting_at", "waiting_elsewhere", "waiting_for", "was_answered_from", "whole", "whole_alert", "withdrawal_effects",
]  # fmt: skip
