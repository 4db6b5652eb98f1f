"""A public page of procedures leads on in the language of its address."""

from django.http import HttpResponseRedirect

from ..speech import address


def go(name: str, *args: object) -> HttpResponseRedirect:
    """On to another page, in the language of this one."""
    return HttpResponseRedirect(address(name, *args))
