"""What `ayni doctor` looks at. Each check says what is, and for what is missing or unsafe, what to type."""

import shutil
import socket
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from ctypes.util import find_library
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from ayni.access import queries as access
from ayni.access.models import Membership, User
from ayni.access.permissions import Permission
from ayni.audit.models import Checkpoint, Event
from ayni.config import archive
from ayni.config.updating import TooOld, waiting_migrations
from ayni.config.worker_loop import Diary, is_alive
from ayni.facts import queries as facts
from ayni.files import queries as stored
from ayni.governance import queries as governance
from ayni.lib import keys
from ayni.notices.models import Message
from ayni.observatory.actions.keys import key_path, releases_were_made, secret
from ayni.observatory.noise.keys import KeyRefused, is_open_to_others


class Level(IntEnum):
    WELL = 0
    ADVICE = 1
    MISSING = 2
    UNSAFE = 3


@dataclass(frozen=True)
class Finding:
    level: Level
    about: str
    what: str


Check = Callable[[], Iterator[Finding]]
LEAST_FREE = 2 * 1024**3
TOO_LONG = timedelta(hours=2)
"""No duty of the worker takes so long."""
NEWEST_FILES = 500
"""So many photos and scans are opened; of the others it is seen whether they are there."""
SECRET_LENGTH = 40
PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


def examine() -> list[Finding]:
    """Every check, the gravest findings last, where a terminal shows them."""
    found = [finding for check in CHECKS for finding in _examined(check)]
    return sorted(found, key=lambda finding: finding.level)


def _examined(check: Check) -> list[Finding]:
    about = check.__name__.replace("_", " ")
    try:
        return list(check()) or [Finding(Level.WELL, about, "well")]
    except DatabaseError:
        # Said once, by the check of the migrations.
        return []


def production_or(level: Level) -> Level:
    """What is grave in production is advice in a demo."""
    return level if not settings.DEMO else Level.ADVICE


def mode() -> Iterator[Finding]:
    if settings.DEMO:
        yield Finding(Level.ADVICE, "mode", "This is a demo: synthetic people, this machine only. See AYNI_MODE.")
    if settings.DEBUG:
        yield Finding(Level.UNSAFE, "DEBUG", "Errors show code and data to whoever causes one. Set DEBUG=false.")


def secret_key() -> Iterator[Finding]:
    if not settings.DEMO and (len(settings.SECRET_KEY) < SECRET_LENGTH or "only-for" in settings.SECRET_KEY):
        how = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        yield Finding(Level.UNSAFE, "SECRET_KEY", f"It can be guessed, and with it sessions be forged. Take:  {how}")


def addresses() -> Iterator[Finding]:
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(Level.UNSAFE, "ALLOWED_HOSTS", "It takes any host name. List the names of this installation.")
    if settings.DEMO:
        return
    if not settings.HTTPS:
        yield Finding(
            Level.UNSAFE, "PUBLIC_URL", "Without https:// passwords travel readable. Set up TLS, then say so."
        )
    elif not settings.BEHIND_PROXY and not settings.TLS_CERTIFICATE:
        text = "Nobody ends TLS. Set TLS_CERTIFICATE and TLS_KEY, or BEHIND_PROXY=true behind a proxy of yours."
        yield Finding(Level.MISSING, "TLS", text)


def files_of_others() -> Iterator[Finding]:
    """Nobody else on this machine may read what is in AYNI_HOME."""
    home = settings.AYNI_HOME
    if not home.exists():
        yield Finding(Level.MISSING, "AYNI_HOME", f"There is no {home}. Type:  ayni setup")
        return
    for path in (home, home / keys.FILE_NAME, home / archive.SQLITE):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            mode = "700" if path.is_dir() else "600"
            yield Finding(Level.UNSAFE, path.name, f"Others on this machine can read it. Type:  chmod {mode} {path}")


def keyring() -> Iterator[Finding]:
    try:
        ring = keys.keyring(settings.AYNI_HOME)
    except keys.KeyringMissing as missing:
        yield Finding(Level.MISSING, "keyring", str(missing))
        return
    if len(ring.encryption) > 1:
        text = "Older keys are still in the ring. When all is under the newest:  ayni keys rotate --forget-old"
        yield Finding(Level.ADVICE, "keyring", text)


def database() -> Iterator[Finding]:
    try:
        waiting = waiting_migrations()
    except TooOld as reason:
        yield Finding(Level.MISSING, "database", str(reason))
        return
    except DatabaseError:
        yield Finding(Level.MISSING, "database", "It does not answer. Check DATABASE_URL, then type:  ayni setup")
        return
    if waiting:
        yield Finding(Level.MISSING, "database", f"{waiting} migrations are not applied. Type:  ayni setup")


def demo_users() -> Iterator[Finding]:
    if not settings.DEMO and (count := User.objects.filter(is_demo=True).count()):
        text = (
            f"{count} users of the demo are here, whose password everybody knows. Start production with an empty home."
        )
        yield Finding(Level.UNSAFE, "demo users", text)


def second_factors() -> Iterator[Finding]:
    holds = Authenticator.objects.filter(user_id=OuterRef("pk"))
    without = User.objects.filter(is_active=True, suspended_at__isnull=True).exclude(Exists(holds)).count()
    if without and not settings.DEMO:
        yield Finding(
            Level.ADVICE, "second factor", f"{without} users have none yet; they are asked at their next sign-in."
        )


def roles() -> Iterator[Finding]:
    """An account without a role in force opens nothing: it should be extended, or suspended."""
    in_force = Membership.objects.filter(user_id=OuterRef("pk"), ends_at__gt=timezone.now())
    idle = User.objects.filter(is_active=True, suspended_at__isnull=True).exclude(Exists(in_force)).count()
    if idle:
        yield Finding(Level.ADVICE, "roles", f"{idle} active users have no role in force. Extend or suspend them.")


def administrators() -> Iterator[Finding]:
    """Without one, nobody gives access to anybody."""
    if not settings.DEMO and not access.national_administrators():
        text = "Nobody active manages the users of all institutions. Type:  ayni invite EMAIL"
        yield Finding(Level.MISSING, "administrators", text)


def confidants() -> Iterator[Finding]:
    """A report of misconduct is seen by named people only: where there are none it waits, and nobody learns of it."""
    named = access.holders_of(Permission.FEEDBACK_SENSITIVE).count()
    if named < 2 and not settings.DEMO:
        text = f"{named} people receive sensitive reports. Give the role to two at least, of different offices."
        yield Finding(Level.ADVICE, "sensitive reports", text)


def mail() -> Iterator[Finding]:
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5).close()
    except OSError:
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        do = "Start:  ayni run" if settings.DEMO else "Check EMAIL_URL."
        yield Finding(production_or(Level.MISSING), "mail", f"No mail server answers at {where}. {do}")


def outbox() -> Iterator[Finding]:
    late = timezone.now() - timedelta(minutes=15)
    if waiting := Message.objects.filter(state=Message.State.QUEUED, not_before__lt=late).count():
        text = f"{waiting} messages wait for more than a quarter of an hour. Does the worker run, and the mail server?"
        yield Finding(Level.MISSING, "outbox", text)
    if failed := Message.objects.filter(state=Message.State.FAILED).count():
        yield Finding(Level.ADVICE, "outbox", f"{failed} messages were given up after several tries.")


def worker() -> Iterator[Finding]:
    if not is_alive(settings.AYNI_HOME):
        text = "It does not run: no reminders, no mail, no checkpoints. Type:  ayni run  (or ayni worker)"
        yield Finding(production_or(Level.MISSING), "worker", text)
    diary = Diary.read(settings.AYNI_HOME)
    for name, since in diary.under_way.items():
        if timezone.now() - since > TOO_LONG:
            began = f"{timezone.localtime(since):%d/%m %H:%M}"
            text = f"«{name}» is under way since {began}. If it does nothing, start the worker anew."
            yield Finding(Level.MISSING, "worker", text)
    for name, kind in diary.failed.items():
        yield Finding(Level.MISSING, "worker", f"«{name}» failed last time ({kind}); its log says where.")


def libraries() -> Iterator[Finding]:
    if missing := [name for name in PANGO if find_library(name) is None]:
        packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
        text = f"Letters cannot be printed ({', '.join(missing)}). Type:  sudo apt-get install {packages}"
        yield Finding(Level.MISSING, "libraries", text)
    if settings.DEMO and not Path("/usr/bin/chromium").exists():
        yield Finding(
            Level.ADVICE, "chromium", "The journeys of the tests need it. Type:  sudo apt-get install chromium"
        )


def disk() -> Iterator[Finding]:
    home = settings.AYNI_HOME
    free = shutil.disk_usage(home if home.exists() else home.parent).free
    if free < LEAST_FREE:
        text = f"{free / 1024**3:.1f} GB are free where AYNI_HOME is. Free some: a full disk stops all writing."
        yield Finding(Level.MISSING, "disk", text)


def backups() -> Iterator[Finding]:
    path = settings.AYNI_HOME / archive.LAST
    made = datetime.fromisoformat(path.read_text()) if path.exists() else None
    if made is None or timezone.now() - made > timedelta(days=2):
        when = f"The last is of {made:%Y-%m-%d}." if made else "There is none yet."
        yield Finding(
            production_or(Level.MISSING), "backup", f"{when} Type:  ayni backup FILE  (daily, to another disk)"
        )


def audit_trail() -> Iterator[Finding]:
    if not Event.objects.exists():
        return
    last = Checkpoint.objects.order_by("-made_at", "-pk").values_list("made_at", flat=True).first()
    if last is None or timezone.now() - last > timedelta(days=2):
        text = "Its end was not signed for two days, so that a cut would go unseen. Type:  ayni audit checkpoint"
        yield Finding(production_or(Level.UNSAFE), "audit trail", text)
    if not settings.DEMO and not settings.AUDIT_ANCHOR_EMAIL:
        text = "Its signed end leaves this machine by no mail. Set AUDIT_ANCHOR_EMAIL to somebody outside."
        yield Finding(Level.ADVICE, "audit trail", text)


FILES = {
    stored.Fault.MISSING: "{} photos or scans are in the database and not on the disk. Restore AYNI_HOME/files.",
    stored.Fault.UNREADABLE: "{} photos or scans were changed, or need a key that is gone. Restore AYNI_HOME/files.",
    stored.Fault.FOREIGN: "{} files in AYNI_HOME/files are not Ayni's. Look at them, and take them out.",
}


def photos_and_scans() -> Iterator[Finding]:
    found = Counter(finding.fault for finding in stored.examine(newest=NEWEST_FILES))
    for fault, count in found.items():
        level = Level.UNSAFE if fault == stored.Fault.FOREIGN else Level.MISSING
        yield Finding(level, "photos and scans", f"{FILES[fault].format(count)} Which:  ayni files verify")


def figures() -> Iterator[Finding]:
    built = facts.current(settings.AYNI_HOME)
    if built is None or timezone.now() - built.as_of > timedelta(days=2):
        when = f"They are of {built.as_of:%Y-%m-%d}." if built else "There are none yet."
        yield Finding(Level.ADVICE, "facts", f"{when} Type:  ayni facts build")


def reference_data() -> Iterator[Finding]:
    """Free text of the data for which the reviewed table knows no entry: kept as it is, and listed here."""
    for text in governance.unmatched():
        where = f"{text.file}, {text.column}"
        yield Finding(Level.ADVICE, "reference data", f"{where}: no entry in the reviewed table for «{text.text}»")


def observatory_key() -> Iterator[Finding]:
    """Without it nothing more can be released; whoever has it can take the noise off what was."""
    path, about = key_path(), "key of the observatory"
    if not path.exists() and not releases_were_made():
        yield Finding(Level.ADVICE, about, "Nothing can be released without one. Type:  ayni observatory keys make")
        return
    try:
        with translation.override("en"):
            secret()
    except KeyRefused as refused:
        yield Finding(Level.MISSING, about, str(refused))
        return
    if is_open_to_others(path):
        yield Finding(Level.UNSAFE, about, f"Others on this machine can read it. Type:  chmod 600 {path}")


CHECKS: tuple[Check, ...] = (
    mode, secret_key, addresses, files_of_others, keyring, database, demo_users, second_factors, roles, administrators,
    confidants, mail, outbox, worker, libraries, disk, backups, audit_trail, photos_and_scans, figures, observatory_key,
    reference_data,
)  # fmt: skip
