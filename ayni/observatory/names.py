"""Of what a bulletin may be: the country, a place, a theme."""

from django.utils.translation import gettext as _

from ayni.codelists import queries as codelists

from . import words
from .bulletin import COUNTRY
from .wanted import CannotShow


def is_named(code: str) -> bool:
    return code == COUNTRY or code in words.THEMES or code in codelists.kept_places()


def name_of(code: str) -> str:
    """Raises CannotShow of what there can be no bulletin."""
    if code == COUNTRY:
        return _("Peru")
    if code in words.THEMES:
        return words.theme(code)
    places = codelists.kept_places()
    if code not in places:
        raise CannotShow(
            _(
                "There is no place with the ubigeo “%(code)s”. These are INEI’s codes; RENIEC’s look alike and mean "
                "other places. Look for the place by its name."
            )
            % {"code": code[:12]}, 404,
        )  # fmt: skip
    return codelists.full_place_name(places, code)


def is_place(code: str) -> bool:
    """The country, or a place by INEI's ubigeo."""
    return code == COUNTRY or code in codelists.kept_places()


def place_name(code: str) -> str:
    return _("Peru") if code == COUNTRY else codelists.full_place_name(codelists.kept_places(), code)
