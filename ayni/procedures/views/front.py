from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires

from ..templatetags.procedures import parts_of


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def front(request: SignedIn) -> HttpResponse:
    """The parts of the front desk, and what one does in each."""
    return render(request, "procedures/front.html", {"parts": parts_of(request.user, request.path)})
