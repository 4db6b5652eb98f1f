"""Where a list waits while it is received: encrypted, in a file without a name that is gone with the process.

Django's own handlers would leave a plain copy of whatever is larger than some megabytes on the disk.
"""

import io
import tempfile
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from ayni.access.permissions import Permission
from ayni.lib.keys import keyring
from ayni.lib.sealed_files import SealedFile, SealedWriter

from .queries.imports import folder

FIELDS = frozenset({"file", "form"})
"""Names of form fields that take a list or the form of one."""
MOST_BYTES = 60 * 1024 * 1024
"""Of one file. Larger lists come in by the command `ayni people import`."""
PATIENCE = 4
"""So many times what is allowed is still listened to, so that the page can say what is wrong; then the line is cut."""
_CONTEXT = "people.uploads"


class Sealed(FileUploadHandler):
    """The last of the handlers: takes the fields of `FIELDS` from whoever may import lists, and of any other file
    nothing at all. Of what is larger than allowed nothing is kept but its size."""

    held: SealedWriter | None = None
    place: Any = None
    received = 0

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        self._forget()
        self.received = 0
        if field_name in FIELDS and self._may_import():
            folder().mkdir(mode=0o700, parents=True, exist_ok=True)
            # Without a name from the first byte on: nothing is left of it, however this process ends.
            self.place = tempfile.TemporaryFile(dir=folder())  # noqa: SIM115 - open until the request ends
            self.held = SealedWriter(self.place, ring=keyring(settings.AYNI_HOME), context=_CONTEXT)

    def _may_import(self) -> bool:
        user = getattr(self.request, "user", None)
        return user is not None and user.is_authenticated and Permission.PERSON_IMPORT in user.permissions

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > MOST_BYTES * PATIENCE:
            raise StopUpload(connection_reset=True)
        if self.held is not None and self.received <= MOST_BYTES:
            self.held.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        if self.held is None:
            return None
        self.held.end()
        self.place.seek(0)
        sealed = SealedFile(self.place, ring=keyring(settings.AYNI_HOME), context=_CONTEXT)
        self.held, self.place = None, None
        return UploadedFile(
            file=cast("BinaryIO", io.BufferedReader(sealed, 64 * 1024)), name=self.file_name,
            content_type=self.content_type, size=file_size, charset=self.charset,
            content_type_extra=self.content_type_extra,
        )  # fmt: skip

    def upload_interrupted(self) -> None:
        self._forget()

    def _forget(self) -> None:
        if self.place is not None:
            self.place.close()
        self.held, self.place = None, None
