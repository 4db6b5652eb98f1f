"""What an enrolment takes, what may be missing and why, and when a picture is poor."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.lib.errors import RuleBroken
from ayni.lib.picture_quality import Measures

from ..models import OPEN_STATES, DeviceKind, State, What, WhyMissing


class CannotEnrol(RuleBroken):
    pass


FINGERS: dict[int, str | Promise] = {
    1: gettext_lazy("Right thumb"),
    2: gettext_lazy("Right index finger"),
    3: gettext_lazy("Right middle finger"),
    4: gettext_lazy("Right ring finger"),
    5: gettext_lazy("Right little finger"),
    6: gettext_lazy("Left thumb"),
    7: gettext_lazy("Left index finger"),
    8: gettext_lazy("Left middle finger"),
    9: gettext_lazy("Left ring finger"),
    10: gettext_lazy("Left little finger"),
}

THINGS: tuple[tuple[What, int], ...] = (
    *((what, 0) for what in What if what != What.FINGER),
    *((What.FINGER, position) for position in FINGERS),
)
"""What an enrolment is made of: each is taken, or missing for a reason."""


@dataclass(frozen=True)
class FromAge:
    """Something that is taken from an age on. Whose age is not known is taken for an adult."""

    what: What
    years: int
    basis: str


AGES = (
    FromAge(
        What.FINGER,
        6,
        "Práctica comparada (Eurodac, Reglamento (UE) 2024/1358: desde los 6 años); en el Perú por confirmar",
    ),
)

_DEVICE = (WhyMissing.NO_DEVICE, WhyMissing.DEVICE_FAILED)
REASONS: dict[str, tuple[WhyMissing, ...]] = {
    What.ZONE: (WhyMissing.NO_DOCUMENT, WhyMissing.NO_ZONE, *_DEVICE, WhyMissing.REFUSES),
    What.DOCUMENT: (WhyMissing.NO_DOCUMENT, *_DEVICE, WhyMissing.REFUSES),
    What.PHOTO: (*_DEVICE, WhyMissing.REFUSES),
    What.SIGNATURE: (WhyMissing.CANNOT_SIGN, *_DEVICE, WhyMissing.REFUSES),
    What.FINGER: (WhyMissing.AMPUTATED, WhyMissing.BANDAGED, WhyMissing.WORN, WhyMissing.REFUSES, *_DEVICE),
}

DEVICES: dict[str, tuple[DeviceKind, ...]] = {
    What.ZONE: (DeviceKind.SIGNATURE_PAD, DeviceKind.MODULE),
    What.DOCUMENT: (DeviceKind.CAMERA, DeviceKind.PRINTER, DeviceKind.MODULE, DeviceKind.SIGNATURE_PAD),
    What.PHOTO: (DeviceKind.CAMERA, DeviceKind.MODULE),
    What.SIGNATURE: (DeviceKind.SIGNATURE_PAD, DeviceKind.MODULE),
    What.FINGER: (DeviceKind.READER,),
}
"""With which kinds of device each is taken."""

SMALLEST = 240
"""Below so many pixels on a side nobody is recognised, and no card can be printed."""
LEAST_INK = 0.001


@dataclass(frozen=True)
class Fault:
    code: str
    words: str | Promise
    is_so: Callable[[Measures], bool]


FAULTS = (
    Fault("COARSE", gettext_lazy("The picture has few pixels."), lambda m: min(m.width, m.height) < 480),
    Fault("BLURRED", gettext_lazy("The picture is blurred."), lambda m: m.sharpness < 12),
    Fault("DARK", gettext_lazy("The picture is too dark."), lambda m: m.light < 60 or m.dark > 0.5),
    Fault("BRIGHT", gettext_lazy("The picture is too bright."), lambda m: m.light > 215),
)
"""The unit's own limits, measured on drawn pictures and photos of a laptop's camera. No standard says them."""
FACE_WORDS = {
    "FACE_SMALL": gettext_lazy("The head is small in the picture: come nearer."),
    "FACE_LARGE": gettext_lazy("The head does not fit in the picture: move back."),
}
FACE_LEAST, FACE_MOST = 40, 92
"""Per cent of the height of the picture, as the browser measured."""
POOR_WORDS: dict[str, str | Promise] = {fault.code: fault.words for fault in FAULTS} | FACE_WORDS

POOR_PRINT = 30
"""Of 100, as the reader grades it: below, it is taken again if it can be."""


def poor(measures: Measures, face: int | None) -> list[str]:
    """Codes of what is poor in a photo. `face`: height of the head in per cent, if the browser measured it."""
    found = [fault.code for fault in FAULTS if fault.is_so(measures)]
    if face is not None and face < FACE_LEAST:
        found.append("FACE_SMALL")
    if face is not None and face > FACE_MOST:
        found.append("FACE_LARGE")
    return found


def check_picture(measures: Measures) -> None:
    if min(measures.width, measures.height) < SMALLEST:
        raise CannotEnrol(
            _("The picture is too small: nobody is recognised in it. It needs at least %(least)s pixels on each side.")
            % {"least": SMALLEST}
        )


def check_ink(share: float) -> None:
    if share < LEAST_INK:
        raise CannotEnrol(_("There is no signature in the picture. Sign again, or say why it cannot be taken."))


def check_may_begin(*, state: str | None) -> None:
    if state is not None and state not in {*OPEN_STATES, State.APPROVED}:
        raise CannotEnrol(_("This application is closed. Nobody is enrolled for it."))


def check_is_free(*, is_held: bool) -> None:
    """Whose station it is, is not said."""
    if is_held:
        raise CannotEnrol(
            _("This person is being enrolled at another station. Let that enrolment be finished or left, then begin.")
        )


def check_open(*, is_open: bool) -> None:
    if not is_open:
        raise CannotEnrol(_("This enrolment has ended. Begin a new one to take something again."))


def check_reason(*, what: str, reason: str) -> None:
    if reason not in REASONS[what]:
        raise CannotEnrol(_("Choose a reason that fits what is missing."))


def is_asked(what: str, age: int | None) -> bool:
    """Whether it is taken of somebody of this age."""
    return age is None or all(age >= rule.years for rule in AGES if rule.what == what)


def check_asked(*, what: str, age: int | None) -> None:
    if not is_asked(what, age):
        raise CannotEnrol(_("At this age no fingerprints are taken. Go on without them."))


def check_complete(*, open_things: Collection[tuple[str, int]]) -> None:
    if open_things:
        raise CannotEnrol(
            _("%(count)s things are neither taken nor explained. Take each, or say why it is missing.")
            % {"count": len(open_things)}
        )


def check_may_compare(*, may: bool) -> None:
    if not may:
        raise CannotEnrol(_("Comparing fingerprints is not part of your role. Ask your supervisor."))


def check_can_compare(*, has_print: bool, is_paired: bool) -> None:
    if not has_print:
        raise CannotEnrol(_("No fingerprint of this person was enrolled. Check who it is in another way."))
    if not is_paired:
        raise CannotEnrol(_("This reader is not paired with its bridge. Pair it, or check who it is in another way."))
