"""The ways from a public page to itself in other languages."""

from django import template
from django.conf import settings
from django.template import Context
from django.urls import is_valid_path, reverse

from ayni.lib.tongues import TONGUES, Way, address_now, asked_as, same_in, spoken_now

register = template.Library()
VOICE = "/voz/"


@register.simple_tag
def page_in_tongue(name: str, *args: object) -> str:
    """Another page of those that are there in every language, in the one of this page."""
    return address_now(name, *args)


@register.simple_tag
def asked_in_tongue(name: str, *args: object) -> str:
    """Another page of those that have one address, and are asked for a language: for the one of this page."""
    return reverse(name, args=args) + asked_as(spoken_now())


@register.simple_tag
def voice_address() -> str:
    """Where anybody says how they were attended to, in the language of this page; nothing where no app has it. It is
    another app's, above: known by its address, which is printed on posters too."""
    return VOICE + asked_as(spoken_now()) if is_valid_path(VOICE) else ""


@register.simple_tag(takes_context=True)
def ways(context: Context) -> list[Way]:
    """This page in each language. None of a page that answers a form: it cannot be asked for again."""
    request = context.get("request")
    if request is None or request.method == "POST" or request.resolver_match is None:
        return []
    if not hasattr(request.resolver_match.func, "is_spoken"):
        return []
    now = spoken_now()
    return [Way(code, name, same_in(request, code), code == now) for code, name in TONGUES.items()]


@register.simple_tag(takes_context=True)
def is_found(context: Context) -> bool:
    """Whether machines may find this page (`access.speaking.found`); with something asked for, none."""
    request = context.get("request")
    if request is None or request.resolver_match is None or request.GET:
        return False
    return hasattr(request.resolver_match.func, "is_found")


@register.filter
def whole(href: str) -> str:
    """With the name of the house, as machines want it."""
    return settings.PUBLIC_URL + href
