from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def state_identity() -> dict[str, Any] | None:
    """The provider of identities that one may sign in with; None: this installation is not configured for one."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    return next(iter(providers["APPS"]), None)
