"""The register of agreements on data with local governments: read by whoever reads the directory, written by whoever
keeps it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.models import Organisation
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.governance import queries as governance
from ayni.lib.doors import answer, seen_mark, try_verb
from ayni.lib.paging import paginate
from ayni.lib.written import mark_of_row

from .. import actions, queries
from ..forms import SharingForm
from ..hooks import feeds_of
from ..models import DataSharing
from ..rules.sharing import SharingTerms
from .departments import chosen_department

FORM = "directory/write_sharing.html"


def _ours(request: SignedIn) -> Organisation:
    ours = request.user.organisation
    if ours is None or not governance.may_edit(request.user):
        raise PermissionDenied
    return ours


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def sharings(request: SignedIn) -> HttpResponse:
    """With which local governments data are shared, and until when."""
    department = chosen_department(request)
    listed = paginate(request, queries.sharings(department["chosen"]), order=("territory__code", "-valid_from", "pk"))
    page = {
        "page": listed, "rows": [(row, row.state(localdate())) for row in listed.rows],
        **department, "may_edit": governance.may_edit(request.user),
    }  # fmt: skip
    return render(request, "directory/sharings.html", page)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def sharing(request: SignedIn, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.sharings(), pk=pk)
    page = {
        "row": row, "state": row.state(localdate()), "feeds": feeds_of(row.territory.code),
        "may_edit": governance.may_edit(request.user),
    }  # fmt: skip
    return render(request, "directory/sharing.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def write_sharing(request: SignedIn, ubigeo: str) -> HttpResponse:
    """Write down what was signed with the local government of this territory."""
    ours, place = _ours(request), get_object_or_404(codelists.current(Territory), code=ubigeo)
    form = SharingForm(sent(request))
    page = {"title": _("Write down an agreement on data"), "place": place, "back": reverse("directory:sharings")}
    return answer(
        request, form, (FORM, page),
        verb=lambda: actions.write_sharing(territory=place, ours=ours, terms=form.terms(), by=request.user, at=now()),
        done=_("The agreement is written down."), to=reverse("directory:sharings"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def correct_sharing(request: SignedIn, pk: int) -> HttpResponse:
    row, own = _kept(request, pk), reverse("directory:sharing", args=[pk])
    form = SharingForm(sent(request), before=row)
    page = {"title": _("Correct the agreement"), "place": row.territory, "back": own}
    page["seen"] = mark_of_row(row, SharingTerms.__dataclass_fields__)
    return answer(
        request, form, (FORM, page),
        verb=lambda: actions.correct_sharing(
            sharing=row, terms=form.terms(), by=request.user, at=now(), seen=seen_mark(request)
        ),
        done=_("The agreement is corrected."), to=own,
    )  # fmt: skip


@require_http_methods(["POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def end_sharing(request: SignedIn, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    verb = lambda: actions.end_sharing(sharing=row, by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, _("From today on the agreement counts no more."))
    return redirect("directory:sharing", pk)


def _kept(request: SignedIn, pk: int) -> DataSharing:
    row: DataSharing = get_object_or_404(queries.sharings(), pk=pk)
    _ours(request)
    return row
