"""2 000 people after 500 places in one minute: does anybody get what somebody else has, and how long does one wait?

    python -m bench.slots [--database sqlite|postgresql] [--people 2000] [--seats 500] [--seconds 60]

People arrive at moments drawn evenly over the minute, and two processes serve them with four threads each, as a server
of two cores does. Each wants an hour, asks for it, and if it is taken asks what else is free and tries that, until they
have a place or nothing is left. What is measured is one attempt to take a place, by the verbs that pages call, from
the moment it is asked for to its commit: with the rules, the one appointment a person may have, the seat, the message
in the outbox. `ours` is the verb of the counter; `web` what the public page does, the seat held and its code confirmed,
two transactions and two messages. How late the crowd's own clock runs is printed as `behind`.

The peer, in the same run and on the same tables: read which seats are free, take the first, write it down; safe only
because the whole table is locked meanwhile.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from ayni.lib import keys

from .postgres import server

PROCESSES = 2
TARGET = 200
"""Milliseconds at p95."""
WAYS = ("ours", "web", "peer")
CHILD = "import django; django.setup(); from bench.slots_crowd import main; main()"


def child(words: list[str], home: Path, database: str) -> subprocess.Popen[str]:
    mode = {"AYNI_HOME": str(home), "AYNI_MODE": "demo", "DATABASE_URL": database}
    env = os.environ | mode | {"DJANGO_SETTINGS_MODULE": "ayni.config.settings"}
    command = [sys.executable, "-c", CHILD, *words]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)  # noqa: S603


def said(process: subprocess.Popen[str]) -> str:
    told, _errors = process.communicate()
    if process.returncode:
        raise SystemExit("A process of the bench failed; what it said stands above.")
    return told


def run(way: str, options: argparse.Namespace, home: Path, database: str) -> dict[str, float]:
    begins = time.time() + 15
    share = options.people // PROCESSES
    each = [
        child(["serve", way, str(n), str(share), str(options.seconds), str(begins)], home, database)
        for n in range(PROCESSES)
    ]
    told = [json.loads(said(process)) for process in each]
    took = sorted(t * 1000 for one in told for t in one["took"])
    behind = sorted(b * 1000 for one in told for b in one["behind"])
    became = json.loads(said(child(["outcome", way], home, database)))
    quantiles = statistics.quantiles(took, n=100)
    return {
        **became, "attempts": len(took), "p50": quantiles[49], "p95": quantiles[94], "p99": quantiles[98],
        "behind": statistics.quantiles(behind, n=100)[94],
    }  # fmt: skip


def measure(kind: str, options: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory(prefix="bench-slots-") as name:
        home = Path(name)
        with server() if kind == "postgresql" else nullcontext(f"sqlite:///{home / 'bench.db'}") as database:
            keys.write(keys.new_keyring(), home)
            said(child(["prepare", str(options.seats)], home, database))
            found = {way: run(way, options, home, database) for way in WAYS}
    print(f"\n{kind}: {options.people} people, {options.seats} places, {options.seconds} s")
    times = "".join(f"{name:>9}" for name in ("p50 ms", "p95 ms", "p99 ms"))
    print(f"{'':6}{'given':>7}{'twice':>7}{'free':>6}{'attempts':>10}{times}{'behind p95':>12}")
    for way, got in found.items():
        cells = f"{got['given']:>7}{got['twice']:>7}{got['free']:>6}{got['attempts']:>10}"
        print(f"{way:6}{cells}{got['p50']:>9.1f}{got['p95']:>9.1f}{got['p99']:>9.1f}{got['behind']:>12.1f}")
    targets = {}
    for way in ("ours", "web"):
        mine = found[way]
        targets |= {
            f"{way}: no place twice": mine["twice"] == 0 and mine["people"] == mine["given"],
            f"{way}: every place given": mine["given"] == options.seats and mine["free"] == 0,
            f"{way}: p95 at most {TARGET} ms": mine["p95"] <= TARGET,
        }
    for target, is_met in targets.items():
        print(f"  {'met' if is_met else 'MISSED':7} {target}")
    return all(targets.values())


def main() -> None:
    parser = argparse.ArgumentParser(description="2 000 people after 500 places in one minute.")
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seats", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    kinds = [options.database] if options.database else ["sqlite", "postgresql"]
    met = [measure(kind, options) for kind in kinds]
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()
