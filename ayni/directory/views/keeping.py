"""Who may write what the directory says of an institution."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from ayni.access.models import Organisation
from ayni.access.permissions import SignedIn
from ayni.governance import queries as governance


def kept_by(request: SignedIn, code: str) -> Organisation:
    """The institution, for those who keep what the directory says of it."""
    there: Organisation = get_object_or_404(Organisation, code=code)
    if not governance.may_edit(request.user, there):
        raise PermissionDenied
    return there
