"""The page of whoever has no role today: when the last one ended, and whom to ask for another."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from . import queries
from .permissions import SignedIn


def without_role(request: SignedIn) -> HttpResponse:
    past = queries.past_memberships(request.user, now(), limit=1)
    context = {"last": past[0] if past else None, "ask": queries.whom_to_ask(request.user)}
    return render(request, "access/no_role.html", context, status=403)
