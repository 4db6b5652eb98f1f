from .audio import audio_of, to_be_read
from .audio import folder as audio_folder
from .channels import counted, is_on, ways
from .drafts import changes, missing, typed_beside
from .entrances import entrances, in_language
from .guides import (
    Shown,
    address_of,
    as_if_published,
    begun,
    draft_of,
    drafts_open,
    due,
    finished_drafts,
    help_counts,
    history,
    keeper_of,
    latest,
    meaning_of,
    outdated,
    publishers_of,
    search,
    shelves,
    shown,
    translations,
    waiting_for,
    whole_address,
)
from .hiring import Cited, accepted_papers, cited, guides_named, hiring_rules, is_sure, work_papers
from .links import astray, catalogue_addresses, failing_links, links, named_addresses
from .news import (
    News,
    ToldNews,
    all_news,
    changes_of_news,
    latest_news,
    missing_of_news,
    news,
    news_draft_of,
    news_drafts,
    news_item,
    news_versions,
    news_waiting_for,
    sessions_to_lead_to,
    told_news,
)
from .outside import Outside, by_theme, catalogue, page_of_catalogue
from .pictures import (
    embedded,
    facts_of,
    free_places,
    illustrated,
    illustrations,
    own_address,
    picture_of_drafts,
    picture_shown,
    pictures_of,
    preview_image,
    public_address,
)
from .telling import Call, Illustration, Told, known, lines_of_emergency, told

__all__ = [
    "Call", "Cited", "Illustration", "News", "Outside", "Shown", "Told", "ToldNews", "accepted_papers",
    "address_of", "all_news", "as_if_published", "astray", "audio_folder", "audio_of", "begun", "by_theme",
    "catalogue", "catalogue_addresses", "changes", "changes_of_news", "cited", "counted", "draft_of", "drafts_open",
    "due", "embedded", "entrances", "facts_of", "failing_links", "finished_drafts", "free_places", "guides_named",
    "in_language",
    "help_counts", "hiring_rules", "history", "illustrated", "illustrations", "is_on", "is_sure", "keeper_of",
    "known", "latest", "latest_news", "lines_of_emergency", "links", "meaning_of", "missing", "missing_of_news",
    "named_addresses", "news", "news_draft_of", "news_drafts", "news_item", "news_versions", "news_waiting_for",
    "outdated", "own_address", "page_of_catalogue", "picture_of_drafts", "picture_shown", "pictures_of",
    "preview_image", "public_address", "publishers_of", "search", "sessions_to_lead_to", "shelves", "shown",
    "to_be_read", "told", "told_news", "translations", "typed_beside", "waiting_for", "ways", "whole_address",
    "work_papers",
]  # fmt: skip
