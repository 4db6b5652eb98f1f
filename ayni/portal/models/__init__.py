"""The tables of the public site: guides, their versions and drafts, and the addresses that they lead to."""

from ayni.lib.tongues import Tongue

from .channels import Answered, Conversation, MenuCount, Way
from .guides import PARTS, Confidence, Guide, GuideQuerySet, GuideVersion, Service
from .helped import GuideHelp
from .lines import EmergencyLine, PublishedFigure
from .links import OutsideLink
from .news import NewsDraft, NewsDraftQuerySet, NewsItem, NewsSaid, NewsVersion
from .outside import ConfirmedAddress, OutsidePage
from .papers import AcceptedPaper, HiringRule
from .pictures import GuidePicture
from .searches import Unmet
from .writing import GuideDraft, GuideDraftQuerySet

__all__ = [
    "AcceptedPaper", "Answered", "Confidence", "ConfirmedAddress", "Conversation", "EmergencyLine", "Guide",
    "GuideDraft", "GuideDraftQuerySet", "GuideHelp", "GuidePicture", "GuideQuerySet", "GuideVersion", "HiringRule",
    "MenuCount", "NewsDraft", "NewsDraftQuerySet", "NewsItem", "NewsSaid", "NewsVersion", "OutsideLink",
    "OutsidePage", "PARTS", "PublishedFigure", "Service", "Tongue", "Unmet", "Way",
]  # fmt: skip
