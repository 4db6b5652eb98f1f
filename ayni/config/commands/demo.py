"""`ayni demo`: a world of synthetic people to look at, and the second factor of those who sign in to it."""

import time

import typer
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings

from ayni.access.models import User

from .out import say, stop

PERIOD = 30

app = typer.Typer(help="A world of synthetic people, and the second factor of its users.")


@app.callback(invoke_without_command=True)
def demo(context: typer.Context) -> None:
    if not settings.DEMO:
        stop("This is not a demo (AYNI_MODE=production). Nothing was done.")


@app.command()
def code(user: str) -> None:
    """The code that the second factor of a demo user shows now."""
    found = User.objects.filter(username=user, is_demo=True).first()
    if found is None:
        stop(f"There is no demo user called {user}. `ayni run` lists them.")
    factor = Authenticator.objects.filter(user_id=found.pk, type=Authenticator.Type.TOTP).first()
    if factor is None:
        stop(f"{user} has not set up a second factor yet: sign in, and the page shows how.")
    now = int(time.time())
    secret = decrypt(factor.data["secret"])
    say(f"{format_hotp_value(hotp_value(secret, now // PERIOD))}  (for {PERIOD - now % PERIOD} more seconds)")
