"""The product's web server as a process of its own over the database of the tests: to be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from ayni.lib.keys import dump, keyring

STARTS_WITHIN = 120


def application(environ, start_response):
    """Made when the first request comes: the parent process of the server only imports this file."""
    global _made
    _made = _made or StaticFilesHandler(get_wsgi_application())
    return _made(environ, start_response)


_made = None


class Served:
    """One server. It may die in the middle of anything, and begins anew on the same port."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Over the very database of this test, and with its keys."""
        held = connection.settings_dict
        database = f"sqlite:///{held['NAME']}"
        if connection.vendor == "postgresql":
            who = f"{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}"
            database = f"postgresql://{who}/{held['NAME']}"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database,
            "AYNI_KEYRING": dump(keyring(settings.AYNI_HOME)),
        }
        command = [sys.executable, "-m", "tests.serving", str(self.port)]
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True)  # noqa: S603
        deadline = time.monotonic() + STARTS_WITHIN
        # The first request loads the product, which is no part of what a browser is waited for. It is asked again: a
        # child of the killed server may hold the port for a moment longer, and whoever reaches that one is cut off.
        while not self._answers():
            assert time.monotonic() < deadline, "The server did not start."
            time.sleep(0.1)

    def kill(self) -> None:
        """As a power cut does it: nothing is finished, nothing is told."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/robots.txt", timeout=STARTS_WITHIN) as first:  # noqa: S310 (ours)
                return first.status == 200
        except OSError:
            return False


@contextmanager
def served() -> Iterator[Served]:
    server = Served()
    server.start()
    try:
        yield server
    finally:
        server.kill()


if __name__ == "__main__":
    Server(
        "tests.serving:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.THREADS,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()
