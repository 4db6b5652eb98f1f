"""A signer: takes the place of the signing program of Firma Perú, with a certificate of its own that nobody trusts."""

import base64
import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from cryptography.x509.oid import NameOID

ROOM = 8192
"""Bytes that are kept for the signature, as hexadecimal digits twice as many."""


def sign(document: bytes) -> bytes:
    """The document with a detached signature appended, as PAdES does: nothing of it is rewritten."""
    head = (
        b"\n999 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
        b"/Reason(Simulacro, sin valor)/ByteRange[0 %s %s %s]/Contents "
    )
    tail = b">>\nendobj\ntrailer\n<</Size 1000>>\n%%EOF\n"
    wide = b"%09d"
    before = len(document) + len(head % ((wide % 0,) * 3))
    after = before + 2 * ROOM + 2
    filled = head % (wide % before, wide % after, wide % len(tail))
    start = document + filled
    key, certificate = _signer()
    builder = PKCS7SignatureBuilder().set_data(start + tail).add_signer(certificate, key, hashes.SHA256())
    container = builder.sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary])
    return start + b"<" + container.hex().encode().ljust(2 * ROOM, b"0") + b">" + tail


@cache
def _signer() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Firmante simulado, sin valor")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def play_program(param: str) -> str:
    """What the signing program of Firma Perú does on the signer's machine: it fetches the document, signs it and brings
    it back. Only on this machine, for it is a game. Says how it went."""
    try:
        said = json.loads(base64.b64decode(param))
        signed = sign(_once("GET", said["documentToSign"]))
        border = uuid4().hex
        head = f'--{border}\r\nContent-Disposition: form-data; name="signed_file"; filename="firmado.pdf"\r\n'
        body = f"{head}Content-Type: application/pdf\r\n\r\n".encode() + signed + f"\r\n--{border}--\r\n".encode()
        _once("POST", said["uploadDocumentSigned"], body, f"multipart/form-data; boundary={border}")
    except (ValueError, KeyError, OSError, HTTPException) as broken:
        return f"No se firmó: {type(broken).__name__}. Vuelva a la página de Ayni e intente de nuevo."
    return "Firmado (simulacro, sin valor). Cierre esta pestaña y vuelva a la página de Ayni."


def _once(method: str, url: str, body: bytes = b"", kind: str = "") -> bytes:
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in {"127.0.0.1", "localhost"}:
        raise ValueError("not on this machine")
    with closing(HTTPConnection(parts.hostname, parts.port, timeout=20)) as connection:
        connection.request(method, parts.path, body=body or None, headers={"Content-Type": kind} if kind else {})
        answer = connection.getresponse()
        content = answer.read()
    if answer.status != 200:
        raise ValueError(answer.status)
    return content
