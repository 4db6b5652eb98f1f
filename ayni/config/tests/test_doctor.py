import json
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from typer.testing import CliRunner

from ayni.access.models import Reach, User
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.audit import actions as audit
from ayni.config import archive, examination, updating
from ayni.config.commands import commands
from ayni.config.examination import Level
from ayni.config.worker_loop import Diary
from ayni.files import actions as files
from ayni.files.tests.factories import drawn
from ayni.governance.models import UnmatchedText
from ayni.lib import keys
from ayni.notices import actions as notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings):
    settings.DEMO = False
    settings.SECRET_KEY = "k" * 50
    settings.ALLOWED_HOSTS = ["ayni.example.org"]
    settings.HTTPS, settings.BEHIND_PROXY = True, True
    return settings


def said(about: str) -> list[str]:
    """What doctor says beyond «well»."""
    return [finding.what for finding in examination.examine() if finding.about == about and finding.level > Level.WELL]


def test_the_gravest_comes_last(production):
    production.DEBUG = True
    levels = [finding.level for finding in examination.examine()]
    assert levels == sorted(levels)
    assert levels[-1] == Level.UNSAFE


def test_debug_pages_are_unsafe(settings):
    settings.DEBUG = True
    assert "DEBUG=false" in said("DEBUG")[0]


def test_a_short_secret_is_unsafe_in_production(production):
    assert not said("SECRET_KEY")
    production.SECRET_KEY = "abc"
    assert "token_urlsafe" in said("SECRET_KEY")[0]


def test_any_host_is_unsafe(production):
    production.ALLOWED_HOSTS = ["*"]
    assert said("ALLOWED_HOSTS")


def test_passwords_must_not_travel_readable(production):
    production.HTTPS = False
    assert "TLS" in said("PUBLIC_URL")[0]


def test_somebody_must_end_tls(production):
    production.BEHIND_PROXY, production.TLS_CERTIFICATE = False, ""
    assert "TLS_CERTIFICATE" in said("TLS")[0]


def test_a_keyring_that_others_can_read_is_named_with_what_to_type(settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    tmp_path.chmod(0o700)
    keys.write(keys.new_keyring(), tmp_path)
    assert not said(keys.FILE_NAME)
    (tmp_path / keys.FILE_NAME).chmod(0o644)
    assert f"chmod 600 {tmp_path / keys.FILE_NAME}" in said(keys.FILE_NAME)[0]


def test_without_a_keyring_it_says_setup(settings, tmp_path):
    settings.AYNI_HOME = tmp_path / "nothing"
    assert "ayni setup" in said("keyring")[0]


def test_demo_users_do_not_belong_in_production(production):
    UserFactory(is_demo=True)
    assert "1 users" in said("demo users")[0]


def test_an_account_whose_roles_have_ended_is_counted(rosa):
    assert not said("roles")
    rosa.memberships.update(starts_at=timezone.now() - timedelta(days=9), ends_at=timezone.now() - timedelta(minutes=1))
    assert "1 active users" in said("roles")[0]


def test_an_installation_without_an_administrator_says_how_to_invite_one(settings, world, ada):
    assert not said("administrators"), "a demo has its own"
    settings.DEMO = False
    assert "ayni invite EMAIL" in said("administrators")[0]
    ada.memberships.update(reach=Reach.NATIONAL)
    assert not said("administrators")
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert said("administrators"), "one who is suspended manages nobody"


def test_fewer_than_two_people_who_receive_sensitive_reports_are_told_of(production, world, clara):
    assert "1 people" in said("sensitive reports")[0]
    MembershipFactory(user=UserFactory(organisation=world.migraciones), role=Role.CONFIDANT, office=None)
    assert not said("sensitive reports")


def test_mail_that_nobody_takes(production):
    production.EMAIL_PORT = 1
    assert "127.0.0.1:1" in said("mail")[0]


def test_messages_that_wait(rosa):
    notices.queue_email(to="a@example.org", subject="x", text="x", about=None, at=timezone.now() - timedelta(hours=1))
    assert "1 messages" in said("outbox")[0]


def test_a_worker_that_does_not_run(production, tmp_path):
    production.AYNI_HOME = tmp_path
    assert "ayni worker" in said("worker")[0]


def test_a_duty_that_does_not_come_to_an_end(settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    diary = Diary.read(tmp_path)
    diary.begin("facts", timezone.now() - timedelta(minutes=30))
    diary.write(timezone.now())
    assert not said("worker")
    diary.begin("facts", timezone.now() - timedelta(hours=3))
    diary.write(timezone.now())
    assert "«facts» is under way since" in said("worker")[0]


def test_a_backup_that_is_old(settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    assert "none yet" in said("backup")[0]
    (tmp_path / archive.LAST).write_text(timezone.now().isoformat())
    assert not said("backup")
    (tmp_path / archive.LAST).write_text((timezone.now() - timedelta(days=3)).isoformat())
    assert said("backup")


def test_a_trail_whose_end_was_not_signed(rosa):
    audit.record("planted", subject=rosa, by=rosa, at=timezone.now())
    assert "ayni audit checkpoint" in said("audit trail")[0]
    audit.sign_head(at=timezone.now())
    assert not said("audit trail")


def test_a_full_disk(monkeypatch):
    monkeypatch.setattr(examination, "LEAST_FREE", 10**18)
    assert "Free some" in said("disk")[0]


def test_migrations_that_were_not_applied(monkeypatch):
    monkeypatch.setattr(updating.MigrationExecutor, "migration_plan", lambda *_: ["one", "two"])
    assert "2 migrations" in said("database")[0]


@pytest.mark.parametrize(
    "applied",
    [[("access", "0001_initial"), ("people", "0001_initial")], [("people", "0007_attachments")]],
    ids=["of the first days", "of some weeks ago"],
)
def test_a_database_that_is_too_old_to_update_is_told_how(applied):
    recorder = MigrationRecorder(connection)
    recorder.flush()
    for app_and_name in applied:
        recorder.record_applied(*app_and_name)
    assert f"Check out {updating.LAST_WITH_ALL}" in said("database")[0]


def test_a_database_with_every_earlier_migration_has_none_of_them_to_do():
    recorder, loader = MigrationRecorder(connection), MigrationExecutor(connection).loader
    squashed = {key: one for key, one in loader.disk_migrations.items() if one.replaces}
    for key, migration in squashed.items():
        recorder.record_unapplied(*key)
        for replaced in migration.replaces:
            recorder.record_applied(*replaced)
    assert len(squashed) == 11
    assert updating.waiting_migrations() == 0


def test_free_text_of_the_data_without_an_entry_is_listed():

    UnmatchedText.objects.create(file="referral_pathways.csv", column="legal_basis", text="Ley de algo", rows=2)
    assert "«Ley de algo»" in said("reference data")[0]


def test_the_command_ends_as_its_findings_say(settings):
    settings.DEBUG = True
    done = CliRunner().invoke(commands(), ["doctor"])
    assert done.exit_code == 1
    assert "UNSAFE" in done.output


def test_the_list_of_components_names_what_is_installed():
    listed = json.loads(CliRunner().invoke(commands(), ["doctor", "--sbom"]).output)
    names = {component["name"] for component in listed["components"]}
    assert {"django", "cryptography", "govuk-frontend"} <= names


def test_photos_that_are_missing_changed_or_not_ours_are_said(settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    keys.write(keys.new_keyring(), tmp_path)
    missing, changed = (files.keep(drawn=drawn(shade), by=None, at=timezone.now()) for shade in (1, 2))
    assert not said("photos and scans")
    files.blobs().remove(missing.address)
    files.blobs().write(changed.address, b"\0\1" + b"x" * 40)
    (tmp_path / "files" / "letter.txt").write_text("x")
    found = " ".join(said("photos and scans"))
    for words in ("not on the disk", "were changed", "not Ayni's", "ayni files verify"):
        assert words in found
    told = CliRunner().invoke(commands(), ["files", "verify"])
    assert told.exit_code == 1
    assert str(missing.pk) in told.output
    assert "files/letter.txt" in told.output
