"""Firma Perú: what the signing program on the signer's machine needs, and whether what comes back is the document.

The certificate is on the signer's card, so nothing is signed on a server: the server asks the platform for a token and
hands the program, in Base64, where to fetch the document and where to bring it (docs/services.md has the sources).
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from uuid import UUID

from .transport import Door, ask_form, unreadable

_TOKEN = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")


@dataclass(frozen=True)
class Signature:
    door: Door

    def token(self, *, key: UUID) -> str:
        """A JWT of the platform, for one signing."""
        said = {
            "client_id": self.door.credentials.get("user", ""),
            "client_secret": self.door.credentials.get("password", ""),
        }
        answer = ask_form(self.door, "/admin/api/security/generate-token", said, key=key)
        token = answer.body.strip()
        if not _TOKEN.fullmatch(token):
            raise unreadable(answer, "no token")
        return token.decode()


def arguments(*, token: str, document_url: str, upload_url: str, reason: str) -> str:
    """What the signing program reads, in Base64."""
    said = {
        "signatureFormat": "PAdES",
        "signatureLevel": "B",
        "signaturePackaging": "enveloped",
        "documentToSign": document_url,
        "certificateFilter": ".*",
        "webTsa": "",
        "userTsa": "",
        "passwordTsa": "",
        "theme": "claro",
        "visiblePosition": False,
        "contactInfo": "",
        "signatureReason": reason,
        "bachtOperation": False,
        "oneByOne": True,
        "signatureStyle": 1,
        "imageToStamp": "",
        "stampTextSize": 14,
        "stampWordWrap": 37,
        "role": "",
        "stampPage": 1,
        "positionx": 20,
        "positiony": 20,
        "uploadDocumentSigned": upload_url,
        "certificationSignature": False,
        "token": token,
    }
    return base64.b64encode(json.dumps(said).encode()).decode()


_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|Filespec|RichMedia|XFA|OpenAction|AA|SubmitForm|ImportData|"
    rb"GoToR|GoToE|URI|ObjStm)(?![A-Za-z0-9])"
)
"""What a signature has no need of: what would run, open or send something, and streams that could hide it."""


def is_quiet(appended: bytes) -> bool:
    """Whether what was appended does nothing. Names of PDF may be written with `#` and two digits: none of ours is."""
    return not _ACTIVE.search(appended) and not re.search(rb"/[A-Za-z]*#[0-9A-Fa-f]{2}", appended)


def is_signed_copy(original: bytes, signed: bytes) -> bool:
    """Whether `signed` is `original` with one signature appended that speaks of exactly these bytes. PAdES appends and
    never rewrites; the digest that was signed covers all but the signature itself. Whether the certificate is one of
    the State's is for a validator with its list of trust: this installation has none, and says so."""
    if not signed.startswith(original) or len(signed) == len(original):
        return False
    ranges = _RANGE.findall(signed[len(original) :])
    if len(ranges) != 1:
        return False
    start, before, after, rest = (int(number) for number in ranges[0])
    if start != 0 or not len(original) < before < after or after + rest != len(signed):
        return False
    hole = signed[before:after].strip(b"<>")
    try:
        container = bytes.fromhex(hole.decode("ascii"))
    except (UnicodeDecodeError, ValueError):
        return False
    digest = hashlib.sha256(signed[:before] + signed[after:]).digest()
    return digest in container
