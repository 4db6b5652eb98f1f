"""Protocols as they stand: all staff and partners read them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires

from .. import queries
from ..models import Protocol


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def protocols(request: SignedIn) -> HttpResponse:
    today = localdate()
    page = {"protocols": queries.in_force(today), "to_come": queries.to_come(today), "closed": queries.closed()}
    return render(request, "governance/protocols.html", {**page, "may_write": may_write(request)})


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def protocol(request: SignedIn, code: str, version: int | None = None) -> HttpResponse:
    rows, today = queries.versions(code), localdate()
    shown = shown_version(rows, version)
    before = next((row for row in rows if row.version < shown.version), None)
    page = {
        "protocol": shown,
        "versions": rows,
        "before": before,
        "changes": queries.changes_since(before, shown),
        "followers": queries.followers(shown) if shown.valid_to is None else list(shown.profiles.all()),
        "has_ended": shown.valid_to is not None and shown.valid_to <= today,
        "is_to_come": shown.valid_from > today,
        "next": next((row for row in reversed(rows) if row.version > shown.version and row.valid_from > today), None),
        "draft": queries.draft_of(code, request.user),
        "may_write": may_write(request),
    }
    return render(request, "governance/protocol.html", page)


def shown_version(rows: list[Protocol], version: int | None) -> Protocol:
    """The version that was asked for; without one, the newest that has begun, or the first that will."""
    if version is None:
        begun = [row for row in rows if row.valid_from <= localdate()]
        found = next(iter(begun or reversed(rows)), None)
    else:
        found = next((row for row in rows if row.version == version), None)
    if found is None:
        raise Http404
    return found


def may_write(request: SignedIn) -> bool:
    return request.user.may(Permission.PROTOCOL_EDIT) and queries.keeps_protocols(request.user)
