"""The verbs of what people tell us."""

from .answering import add, answer, lapse, say, take_to_ombudsman
from .clock import close_silent, remind_of_sensitive, strike_reports
from .consulting import Asked, Said, open_consultation, prepare_consultation, publish_result, take_part
from .drafts import begin, forget, keep_answer, keep_files, send
from .loading import load_categories
from .publishing import Words, approve_publication, rewrite_publication, withdraw_publication, write_publication
from .receiving import Teller, Told, receive
from .surveying import answer_survey, ask_after_attention
from .triage import discard, join_to_case, name_other, note_concerned, sort, step_back, take

__all__ = [
    "Asked", "Said", "Teller", "Told", "Words", "add", "answer", "answer_survey", "approve_publication",
    "ask_after_attention", "begin", "close_silent", "discard", "forget", "join_to_case", "keep_answer", "keep_files",
    "lapse", "load_categories", "name_other", "note_concerned", "open_consultation", "prepare_consultation",
    "publish_result", "receive", "remind_of_sensitive", "rewrite_publication", "say", "send", "sort", "step_back",
    "strike_reports", "take", "take_part", "take_to_ombudsman", "withdraw_publication", "write_publication",
]  # fmt: skip
