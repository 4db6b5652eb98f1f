"""Listens on the loopback address of one computer, for pages of one origin that hold a ticket of one pairing."""

import base64
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve
from websockets.typing import Origin, Subprotocol

from ayni.lib import pairing
from ayni.lib.prints import FINGERS, Impression, NoRecord, read_one, write_record

from .adapters import Reader, ReaderFailed

PORT = 8765
SUBPROTOCOL = Subprotocol("ayni.bridge.v1")
DENIED = 4401
"""The code with which a connection without a good ticket is closed."""
MOST = 4 * 1024 * 1024
LOOPBACK = "127.0.0.1"
IMPRESSIONS = {"plain": Impression.PLAIN, "rolled": Impression.ROLLED}
Message = dict[str, Any]


@dataclass
class Bridge:
    """One reader, one pairing. A finger is captured for one page at a time."""

    reader: Reader
    secret: str
    clock: Callable[[], float] = time.time
    busy: threading.Lock = field(default_factory=threading.Lock)

    def talk(self, connection: ServerConnection) -> None:
        """One page, from its ticket to its leaving."""
        try:
            hello = _read(connection.recv(timeout=10))
            about = pairing.read_ticket(self.secret, str(hello.get("ticket", "")), now=int(self.clock()))
        except (pairing.NotOurs, ValueError, TimeoutError):
            connection.close(DENIED, "ticket")
            return
        except ConnectionClosed:
            return
        talk = Talk(self, connection, about)
        try:
            talk.greet()
            for text in connection:
                talk.hear(text)
        except ConnectionClosed:
            pass
        finally:
            talk.leave()


@dataclass
class Talk:
    bridge: Bridge
    connection: ServerConnection
    about: str
    running: dict[str, threading.Event] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        return self.about.rpartition(":")[2]

    def greet(self) -> None:
        try:
            device = self.bridge.reader.about()
        except ReaderFailed as failed:
            self.say({"type": "error", "code": failed.code, "words": failed.words})
            return
        self.say({"type": "ready", "protocol": 1, "device": {"name": device.name, "serial": device.serial}})

    def hear(self, text: str | bytes) -> None:
        try:
            message = _read(text)
        except ValueError:
            self.say({"type": "error", "code": "malformed", "words": "El mensaje no se entiende."})
            return
        verbs = {"capture": self.capture, "compare": self.compare}
        if message.get("type") == "cancel":
            self.running.get(str(message.get("id")), threading.Event()).set()
        elif verb := verbs.get(str(message.get("type"))):
            # In a thread of its own, so that a cancellation is heard meanwhile.
            threading.Thread(target=self._tried, args=(verb, message), daemon=True).start()
        else:
            self.say({"type": "error", "id": message.get("id"), "code": "unknown", "words": "No se conoce ese pedido."})

    def leave(self) -> None:
        for cancelled in self.running.values():
            cancelled.set()

    def _tried(self, verb: Callable[[Message], Message], message: Message) -> None:
        asked = str(message.get("id", ""))
        self.running[asked] = threading.Event()
        try:
            if not self.bridge.busy.acquire(blocking=False):
                raise ReaderFailed("busy", "El lector está ocupado. Espere a que termine la otra captura.")
            try:
                answer = verb(message)
            finally:
                self.bridge.busy.release()
        except ReaderFailed as failed:
            answer = {"type": "error", "code": failed.code, "words": failed.words}
        except (pairing.NotOurs, NoRecord, KeyError, ValueError):
            answer = {"type": "error", "code": "malformed", "words": "El pedido no es de esta estación."}
        finally:
            self.running.pop(asked, None)
        self.say({**answer, "id": asked})

    def capture(self, message: Message) -> Message:
        """A print, sealed for our server: the page cannot open it."""
        position = int(message["position"])
        if position not in FINGERS:
            raise ValueError("position")
        image = self._captured(position, IMPRESSIONS[str(message.get("impression", "plain"))], message)
        record = image.record or write_record([image])
        sealed = pairing.seal(self.bridge.secret, record, about=f"capture:{self.about}:{position}")
        return {"type": "captured", "position": position, "quality": image.quality, "sealed": sealed}

    def compare(self, message: Message) -> Message:
        """Whether the finger that comes is the enrolled one. The answer is sealed: the page cannot make it up."""
        asked = json.loads(pairing.unseal(self.bridge.secret, str(message["sealed"]), about=f"reference:{self.about}"))
        enrolled, _record = read_one(base64.b64decode(asked["record"]))
        image = self._captured(enrolled.position, Impression.PLAIN, message)
        is_same, score = self.bridge.reader.is_same(enrolled, image)
        answer = json.dumps({"same": is_same, "score": score}).encode()
        return {"type": "compared", "sealed": pairing.seal(self.bridge.secret, answer, about=f"answer:{self.about}")}

    def _captured(self, position: int, impression: Impression, message: Message) -> Any:
        self.say({"type": "progress", "id": message.get("id"), "state": "waiting", "position": position})
        cancelled = self.running[str(message.get("id", ""))]
        return self.bridge.reader.capture(
            position=position, impression=impression, subject=self.subject, cancelled=cancelled.is_set
        )

    def say(self, message: Message) -> None:
        try:
            self.connection.send(json.dumps(message))
        except ConnectionClosed:
            # The page went away: nobody waits for this any more.
            return


def listen(bridge: Bridge, *, origins: Sequence[str], port: int = PORT) -> Server:
    """A server that `serve_forever` runs. Only this computer reaches it; only pages of these origins are let in."""
    return serve(
        bridge.talk, LOOPBACK, port, origins=[Origin(one) for one in origins], subprotocols=[SUBPROTOCOL],
        max_size=MOST, compression=None,
    )  # fmt: skip


def _read(text: str | bytes) -> Message:
    message = json.loads(text)
    if not isinstance(message, dict):
        raise ValueError("no object")
    return message
