"""What the demo world asks of an app that the desk does not know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ayni.access.models import User
from ayni.outreach.models import Campaign


@dataclass(frozen=True)
class News:
    """An item: so many days ago, in whole sentences that a child of twelve reads."""

    slug: str
    days: int
    title: str
    summary: str
    body: tuple[str, ...]
    figures: tuple[str, ...] = ()
    """Codes of the published figures that it rests on, as far as the reference data has them."""


class Press(Protocol):
    def __call__(self, news: News, campaign: Campaign, *, by: tuple[User, User], at: datetime) -> None:
        """Publish what tells of a campaign. `by`: who writes it, and who reads it over."""


PRESS: list[Press] = []
"""The news of the public site of this installation."""
