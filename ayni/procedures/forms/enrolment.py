"""What a station takes. Pictures are drawn anew and measured while the form is judged."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.access.models import Office
from ayni.design.fields import BaseForm
from ayni.files.fields import PICTURES, PictureForm, picture_field
from ayni.files.preparing import Drawn, Kind
from ayni.files.redrawing import SMALL
from ayni.lib.mrz import CannotRead, Zone, read
from ayni.lib.picture_quality import Measures, cropped, ink, measure
from ayni.people.models import Attachment, IdentityDocument
from ayni.people.rules.attachments import NewAttachment

from ..models import Device, DeviceKind, What
from ..rules import enrolment as rules
from .words import UNREADABLE

OTHER = "other"


class BeginForm(BaseForm, forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the application"),
        max_length=20,
        help_text=gettext_lazy("Such as T-7K3M-Q2X9-H. It is on the slip of the person."),
    )


class _StationForm(BaseForm, forms.Form):
    """`devices`: those of the office with which this is taken."""

    marks_optional = False
    device = forms.ModelChoiceField(
        Device._default_manager.none(),
        label=gettext_lazy("With which device"),
        required=False,
        empty_label=gettext_lazy("One that is not in the register"),
    )

    def __init__(self, *args: Any, devices: QuerySet[Device], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["device"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        field.queryset = devices
        field.label_from_instance = lambda device: f"{device.code} · {device.name}"  # type: ignore[assignment, method-assign]
        if len(devices) == 1:
            field.initial = devices[0].pk


class _PictureForm(PictureForm, _StationForm):
    """`picture` is filled by a script from the camera of the station, too."""

    picture = picture_field(PICTURES, gettext_lazy("JPEG, PNG or WebP, up to 10 MB."))
    field_order: tuple[str, ...] = ("picture", "camera", "device")

    measures: Measures | None = None

    def judge(self, drawn: Drawn) -> None:
        self.measures = measure(drawn.content)
        rules.check_picture(self.measures)


class PhotoForm(_PictureForm):
    face = forms.IntegerField(required=False, min_value=0, max_value=100, widget=forms.HiddenInput)
    """Height of the head in per cent of the picture, if the browser measured it."""

    @property
    def poor(self) -> list[str]:
        assert self.measures is not None  # noqa: S101 - the form is valid
        return rules.poor(self.measures, self.cleaned_data.get("face"))


class SignatureForm(_PictureForm):
    def judge(self, drawn: Drawn) -> None:
        self.measures = measure(drawn.content)
        rules.check_ink(ink(drawn.content))


class ScanForm(_PictureForm):
    drawing = Kind.SCAN

    document = forms.ChoiceField(label=gettext_lazy("What it shows"), widget=forms.RadioSelect)
    side = forms.ChoiceField(
        label=gettext_lazy("Which side"), choices=Attachment.Side.choices, widget=forms.RadioSelect
    )
    left, top, right, bottom = (
        forms.IntegerField(label=label, min_value=0, max_value=100, initial=initial, required=False)
        for label, initial in (
            (gettext_lazy("Left edge, in per cent"), 0),
            (gettext_lazy("Top edge, in per cent"), 0),
            (gettext_lazy("Right edge, in per cent"), 100),
            (gettext_lazy("Bottom edge, in per cent"), 100),
        )
    )
    field_order = ("document", "side", "picture", "camera", "left", "top", "right", "bottom", "device")

    def __init__(self, *args: Any, documents: Sequence[IdentityDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = {str(one.pk): one for one in documents if one.ended_at is None and one.number}
        choices = [(pk, f"{one.type.label_es} {one.number}") for pk, one in self.documents.items()]
        self.fields["document"].choices = [*choices, (OTHER, _("Another paper"))]  # type: ignore[attr-defined]
        self.reveals = {"document": dict.fromkeys(self.documents, ("side",))}  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.box = tuple(int(data[name]) if data.get(name) is not None else whole for name, whole in WHOLE)
        if self.box[2] - self.box[0] < LEAST_PART or self.box[3] - self.box[1] < LEAST_PART:
            self.add_error("left", _("Nothing is left of the picture. Move the edges apart."))
        return data

    @property
    def attachment(self) -> NewAttachment:
        assert self.drawn is not None  # noqa: S101 - the form is valid
        document = self.documents.get(self.cleaned_data["document"])
        return NewAttachment(
            kind=Attachment.Kind.DOCUMENT_SCAN if document else Attachment.Kind.OTHER,
            drawn=_cropped(self.drawn, self.box),
            document=document,
            side=self.cleaned_data["side"] if document else "",
        )


WHOLE = (("left", 0), ("top", 0), ("right", 100), ("bottom", 100))
LEAST_PART = 5


def _cropped(drawn: Drawn, box: tuple[int, ...]) -> Drawn:
    if box == (0, 0, 100, 100) or drawn.pages > 1 or not drawn.media_type.startswith("image/"):
        return drawn
    content, small, (width, height) = cropped(drawn.content, box, small=SMALL)
    return Drawn(drawn.media_type, width, height, 1, content, small)


class ZoneForm(_StationForm):
    zone = forms.CharField(
        label=gettext_lazy("The lines at the bottom of the document"),
        max_length=400,
        strip=False,
        help_text=gettext_lazy("Pass the document through the reader, or type the two or three lines as they stand."),
        widget=forms.Textarea({"rows": 3, "spellcheck": "false", "autocomplete": "off", "data-zone": ""}),
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.read: Zone | None = None

    def clean_zone(self) -> str:
        try:
            self.read = read(self.cleaned_data["zone"], today=self.today)
        except CannotRead as wrong:
            widths = ", ".join(map(str, wrong.widths))
            raise forms.ValidationError(UNREADABLE[wrong.reason] % {"widths": widths}) from None
        return str(self.cleaned_data["zone"])


class MissingForm(BaseForm, forms.Form):
    """`fingers`: which are asked about, for prints; none for other things."""

    fingers = forms.MultipleChoiceField(label=gettext_lazy("Which fingers"), widget=forms.CheckboxSelectMultiple)
    reason = forms.ChoiceField(label=gettext_lazy("Why it is not taken"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, what: str, fingers: Sequence[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(one.value, one.label) for one in rules.REASONS[what]]  # type: ignore[attr-defined]
        if what == What.FINGER:
            self.fields["fingers"].choices = [(str(position), label) for position, label in fingers]  # type: ignore[attr-defined]
        else:
            del self.fields["fingers"]

    @property
    def positions(self) -> list[int]:
        return [int(position) for position in self.cleaned_data.get("fingers", ["0"])]


class FingerForm(forms.Form):
    """What the bridge sealed, handed on by the page."""

    device = forms.ModelChoiceField(Device._default_manager.none())
    position = forms.IntegerField(min_value=1, max_value=10)
    sealed = forms.CharField(max_length=3_000_000)

    def __init__(self, *args: Any, devices: QuerySet[Device], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["device"].queryset = devices  # type: ignore[attr-defined]


class DeviceForm(BaseForm, forms.Form):
    code = forms.CharField(label=gettext_lazy("Number on its label"), max_length=40)
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=DeviceKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=gettext_lazy("Make and model"), max_length=80)
    office = forms.ModelChoiceField(Office._default_manager.none(), label=gettext_lazy("Where it stands"))

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        field.queryset = offices
        field.label_from_instance = lambda office: office.name  # type: ignore[assignment, method-assign]
        if len(offices) == 1:
            field.initial = offices[0].pk


__all__ = [
    "BeginForm", "DeviceForm", "FingerForm", "MissingForm", "PhotoForm", "ScanForm", "SignatureForm", "ZoneForm",
]  # fmt: skip
