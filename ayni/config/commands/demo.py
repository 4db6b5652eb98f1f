"""`ayni demo`: a world of synthetic people to look at, and the second factor of those who sign in to it."""

import time
from datetime import UTC, datetime
from typing import Annotated

import typer
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.utils import timezone
from rich.progress import TaskID

from ayni.access.models import User
from ayni.desk.demo import PASSWORD, make_world
from ayni.desk.demo.staff import CAST
from ayni.people.models import Person

from .out import progress, say, stop

PERIOD = 30

app = typer.Typer(help="A world of synthetic people, and the second factor of its users.")


@app.callback(invoke_without_command=True)
def demo(
    context: typer.Context,
    people: Annotated[int, typer.Option(min=1, help="How many people.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed, number and moment make the same world.")] = 1,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day of its two years.")] = None,
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Do nothing if there are people here, or if this is no demo.")
    ] = False,
) -> None:
    """Fill an empty installation with a world of synthetic people, two years of work with them, and users."""
    if not settings.DEMO:
        if if_empty and not context.invoked_subcommand:
            return
        stop("This is not a demo (AYNI_MODE=production). Nothing was done.")
    if context.invoked_subcommand or (if_empty and not is_empty()):
        return
    make_demo(people=people, seed=seed, at=on.replace(hour=15, tzinfo=UTC) if on else None)


def is_empty() -> bool:
    return not Person.objects.exists()


def make_demo(*, people: int, seed: int, at: datetime | None = None) -> None:
    began = time.monotonic()
    with progress() as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done, total=of)

        world = make_world(people=people, seed=seed, at=at or timezone.now(), progress=tell)
    say(f"{world.people} people and {world.cases} cases in {time.monotonic() - began:.0f} s.")
    if not world.facts:
        say("The figures for Compliance are not made yet: type `ayni facts build`, or leave it to the worker.")


def sign_ins() -> list[str]:
    """A line for each user of the demo who is here: name, role, how to sign in."""
    here = set(User.objects.filter(is_demo=True).values_list("username", flat=True))
    rows = [f"  {who.username:<7} {who.role.label} · {who.organisation}" for who in CAST if who.username in here]
    if not rows:
        return []
    how = "The second factor:  ayni demo code USER   (.venv/bin/ayni, with the same AYNI_HOME)"
    return [f"Sign in with the password {PASSWORD} as:", *rows, how]


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
    say(format_hotp_value(hotp_value(secret, now // PERIOD)))
    typer.echo(f"for {PERIOD - now % PERIOD} more seconds", err=True)
