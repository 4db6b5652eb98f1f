"""Which ways of talking are on, and how often what was asked: numbers of days, and of nobody."""

from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import MenuCount, Service, Way

DAYS = 30


def is_on(way: str) -> bool:
    secrets = {
        Way.SMS: settings.SMS_CALLBACK_SECRET,
        Way.USSD: settings.USSD_SECRET,
        Way.CHAT: settings.WHATSAPP_APP_SECRET and settings.WHATSAPP_URL,
    }
    return bool(secrets[Way(way)])


def ways() -> list[tuple[Way, bool]]:
    return [(way, is_on(way)) for way in Way]


def counted(today: date) -> list[tuple[str, dict[str, int], int]]:
    """Of the last thirty days: entry of the menu in words, by way, and in all; what was asked most first."""
    rows = MenuCount.objects.filter(day__gt=today - timedelta(days=DAYS)).values_list("entry", "way")
    by_entry: dict[str, dict[str, int]] = defaultdict(dict)
    for entry, way, times in rows.annotate(all=Sum("times")).order_by():
        by_entry[entry][way] = times
    found = [(in_words(entry), by_way, sum(by_way.values())) for entry, by_way in by_entry.items()]
    return sorted(found, key=lambda row: (-row[2], row[0]))


def in_words(entry: str) -> str:
    screen, _colon, service = entry.partition(":")
    if service in Service.values:
        return str(Service(service).label)
    names = {
        "start": _("Start of the menu"), "language": pgettext("channel", "Language"),
        "services": _("Guides by subject"),
        "found": _("Searched by a word"), "guide": _("A guide"), "part": _("A part of a guide"),
        "where": pgettext("channel", "Where to go"), "district": _("Where to go: the district"),
        "districts": _("Where to go: several districts"),
        "places": _("Where to go: places"), "help": _("Lines to call in danger"),
        "status": _("How my application stands"), "tell": _("Complain or suggest"), "words": _("Complaint: its words"),
        "confirm": _("Complaint: before sending"), "sent": _("Complaint: sent"),
        "ended": _("They said to stop"),
    }  # fmt: skip
    return names.get(screen, screen)
