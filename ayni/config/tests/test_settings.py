"""The settings as an installation reads them: in a process of their own, with an environment of their own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

NEEDED = ("SECRET_KEY", "PUBLIC_URL", "ALLOWED_HOSTS", "EMAIL_URL", "DEFAULT_FROM_EMAIL")
GIVEN = {
    "SECRET_KEY": "k" * 50,
    "PUBLIC_URL": "https://ayni.example.org",
    "ALLOWED_HOSTS": "ayni.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "DEFAULT_FROM_EMAIL": "ayni@example.org",
    "SMS_URL": "http://sms.example.org",
    "SMS_USERNAME": "ayni",
    "SMS_PASSWORD": "secret",
}
HARD = """
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SECURE_HSTS_SECONDS > 0, s.SESSION_COOKIE_SECURE)
print(s.DATABASES["default"]["OPTIONS"].get("pool", {}).get("max_size"))
"""


def run(tmp_path, *words: str, **values: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "AYNI_HOME": str(tmp_path), "AYNI_MODE": "production", **values}
    command = [sys.executable, *words]
    return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True)  # noqa: S603


def test_production_names_all_that_is_missing_at_once_and_no_traceback(tmp_path):
    done = run(tmp_path, "-m", "ayni.config.cli", "doctor")
    assert done.returncode == 1
    assert all(name in done.stderr for name in NEEDED)
    assert "Traceback" not in done.stderr


def test_over_https_everything_is_hard_and_postgresql_has_a_pool(tmp_path):
    values = {
        **GIVEN,
        "DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x",
        "DJANGO_SETTINGS_MODULE": "ayni.config.settings",
    }
    done = run(tmp_path, "-c", HARD, **values)
    assert done.stdout.split() == ["__Host-ayni-session", "__Host-ayni-csrf", "True", "True", "6"], done.stderr


def test_a_demo_does_not_answer_other_machines(tmp_path):
    done = run(tmp_path, "-m", "ayni.config.cli", "serve", "--host", "0.0.0.0", AYNI_MODE="demo")  # noqa: S104
    assert done.returncode == 1
    assert "this machine only" in done.stderr


@pytest.mark.slow
def test_a_database_that_does_not_answer_is_a_sentence(tmp_path):
    values = {"AYNI_MODE": "demo", "DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x"}
    done = run(tmp_path, "-m", "ayni.config.cli", "audit", "verify", **values)
    assert done.returncode == 1
    assert "ayni doctor" in done.stderr
    assert "Traceback" not in done.stderr
