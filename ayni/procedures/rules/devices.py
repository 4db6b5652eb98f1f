"""What may be done with a device."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.lib.errors import RuleBroken

from ..models import DeviceKind, What

USES: Mapping[str, str | Promise] = {
    **{what.value: what.label for what in What}, "COMPARE": gettext_lazy("Comparison of a finger")
}  # fmt: skip
"""What a device is used for."""


class CannotKeepDevice(RuleBroken):
    pass


def check_code(*, is_taken: bool) -> None:
    if is_taken:
        raise CannotKeepDevice(_("There is a device with this number already. Look at the label again."))


def check_in_service(*, is_retired: bool) -> None:
    if is_retired:
        raise CannotKeepDevice(_("This device is out of service. Choose another one."))


def check_may_pair(*, kind: str) -> None:
    if kind != DeviceKind.READER:
        raise CannotKeepDevice(_("Only a fingerprint reader has a bridge to be paired with."))
