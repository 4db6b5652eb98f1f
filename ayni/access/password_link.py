"""Choosing a new password by the link that was asked for."""

from typing import Any

from allauth.account.views import PasswordResetFromKeyView
from django.http import HttpResponse


class NewPassword(PasswordResetFromKeyView):  # type: ignore[misc]
    """A link that is used, expired or altered is answered as an invitation is: it is gone (410)."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if context.get("token_fail"):
            kwargs["status"] = 410
        response: HttpResponse = super().render_to_response(context, **kwargs)
        return response


new_password = NewPassword.as_view()
