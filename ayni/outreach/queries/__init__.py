from .calendar import (
    Choices,
    choices_of,
    code_digest,
    code_of,
    kinds,
    next_in_line,
    offices_of,
    sessions,
    sign_up_of,
    signed,
    taken,
    to_come,
    was_sent,
)
from .campaigns import (
    Question,
    campaigns,
    commitments,
    departments,
    history,
    organisations,
    own_offices,
    public_campaigns,
    questions,
    reached,
    requests,
    requests_to_answer,
    shown_commitments,
    strategies,
    terms,
)

__all__ = [
    "Choices", "Question", "campaigns", "choices_of", "commitments", "departments", "history", "organisations",
    "own_offices", "public_campaigns", "questions", "reached", "requests", "requests_to_answer", "shown_commitments",
    "strategies", "terms", "code_digest", "code_of", "kinds", "next_in_line", "offices_of", "sessions", "sign_up_of",
    "signed", "taken", "to_come", "was_sent",
]  # fmt: skip
