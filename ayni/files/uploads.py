"""Where a picture waits while it is received: in memory. Django's own handler would leave a plain copy on the disk."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload

from .redrawing import MOST_BYTES

FIELDS = frozenset({"picture", "camera", "voice", "signed_file", "sheet_file", "xlsform_file", "answers_file"})
"""Names of form fields that take a picture, a paper, a voice note, a sheet of who came, a form or answers to it;
`signed_file` is how a signing program calls what it brings back."""
PATIENCE = 8
"""So many times what is allowed is still listened to, so that the page can say what is wrong; then the line is cut."""


class InMemory(FileUploadHandler):
    """The first of the handlers: takes the fields of `FIELDS`, and leaves the others to those that follow.

    Of what is larger than allowed nothing is kept but its size.
    """

    held: BytesIO | None = None
    received = 0

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        self.held, self.received = (BytesIO(), 0) if field_name in FIELDS else (None, 0)
        if self.held is not None:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.held is None:
            return raw_data
        self.received += len(raw_data)
        if self.received > MOST_BYTES * PATIENCE:
            raise StopUpload(connection_reset=True)
        if self.received > MOST_BYTES:
            self.held = BytesIO()
        else:
            self.held.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        if self.held is None:
            return None
        self.held.seek(0)
        return InMemoryUploadedFile(
            file=self.held,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
