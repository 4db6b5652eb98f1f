"""What a form has that takes a picture or a paper. The upload is drawn anew while the form is judged."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.design.fields import BaseForm
from ayni.lib.errors import RuleBroken

from .preparing import Drawn, Kind, prepare
from .redrawing import MOST_BYTES, Refusal
from .rules import CannotTake

PICTURES = "image/jpeg,image/png,image/webp"
PAPERS = f"{PICTURES},application/pdf"


class PictureForm(BaseForm, forms.Form):
    """Two ways to the same thing: `picture` is chosen among files, `camera` opens the camera of a telephone."""

    drawing: ClassVar = Kind.PHOTO
    needs_file: ClassVar = True
    marks_optional = False

    # A telephone that is told to open its camera does not let one choose a file: so there are two.
    camera = forms.FileField(
        label=gettext_lazy("Or take it now, with the camera"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": PICTURES, "capture": "environment"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drawn: Drawn | None = None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        name = "camera" if data.get("camera") is not None else "picture"
        upload: UploadedFile[bytes] | None = data.get(name)
        if upload is None:
            if self.needs_file:
                self.add_error("picture", _("Choose a file, or take a picture."))
        elif self.errors:
            self.add_error(name, _("Choose the file again: the browser does not keep it."))
        else:
            self._draw(name, upload)
        return data

    def _draw(self, name: str, upload: "UploadedFile[bytes]") -> None:
        try:
            if (upload.size or 0) > MOST_BYTES:
                raise CannotTake(Refusal.TOO_LARGE)
            drawn = prepare(upload.read(), kind=self.drawing)
            self.judge(drawn)
            self.drawn = drawn
        except RuleBroken as refused:
            self.add_error(name, str(refused))

    def judge(self, drawn: Drawn) -> None:
        """What else is asked of what was drawn. Raises RuleBroken."""


def picture_field(accepts: str, hint: Any) -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=hint,
        widget=forms.FileInput({"accept": accepts}),
    )
