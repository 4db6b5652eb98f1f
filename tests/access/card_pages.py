"""The pages of cards: as objects by their office; with their holder for whoever may see the person, or was named."""

from .page import Page, in_other_languages, page
from .whom import CARD_CARRIERS, CARD_KEEPERS, PUBLIC, STAFF, SUPERVISORS

CARD_PAGES: dict[str, Page] = {
    "procedures:cards": page(CARD_CARRIERS),
    "procedures:card-batches": page(CARD_KEEPERS),
    "procedures:card-batch": page(CARD_KEEPERS, "batch"),
    "procedures:card-print": page(CARD_KEEPERS, "batch", "POST"),
    "procedures:card-keepers": page(STAFF, "carded application"),
    "procedures:card-boxes": page(CARD_CARRIERS),
    "procedures:card-box": page(CARD_CARRIERS, "box"),
    "procedures:card-box-label": page(CARD_CARRIERS, "box", "GET"),
    "procedures:cards-lost": page(CARD_CARRIERS),
    "procedures:card-deliveries": page(STAFF),
    "procedures:card": page(CARD_CARRIERS, "card object"),
    "procedures:card-hand-over": page(STAFF, "card"),
    "procedures:card-proxy": page(STAFF, "card"),
    "procedures:card-power": page(STAFF, "power"),
    # Whoever may both hand over and have fingers compared.
    "procedures:card-finger": page(SUPERVISORS, "card", "GET"),
    "procedures:card-finger-ask": page(SUPERVISORS, "card", "POST"),
    "procedures:card-finger-answer": page(SUPERVISORS, "card", "POST"),
    "procedures:verify": page(PUBLIC),
    "procedures:verify-card": page(PUBLIC, methods="GET"),
    "procedures:verify-keys": page(PUBLIC, methods="GET"),
}
CARD_PAGES |= in_other_languages(CARD_PAGES, "procedures:verify")
del CARD_PAGES["procedures:verify-keys-in"]
