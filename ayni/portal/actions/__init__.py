from .audio import record_guides
from .channels import answer, claim_sending, digest_of, forget_conversations, let_go_of_sending
from .guides import bring_back, mark_checked, withdraw
from .helping import count_help
from .links import check_links
from .loading import Loaded, load_guides
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
    "Loaded", "Picture", "add_picture", "answer", "bring_back", "change_picture", "check_links", "claim_sending",
    "compare_draft", "count_help", "count_unmet", "digest_of", "discard_draft", "forget_conversations",
    "forget_pages", "keep_typed", "let_go_of_sending", "load_guides", "mark_checked", "publish_draft",
    "record_guides", "return_draft", "start_draft", "start_new_guide", "submit_draft", "take_picture_out", "withdraw",
    "write_draft",
]  # fmt: skip
