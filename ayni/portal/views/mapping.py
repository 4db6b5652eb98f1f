"""The map of what was found. The list beside it says the same."""

from django.utils.translation import npgettext

from ayni.codelists import dots


def drawn(counted: list[tuple[str, str, int]], place: str) -> dots.Map | None:
    """Of the country, by department; of one department, by district, each at its middle. None: nothing to draw."""
    return dots.drawn({code: many for code, _name, many in counted}, place, _label)


def _label(place: str, many: int) -> str:
    said = npgettext("where", "%(place)s: %(n)s place", "%(place)s: %(n)s places", many)
    return said % {"place": place, "n": many}
