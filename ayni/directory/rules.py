"""What a focal point must be. Plain functions over plain values."""

import phonenumbers
from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken


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
