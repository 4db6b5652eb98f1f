"""The doors that messages leave by: SMTP for e-mail, Kannel's `sendsms` for SMS."""

import smtplib
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from ayni.lib.french import unspaced

TIMEOUT = 15
"""Seconds. Well under the shortest wait between two attempts, so that a slow send is never taken for a lost one."""

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
"""The letters that fit into seven bits (3GPP TS 23.038). Text with any other, such as á, is sent as UCS-2."""


class NotSent(Exception):
    """It did not go out. `kind` holds no address and no text of the server, so it may be logged and kept."""

    def __init__(self, kind: str, *, for_good: bool = False, door_is_shut: bool = False) -> None:
        super().__init__(kind)
        self.kind = kind
        self.for_good = for_good
        """Trying again would change nothing: the address is refused."""
        self.door_is_shut = door_is_shut
        """Nothing else would go out by this door now either."""


class Door(Protocol):
    def send(self, *, to: str, subject: str, text: str, ends_at: str = "") -> None:
        """Hand the message over, or raise NotSent. `ends_at`: where a press ends what this is one of."""

    def close(self) -> None: ...


def list_headers(ends_at: str) -> dict[str, str]:
    """What mail programs make their own button of (RFC 2369). One press without opening a page (RFC 8058) is promised
    over HTTPS alone, as that standard asks."""
    if not ends_at:
        return {}
    by_a_press = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if ends_at.startswith("https://") else {}
    return {"List-Unsubscribe": f"<{ends_at}>", **by_a_press}


class Smtp:
    """Django's e-mail backend, one connection for a batch."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def send(self, *, to: str, subject: str, text: str, ends_at: str = "") -> None:
        try:
            self._connection.open()
            EmailMessage(subject, text, None, [to], connection=self._connection, headers=list_headers(ends_at)).send()
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise NotSent("SMTPRecipientsRefused", for_good=all(500 <= code < 600 for code in codes)) from None
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as refused:
            self.close()
            raise NotSent(f"{type(refused).__name__} {refused.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as broken:
            self.close()
            raise NotSent(type(broken).__name__, door_is_shut=True) from None
        except ValueError as odd:
            # An address or a header that no server would take: Django refuses it before it leaves.
            raise NotSent(type(odd).__name__, for_good=True) from None

    def close(self) -> None:
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            # The server went away first. What it had taken, it had taken.
            self._connection = get_connection()


class Kannel:
    """Kannel's HTTP interface (User Guide, ch. 10): GET with user, text and number; `0: Accepted for delivery`."""

    def __init__(self) -> None:
        self._url = urlsplit(settings.SMS_URL)

    def send(self, *, to: str, subject: str, text: str, ends_at: str = "") -> None:
        """An SMS has no headers: where it can be ended stands in its text, or nowhere."""
        text = unspaced(text)
        query = {
            "username": settings.SMS_USERNAME,
            "password": settings.SMS_PASSWORD,
            "from": settings.SMS_FROM,
            "to": to,
            "charset": "UTF-8",
            "coding": "0" if GSM.issuperset(text) else "2",
            "text": text,
        }
        connection = self._connect()
        try:
            connection.request("GET", f"{self._url.path}?{urlencode(query)}")
            answer = connection.getresponse()
            body = answer.read(200).decode("utf-8", "replace")
        except (OSError, HTTPException) as broken:
            raise NotSent(type(broken).__name__, door_is_shut=True) from None
        finally:
            connection.close()
        # 0: accepted now; 3: queued by the gateway until the operator is back. Both are its own from here on.
        if answer.status // 100 == 2 and body[:2] in {"0:", "3:"}:
            return
        raise NotSent(f"Kannel {answer.status}", for_good=answer.status == 400, door_is_shut=answer.status != 400)

    def close(self) -> None:
        """Every message has a connection of its own."""

    def _connect(self) -> HTTPConnection:
        host, port = self._url.hostname or "", self._url.port
        if self._url.scheme == "https":
            return HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
        return HTTPConnection(host, port, timeout=TIMEOUT)
