"""A photo or a scan, chosen or taken. The upload is drawn anew while the form is judged."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.design.fields import BaseForm, DayField
from ayni.files.fields import PAPERS, PICTURES, PictureForm, picture_field
from ayni.files.preparing import Kind
from ayni.people.models import Attachment, IdentityDocument
from ayni.people.rules.attachments import TO_CHOOSE, NewAttachment
from ayni.people.rules.documents import NONE as NO_DOCUMENT

OTHER = "other"
"""In place of a document: another paper."""


def _taken_on() -> DayField:
    return DayField(label=gettext_lazy("Day on which it was taken, if it is known"), required=False, past=True)


class PhotoForm(PictureForm):
    picture = picture_field(
        PICTURES, gettext_lazy("JPEG, PNG or WebP, up to 10 MB. Where and with what it was taken is not kept.")
    )
    taken_on = _taken_on()
    field_order = ("picture", "camera", "taken_on")

    def attachment(self) -> NewAttachment:
        assert self.drawn is not None  # noqa: S101 - the form is valid
        return NewAttachment(kind=Attachment.Kind.PHOTO, drawn=self.drawn, taken_on=self.cleaned_data["taken_on"])


class ScanForm(PictureForm):
    """`documents`: those of the file, from which the one that the scan shows is chosen."""

    drawing = Kind.SCAN

    document = forms.ChoiceField(label=gettext_lazy("What it shows"), widget=forms.RadioSelect)
    side = forms.ChoiceField(
        label=gettext_lazy("Which side"), choices=Attachment.Side.choices, widget=forms.RadioSelect
    )
    picture = picture_field(
        PAPERS, gettext_lazy("JPEG, PNG or WebP, or a PDF of up to 20 pages; up to 10 MB. Only how it looks is kept.")
    )
    taken_on = _taken_on()
    original_seen = forms.BooleanField(label=gettext_lazy("I saw the original"), required=False)
    field_order = ("document", "side", "picture", "camera", "taken_on", "original_seen")

    def __init__(self, *args: Any, documents: Sequence[IdentityDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [one for one in documents if one.ended_at is None and one.type.code != NO_DOCUMENT]
        self.documents = {str(one.pk): one for one in held}
        choices = [(pk, f"{one.type.label_es} {one.number}".strip()) for pk, one in self.documents.items()]
        self.fields["document"].choices = [*choices, (OTHER, _("Another paper"))]  # type: ignore[attr-defined]
        # Of another paper no side is asked, and no original is compared.
        self.reveals = {"document": dict.fromkeys(self.documents, ("side", "original_seen"))}  # type: ignore[misc]

    def attachment(self) -> NewAttachment:
        assert self.drawn is not None  # noqa: S101 - the form is valid
        data = self.cleaned_data
        document = self.documents.get(data["document"])
        return NewAttachment(
            kind=Attachment.Kind.DOCUMENT_SCAN if document else Attachment.Kind.OTHER,
            drawn=self.drawn,
            document=document,
            side=data["side"] if document else "",
            taken_on=data["taken_on"],
            original_seen=bool(data["original_seen"]),
        )


class RemovalForm(BaseForm, forms.Form):
    option_hints: ClassVar = {
        "reason": {
            Attachment.Reason.NOT_THEIRS: gettext_lazy("It is deleted, and cannot be brought back."),
            Attachment.Reason.ASKED: gettext_lazy("It is deleted, and cannot be brought back."),
        }
    }
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it is taken out"),
        choices=[(one.value, one.label) for one in TO_CHOOSE],
        widget=forms.RadioSelect,
    )
