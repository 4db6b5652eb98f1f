"""`ayni setup`: everything an installation needs before it can be run. Typing it again changes nothing."""

import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from ayni.config import reference, translations
from ayni.config.tables import update_tables
from ayni.config.updating import waiting_migrations
from ayni.instruments import actions as instruments
from ayni.lib import keys
from ayni.people import actions as people
from ayni.portal import actions as portal

from .out import say


def setup() -> None:
    """Keys, database, translations, static files and reference data. Typing it again changes nothing."""
    settings.AYNI_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_keyring()
    # Before anything that writes rows: some of their words are translated.
    if compiled := translations.compile_all():
        say(f"Translations compiled: {compiled}.")
    migrate()
    collect_static()
    load_reference()


def load_reference() -> None:
    """Code lists, institutions, protocols, forms, consent texts, guides: what changed in `data/` since last time."""
    folder, now = settings.BASE_DIR / "data", timezone.now()
    today = timezone.localdate(now)
    # One transaction: a form that is broken leaves no new list behind either.
    with transaction.atomic():
        report = reference.load_all(folder, on=today, at=now)
        forms = instruments.load(folder / "instruments", on=today)
        texts = people.load_consent_texts(folder, on=today)
        kept = people.load_retention_rules(folder, on=today)
        guides = portal.load_guides(folder, on=today, at=now)
    if report:
        say(str(report))
    if forms.new or forms.changed or forms.closed:
        say(f"Forms: {len(forms.new)} new, {len(forms.changed)} changed, {len(forms.closed)} closed.")
    if texts:
        say(f"Texts of consent: {texts} new.")
    if kept:
        say(f"Rules of retention: {kept} new or changed.")
    if guides:
        say(str(guides))


def make_keyring() -> None:
    try:
        keys.keyring(settings.AYNI_HOME)
    except keys.KeyringMissing:
        keys.write(keys.new_keyring(), settings.AYNI_HOME)
        say(f"Keys made: {settings.AYNI_HOME / keys.FILE_NAME}. What is encrypted cannot be read without them.")


def migrate() -> None:
    if waiting := waiting_migrations():
        say(f"Database: {waiting} migrations.")
        update_tables()
    if connection.vendor == "sqlite":
        # The umask of whoever types this may be wide; what is in here is not for others on the machine.
        Path(connection.settings_dict["NAME"]).chmod(0o600)


def collect_static() -> None:
    """Static files, hashed and compressed, if one is newer than the last collection."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    made = manifest.stat().st_mtime if manifest.exists() else 0.0
    found = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    if any(os.path.getmtime(path) > made for path in found):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        say("Static files collected.")
