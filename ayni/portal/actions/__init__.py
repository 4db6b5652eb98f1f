from .audio import record_guides
from .channels import answer, claim_sending, digest_of, forget_conversations, let_go_of_sending
from .guides import bring_back, mark_checked, withdraw
from .helping import count_help
from .links import check_links
from .loading import Loaded, load_guides
from .news import (
    WrittenNews,
    bring_news_back,
    correct_news,
    discard_news,
    publish_news,
    return_news,
    start_news,
    submit_news,
    withdraw_news,
    write_news,
)
from .outside import confirm_address
from .pictures import Picture, add_picture, change_picture, take_picture_out
from .searching import count_unmet
from .shelving import forget_pages
from .writing import (
    compare_draft,
    discard_draft,
    keep_typed,
    publish_draft,
    return_draft,
    start_draft,
    start_new_guide,
    submit_draft,
    write_draft,
)

__all__ = [
    "Loaded", "Picture", "WrittenNews", "add_picture", "answer", "bring_back", "bring_news_back", "change_picture",
    "check_links", "claim_sending", "compare_draft", "confirm_address", "correct_news", "count_help", "count_unmet",
    "digest_of", "discard_draft", "discard_news", "forget_conversations", "forget_pages", "keep_typed",
    "let_go_of_sending", "load_guides", "mark_checked", "publish_draft", "publish_news", "record_guides",
    "return_draft", "return_news", "start_draft", "start_new_guide", "start_news", "submit_draft", "submit_news",
    "take_picture_out", "withdraw", "withdraw_news", "write_draft", "write_news",
]  # fmt: skip
