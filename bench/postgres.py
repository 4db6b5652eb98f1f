"""Debian's PostgreSQL for a measure: a server of our own on a free port, for as long as it is needed."""

import os
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = "-c maintenance_work_mem=512MB -c shared_buffers=512MB"
USER = "bench"


@contextmanager
def server(options: str = MEMORY) -> Iterator[str]:
    """An empty one, thrown away afterwards. Gives its address."""
    with tempfile.TemporaryDirectory(prefix="ayni-bench-") as name, kept_server(Path(name), options) as address:
        yield address


@contextmanager
def kept_server(folder: Path, options: str = MEMORY) -> Iterator[str]:
    """The one that is kept in this folder, made the first time; stopped in order, so that it can be started again."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    if binaries is None:
        raise SystemExit("This needs PostgreSQL. Type:  sudo apt-get install postgresql")
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "password"
    if not secret.exists():
        secret.write_text(secrets.token_hex(16))
    as_postgres = _owner(folder, secret)

    def run(program: str, *arguments: str) -> None:
        command = [*as_postgres, str(binaries / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603

    if not (folder / "data" / "PG_VERSION").exists():
        run("initdb", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={secret}")
    port = _free_port()
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-p {port} -k {folder} -h 127.0.0.1 {options}", "start")
    try:
        yield f"postgresql://{USER}:{secret.read_text()}@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-w", "-m", "fast", "stop")


def _owner(folder: Path, secret: Path) -> list[str]:
    """PostgreSQL does not run as root: its files are then those of `postgres`, who has to reach them."""
    if os.getuid() != 0:
        return []
    for above in folder.parents:
        if above.stat().st_mode & 0o001 == 0:
            raise SystemExit(f"The user postgres cannot reach {folder}: {above} is closed to others.")
    subprocess.run(["chown", "postgres", folder, secret], check=True)  # noqa: S603, S607
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
