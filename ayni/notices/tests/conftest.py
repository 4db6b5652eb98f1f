import socket

import pytest


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
def mail_port() -> int:
    return free_port()


@pytest.fixture
def unused_port() -> int:
    return free_port()
