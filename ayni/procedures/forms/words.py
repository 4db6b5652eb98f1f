"""What a zone is told in: sentences for whoever has the document in hand."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.lib.mrz import Check, Problem, Suggestion, Unreadable, Zone

UNREADABLE: Mapping[Unreadable, str | Promise] = {
    Unreadable.EMPTY: gettext_lazy("Type the lines, or pass the document through the reader."),
    Unreadable.LINES: gettext_lazy(
        "A zone has two or three lines. Those that were typed have so many characters: %(widths)s. Type them again."
    ),
    Unreadable.WIDTH: gettext_lazy(
        "Lines have 30, 36 or 44 characters, all the same. Those that were typed have: %(widths)s. "
        "Look for a sign < too few or too many."
    ),
}
FIELDS: Mapping[str, str | Promise] = {
    "document_code": gettext_lazy("Kind of document"),
    "issuer": gettext_lazy("Who issued it"),
    "document_number": gettext_lazy("Number of the document"),
    "nationality": gettext_lazy("Nationality"),
    "name": gettext_lazy("Name"),
    "birth": gettext_lazy("Birth date"),
    "sex": gettext_lazy("Sex"),
    "expiry": gettext_lazy("Valid until"),
    "optional": gettext_lazy("Optional data"),
    "optional_2": gettext_lazy("Optional data"),
    "composite": gettext_lazy("The whole zone"),
    "check": gettext_lazy("Check digit"),
}


def sentences(zone: Zone) -> list[str]:
    """Everything that does not fit, in the order of the zone."""
    return [_check(check) for check in zone.checks if not check.fits] + [_problem(one) for one in zone.problems]


def suggestions(zone: Zone, most: int = 4) -> list[str]:
    return [_suggestion(one) for one in zone.suggestions[:most]]


def _check(check: Check) -> str:
    return _("%(field)s: the check digit (line %(line)s, place %(place)s) is %(written)s; %(computed)s would fit.") % {
        "field": FIELDS[check.name], "line": check.line, "place": check.place, "written": check.written,
        "computed": check.computed,
    }  # fmt: skip


def _problem(problem: Problem) -> str:
    return _("%(field)s: something stands there that cannot (line %(line)s, from place %(place)s).") % {
        "field": FIELDS[problem.field], "line": problem.line, "place": problem.places[0],
    }  # fmt: skip


def _suggestion(one: Suggestion) -> str:
    told = {
        "line": one.line, "place": one.place, "written": one.written, "proposed": one.proposed,
        "checks": ", ".join(str(FIELDS[name]).lower() for name in one.then_fit),
    }  # fmt: skip
    if one.then_fit:
        return _("Line %(line)s, place %(place)s: %(proposed)s in place of %(written)s? Then fits: %(checks)s.") % told
    return (
        _("Line %(line)s, place %(place)s: %(proposed)s in place of %(written)s? No check digit covers this place.")
        % told
    )
