"""`ayni run` as a person types it: everything starts, everything ends."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow
PATIENCE = 90


def free_port() -> int:
    """The web takes it, the mailbox and the played services of the State the three above."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port < 65_000:
            return port


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    home = tmp_path_factory.mktemp("run") / "home"
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "AYNI_KEYRING"}}
    values = {
        **kept,
        "AYNI_HOME": str(home),
        "AYNI_MODE": "demo",
        "PORT": str(free_port()),
        "DJANGO_SETTINGS_MODULE": "ayni.config.settings",
    }
    setup = ayni("setup", values)
    said = setup.communicate(timeout=PATIENCE * 2)[0]
    assert setup.returncode == 0, said
    return values


def ayni(word: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ayni.config.cli", word]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, **pipes)  # noqa: S603


@pytest.fixture
def running(environment):
    process = ayni("run", environment)
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ayni is at" in line:
            break
    assert process.poll() is None, "".join(said)
    yield process
    if process.poll() is None:
        process.kill()
    process.stdout.close()
    process.wait(PATIENCE)


def status(environment) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}/", timeout=PATIENCE) as page:  # noqa: S310
        return page.status


def answers(environment) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(environment["PORT"]))) == 0


def wait_until(is_so) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def children(process) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def test_it_answers_and_ctrl_c_ends_all_of_it(running, environment):
    assert status(environment) == 200
    pids = children(running)
    assert len(pids) == 3
    running.send_signal(signal.SIGINT)
    assert running.wait(PATIENCE) == 0
    assert not answers(environment)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_if_one_part_dies_the_rest_ends_and_says_so(running, environment):
    worker = next(pid for pid in children(running) if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(worker, signal.SIGKILL)
    assert running.wait(PATIENCE) == 1
    assert "`ayni worker` ended by itself" in running.stdout.read()
    assert not answers(environment)


def test_killed_outright_it_leaves_nothing_behind_and_starts_again(running, environment):
    running.kill()
    running.wait(PATIENCE)
    wait_until(lambda: not answers(environment))
    again = ayni("run", environment)
    try:
        wait_until(lambda: answers(environment) or again.poll() is not None)
        assert status(environment) == 200
    finally:
        again.terminate()
        assert again.wait(PATIENCE) == 0
        again.stdout.close()


def test_it_ends_by_the_same_signal_when_it_was_started_in_the_background(environment):
    """A shell hands SIGINT as ignored to what it starts with `&`."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = ayni("run", environment)
    finally:
        signal.signal(signal.SIGINT, before)
    wait_until(lambda: answers(environment) or process.poll() is not None)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def test_a_taken_port_is_a_sentence(environment):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", int(environment["PORT"])))
        taken.listen()
        refused = ayni("run", environment)
        said = refused.communicate(timeout=PATIENCE)[0]
    assert refused.returncode == 1
    assert "PORT=" in said
    assert "Traceback" not in said
