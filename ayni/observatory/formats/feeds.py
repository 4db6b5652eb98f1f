"""What is new of a place as Atom (RFC 4287) and as JSON Feed 1.1."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from ..following import Item
from . import words

ATOM, JSON = "application/atom+xml; charset=utf-8", "application/feed+json"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
"""Of a feed that tells of nothing yet."""


@dataclass(frozen=True)
class Feed:
    title: str
    own: str
    """Where it stands, in this form."""
    page: str
    """For people."""
    figures: str
    """Where the figures stand that are current."""
    language: str
    items: Sequence[Item]

    @property
    def moment(self) -> datetime:
        return max((one.moment for one in self.items), default=BEGUN)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _said(text: str) -> str:
    return escape(NOT_XML.sub(" ", text))


def atom(feed: Feed) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.language}">',
        f"<title>{_said(feed.title)}</title>", f"<id>{_said(feed.own)}</id>",
        f'<link rel="self" type="application/atom+xml" href="{_said(feed.own)}"/>',
        f'<link rel="alternate" type="text/html" href="{_said(feed.page)}"/>',
        f'<link rel="related" type="text/csv" href="{_said(feed.figures)}"/>',
        f"<author><name>{_said(words.PUBLISHER[feed.language])}</name></author>",
        f"<rights>{_said(words.OF_FEEDS[feed.language])}</rights>", f"<updated>{_written(feed.moment)}</updated>",
        *(_entry(one, feed) for one in feed.items), "</feed>",
    ]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def _entry(item: Item, feed: Feed) -> str:
    enclosed = f'<link rel="enclosure" type="text/csv" href="{_said(feed.figures)}"/>' if item.is_release else ""
    return (
        f"<entry><title>{_said(item.title)}</title><id>{_said(item.id)}</id>"
        f'<link rel="alternate" type="text/html" href="{_said(item.address)}"/>{enclosed}'
        f"<updated>{_written(item.moment)}</updated>"
        f'<content type="html">{_said(_html(item))}</content></entry>'
    )


def _html(item: Item) -> str:
    paragraphs = "".join(f"<p>{_said(line)}</p>" for line in item.lines)
    leads = "".join(f'<li><a href="{_said(one.address)}">{_said(one.label)}</a></li>' for one in item.tables)
    return paragraphs + (f"<ul>{leads}</ul>" if leads else "")


def json_feed(feed: Feed) -> bytes:
    said = {
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.page,
        "feed_url": feed.own, "description": words.OF_FEEDS[feed.language], "language": feed.language,
        "authors": [{"name": words.PUBLISHER[feed.language]}],
        "items": [_item(one, feed) for one in feed.items],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _item(item: Item, feed: Feed) -> dict[str, object]:
    said: dict[str, object] = {
        "id": item.id, "url": item.address, "title": item.title, "content_html": _html(item), "content_text": item.text,
        "date_published": _written(item.moment),
    }  # fmt: skip
    return said | ({"attachments": [{"url": feed.figures, "mime_type": "text/csv"}]} if item.is_release else {})


WAYS = {"atom": (ATOM, atom), "json": (JSON, json_feed)}
"""By suffix: the media type, and what writes it."""
