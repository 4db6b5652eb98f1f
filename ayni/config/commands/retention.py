"""`ayni people retention` ends what the rules say is over, or says what that would be; `document` writes a page."""

from datetime import datetime, time
from typing import Annotated

import typer
from django.conf import settings
from django.utils import timezone, translation

from ayni.people import actions
from ayni.people.models import RetentionRun
from ayni.people.queries import own_data

from .out import say, stop

DRY = typer.Option("--dry-run", help="Only say how many rows each rule would end, and why.")
ON = typer.Option("--on", help="As of the end of this day, such as 2027-01-31. Only with --dry-run.")


def retention(dry_run: Annotated[bool, DRY] = False, on: Annotated[str, ON] = "") -> None:
    """End every kind of record whose time is over. The worker does so every night."""
    at = moment(on)
    if dry_run:
        say(f"As of {timezone.localtime(at):%Y-%m-%d %H:%M}. Nothing is written.")
        for counted in actions.foresee(at=at):
            rule = counted.rule
            if rule.days is None:
                say(f"{rule.code}: kept for good. {rule.note_es}")
            elif counted.rows < 0:
                say(f"{rule.code}: {rule.label_es}: there are no records of the kind {rule.kind} here yet.")
            else:
                why = f"norm {rule.norm}" if rule.is_law else "rule of the unit"
                ends = f"{rule.ending} after {rule.days} days {rule.since_es} ({why})"
                say(f"{rule.code}: {counted.rows} × {rule.label_es}: {ends}.")
        return
    if on:
        stop("What is over ends today and not on another day: take --on away, or add --dry-run.")
    actions.run_retention(at=at, progress=told)


def told(run: RetentionRun) -> None:
    rest = " More is left: run it again." if run.left else ""
    later = f", {run.refused} left for later, because something waits" if run.refused else ""
    say(f"{run.rule.code}: {run.done} × {run.rule.label_es}{later}.{rest}")


def moment(on: str) -> datetime:
    if not on:
        return timezone.now()
    try:
        day = datetime.strptime(on, "%Y-%m-%d")  # noqa: DTZ007 - a day, made a moment of Lima below
    except ValueError:
        stop(f"{on} is no day. Write it as 2027-01-31.")
    return timezone.make_aware(datetime.combine(day.date(), time.max))


def document() -> None:
    """Write docs/own-data.md: what a copy of somebody's own data is made of."""
    with translation.override("es"):
        (settings.BASE_DIR / "docs" / "own-data.md").write_text(own_data.document())
