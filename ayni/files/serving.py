"""How a kept file is answered: so that nothing in it can do anything."""

import structlog
from django.http import Http404, HttpResponse

from . import queries, sounds
from .models import StoredFile
from .rules import Unreadable

logger = structlog.get_logger(__name__)

ALONE = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
"""A picture opened by itself may do nothing, whatever it would turn out to be."""
EXTENSIONS = {"image/jpeg": "jpg", "application/pdf": "pdf", **sounds.EXTENSIONS}


def served(file: StoredFile, *, of: object, small: bool = False) -> HttpResponse:
    """Pictures are shown; a PDF is saved, or shown by the browser in a sandbox of its own. `of`: what the file belongs
    to, for the log, if it cannot be read. `small`: its thumbnail."""
    media_type = "image/jpeg" if small else file.media_type
    try:
        content = queries.read(file, small=small)
    except Unreadable:
        logger.error("file_unreadable", of=str(of))
        raise Http404 from None
    answer = HttpResponse(content, content_type=media_type)
    way = "inline" if media_type.startswith("image/") else "attachment"
    # A name that says nothing: it ends up in the folder of downloads.
    answer["Content-Disposition"] = f'{way}; filename="archivo.{EXTENSIONS[media_type]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = ALONE
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
