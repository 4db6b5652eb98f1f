from django.utils.translation import gettext as _

from .guides import CannotKeep


def check_may_confirm(*, in_the_data: str) -> None:
    if in_the_data:
        raise CannotKeep(_("The reference data give the address of this page. A change of it is a change of the data."))
