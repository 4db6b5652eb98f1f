"""Asking whether the addresses that guides, news and the catalogue name still lead somewhere."""

from datetime import datetime

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.timezone import localdate

from .. import queries
from ..gateways.addresses import Asking, status_of
from ..models import OutsideLink
from ..rules.links import answers


def check_links(*, at: datetime, ask: Asking = status_of) -> int:
    """Ask each address once, one after the other, outside any transaction: somebody else's server may take its time.
    What is named nowhere any more is forgotten. Returns how many do not answer."""
    named = set(queries.named_addresses(localdate(at))) | queries.catalogue_addresses(localdate(at))
    OutsideLink.objects.exclude(address__in=named).delete()
    failing = 0
    for address in sorted(named):
        status = _own(address) if address.startswith(settings.PUBLIC_URL) else ask(address)
        link, _made = OutsideLink.objects.get_or_create(address=address)
        link.status, link.checked_at = status, at
        link.failing_since = None if answers(status) else link.failing_since or at
        link.save()
        failing += link.failing_since is not None
    return failing


def _own(address: str) -> int:
    """Of an address of ours: whether there is a page, without asking for it."""
    try:
        resolve(address.removeprefix(settings.PUBLIC_URL).partition("?")[0].partition("#")[0] or "/")
    except Resolver404:
        return 404
    return 200
