"""From the file of a person: comparing it with another one, and what became part of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.desk.forms.duplicates import CompareForm, UnmergeForm
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.people import actions, queries
from ayni.people.models import Merge, Person, PossibleDuplicate
from ayni.people.queries.merges import Undoing
from ayni.people.rules import asking, snapshots
from ayni.people.rules.merging import ABSORBED, KEPT

ADJUDICATE = Permission.PERSON_ADJUDICATE


@require_http_methods(["GET", "POST"])
@requires(ADJUDICATE)
@once
def compare(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Another file is looked for, and both are laid side by side. What was typed travels sealed, as in the search."""
    person = _fetch(request, person_id)
    sought = queries.unseal(request.GET.get("s", ""))
    form, found = CompareForm(sent(request) or ({"q": sought.text} if sought else None)), []
    if other := _chosen(request):
        try:
            pair = actions.compare_files(person=person, other=other, by=request.user, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return _compared(request, person, pair)
    elif form.is_valid():
        if request.method == "POST":
            sealed = queries.seal(form.cleaned_data["q"], by=request.user.pk, at=now())
            return redirect(f"{request.path}?s={sealed}")
        found = _found(request, form, person)
    return render(request, "desk/duplicates/compare.html", {"person": person, "form": form, "found": found})


@require_safe
@requires(ADJUDICATE)
def merges(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = _fetch(request, person_id)
    rows = [(merge, _names(merge)) for merge in queries.merges_of(person)]
    return render(request, "desk/duplicates/merges.html", {"person": person, "merges": rows})


@require_http_methods(["GET", "POST"])
@requires(ADJUDICATE)
@once
def unmerge(request: SignedIn, merge_id: UUID) -> HttpResponse:
    """Row by row, whose is what came after."""
    merge = get_object_or_404(Merge.objects.visible_to(request.user).select_related("kept", "undone_by"), pk=merge_id)
    if merge.undone_at:
        return _separated(request, merge)
    kept = get_object_or_404(Person, pk=merge.kept_id)
    undoing, were = Undoing(merge, kept, request.user), _names(merge)
    form = UnmergeForm(sent(request), undoing=undoing, names=were)
    if form.is_valid() and try_verb(
        request,
        form,
        lambda: actions.unmerge(merge=merge, decisions=form.cleaned_data, by=request.user, at=now()),
        _("There are two files again, as they were."),
    ):
        return redirect("desk:person", person_id=kept.pk)
    later = queries.later_merge(merge)
    context = {"merge": merge, "person": kept, "form": form, "were": were, "later": later}
    return render(request, "desk/duplicates/unmerge.html", context)


def _separated(request: SignedIn, merge: Merge) -> HttpResponse:
    """That there are two is told only to whoever sees both."""
    both = Person.objects.visible_to(request.user).filter(pk__in=[merge.kept_id, merge.absorbed]).order_by("pk")
    if not queries.sees_all_of(request.user, *(pk for pk in (merge.kept_id, merge.absorbed) if pk)):
        raise Http404
    return render(request, "desk/duplicates/separated.html", {"merge": merge, "people": both})


def _fetch(request: SignedIn, person_id: UUID) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)


def _compared(request: SignedIn, person: Person, pair: PossibleDuplicate) -> HttpResponse:
    """Whoever sees a part of a file only does not decide about it: the pair waits for somebody who sees all."""
    if queries.sees_all_of(request.user, pair.one_id, pair.other_id):
        return redirect("desk:duplicate", pair_id=pair.pk)
    messages.success(request, _("It is noted that these two files may be of one person. A colleague decides about it."))
    return redirect("desk:person", person_id=person.pk)


def _chosen(request: SignedIn) -> Person | None:
    """The file that was marked in the list, if this user may open it."""
    marked = request.POST.get("other", "")
    return Person.objects.visible_to(request.user).filter(pk=marked).first() if _is_id(marked) else None


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _found(request: SignedIn, form: CompareForm, person: Person) -> list[queries.Hit]:
    """Whom the words may mean, to choose from. Adds an error if there is nobody."""
    try:
        found = actions.search(text=form.cleaned_data["q"], by=request.user, at=now())
    except asking.NothingToSearch as nothing:
        form.add_error("q", str(nothing))
        return []
    hits = [hit for hit in found.hits if hit.person.pk != person.pk]
    if not hits:
        form.add_error("q", _("No other file is found with that. Type it another way."))
    return hits


def _names(merge: Merge) -> dict[str, Any]:
    """As whom each of the two was registered."""
    if not merge.snapshot:
        return {KEPT: "", ABSORBED: ""}
    return {side: snapshots.read(Person, merge.snapshot[side]).full_name for side in (KEPT, ABSORBED)}
