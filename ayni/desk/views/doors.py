"""What the pages of a case share: how it is fetched, how its reading is recorded, how one form of it is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.access.permissions import SignedIn
from ayni.audit import actions as audit
from ayni.cases import queries
from ayni.cases.models import Case
from ayni.lib.doors import answer


def open_file(request: SignedIn, case_id: UUID) -> Case:
    """The case, for somebody who reads its file now: the reading is recorded. A stranger gets 404."""
    case = fetch_case(request.user, case_id)
    audit.record_reading(subject=case, by=request.user, at=now(), purpose="case", thread=case.pk)
    return case


def fetch_case(user: User, case_id: UUID) -> Case:
    """The case, for somebody who acts on it: what they do is recorded by its verb."""
    return get_object_or_404(queries.whole(Case.objects.visible_to(user)), pk=case_id)


def fetch_held(user: User, case_id: UUID) -> Case:
    """The same, for what nobody does to a case that is open to them only because they broke the glass."""
    return get_object_or_404(queries.whole(Case.objects.held_by(user)), pk=case_id)


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    current: bool


def tabs(case: Case, current: str) -> list[Tab]:
    """The parts of the file, each a page of its own."""
    parts = {
        "case": _("Plan"),
        "case-needs": _("Needs"),
        "case-forms": _("Forms"),
        "case-contacts": _("Risk and contacts"),
        "case-notes": _("Notes"),
        "case-coordination": _("Coordination"),
        "case-history": _("History"),
    }
    found = [Tab(label, reverse(f"desk:{name}", args=[case.pk]), name == current) for name, label in parts.items()]
    if case.screening_id:
        found.append(Tab(_("Screening"), reverse("desk:screening-answers", args=[case.screening_id]), False))
    return found


@dataclass(frozen=True)
class Done:
    """What is said once it is done, and which part of the file one comes back to."""

    words: str
    back: str = "case"


def ask(
    request: SignedIn,
    form: forms.Form,
    template: str,
    context: dict[str, Any],
    *,
    verb: Callable[[], Any],
    done: str | Done,
) -> HttpResponse:
    """A page with one form about a case: shown, refused with its sentences, or done and back to the file."""
    done = Done(done) if isinstance(done, str) else done
    back = reverse(f"desk:{done.back}", args=[context["case"].pk])
    return answer(request, form, (template, context), verb=verb, done=done.words, to=back)
