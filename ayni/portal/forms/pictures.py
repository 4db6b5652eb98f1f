"""A picture of a guide, where it stands and what it shows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.design.fields import BaseForm
from ayni.lib.errors import RuleBroken

from ..hooks import REDRAW, Redrawn
from ..models import GuideDraft, Tongue
from ..queries.pictures import free_places
from ..rules import pictures as rules


class PictureWordsForm(BaseForm, forms.Form):
    """What is said of a picture, in any language; of the Spanish text also its place."""

    alt = forms.CharField(
        label=gettext_lazy("What does the picture show?"),
        # Longer ones are judged with a sentence of their own.
        max_length=1000,
        help_text=gettext_lazy(
            "Whoever does not see it hears this. One sentence, at most 160 characters, in the language of the guide."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    place = forms.TypedChoiceField(
        coerce=int, label=gettext_lazy("Where does the picture stand?"), widget=forms.RadioSelect, choices=()
    )

    def __init__(self, draft: GuideDraft, data: Any = None, *args: Any, name: str = "", **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        if draft.language != Tongue.ES:
            del self.fields["place"]
            return
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (one.number, f"{one.number}. {one.title}" if one.number else _("Above the text"))
            for one in free_places(draft, but=name)
        ]

    def clean_alt(self) -> str:
        said = " ".join(str(self.cleaned_data["alt"]).split())
        if wrong := rules.wrong_alt(said):
            raise ValidationError(wrong)
        return said


class NewPictureForm(PictureWordsForm):
    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, at most 10 MB. It is drawn anew, small and light; where it was taken does not go on. "
            "No face, no paper of anybody."
        ),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    field_order = ("picture", "alt", "place")

    marks_optional = False
    redrawn: Redrawn | None = None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        upload: UploadedFile[bytes] | None = data.get("picture")
        if upload is None:
            self.add_error("picture", _("Choose a picture."))
        elif self.errors:
            self.add_error("picture", _("Choose the picture again: the browser does not keep it."))
        else:
            self._redraw(upload)
        return data

    def _redraw(self, upload: "UploadedFile[bytes]") -> None:
        try:
            self.redrawn = REDRAW[0](upload.read(), upload.size or 0)
        except RuleBroken as refused:
            self.add_error("picture", str(refused))
