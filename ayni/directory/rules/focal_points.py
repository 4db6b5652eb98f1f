"""What a focal point must be. Plain functions over plain values."""

from datetime import date

import phonenumbers
from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.lib.written import mark_of

from ..models import FocalPoint


class CannotName(RuleBroken):
    pass


class CannotChange(RuleBroken):
    pass


def phone_as_dialled(typed: str) -> str:
    """`+51987654321`, from what was typed in any spelling; a number without a country is of Peru."""
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed, "PE")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise CannotName(_("That is no telephone number. Write it as 987 654 321, or with its country as +58 …"))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_can_be_reached(*, email: str, phone: str) -> None:
    if not email and not phone:
        raise CannotName(_("Write an e-mail address or a telephone number: there is no other way to reach them."))


def check_place_is_free(*, taken: bool) -> None:
    if taken:
        raise CannotName(_("There is a focal point for this place. End it first, then name the new one."))


def check_not_ended(*, ended: bool) -> None:
    if ended:
        raise CannotChange(_("Somebody ended this focal point meanwhile. Look at the list again."))


def mark_of_substitute(substitute: FocalPoint | None) -> str:
    """Of who stands in, as the page shows it."""
    return mark_of({"substitute": substitute.pk if substitute else None})


def check_seat(
    *, rank: str, has_department: bool, has_office: bool, has_service: bool, service_of_another: bool
) -> None:
    if (rank == "SERVICE_POINT") != has_service:
        raise CannotName(_("A service point answers for a service: choose which. The others answer for none."))
    if service_of_another:
        raise CannotName(_("That service is of another institution. Choose one of this institution."))
    if rank == "NATIONAL" and (has_department or has_office):
        raise CannotName(_("A national focal point answers for the whole country: leave the place empty."))
    if rank == "REGIONAL" and not has_department:
        raise CannotName(_("A regional focal point answers in a department: choose which."))


def check_may_have_substitute(*, is_substitute: bool) -> None:
    if is_substitute:
        raise CannotName(_("A substitute has no substitute. Name one for whom they stand in for."))


def check_absence(*, starts_on: date, ends_on: date, today: date, overlaps: bool) -> None:
    if ends_on < starts_on:
        raise CannotChange(_("The last day away comes before the first. Write them the other way round."))
    if ends_on < today:
        raise CannotChange(_("Those days have passed. Write when they are away from today on."))
    if overlaps:
        raise CannotChange(_("Some of these days are written down as away already. Cancel those first."))


def check_not_cancelled(*, cancelled: bool) -> None:
    if cancelled:
        raise CannotChange(_("This absence was cancelled already."))
