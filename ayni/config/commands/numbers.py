"""`ayni facts …` and `ayni audit …`."""

import typer
from django.conf import settings
from django.utils import timezone, translation

from ayni.audit import actions as trail
from ayni.facts import actions as building
from ayni.facts import queries as built

from .out import progress, say

facts = typer.Typer(no_args_is_help=True, help="What may be counted, as files without a person in them.")
audit = typer.Typer(no_args_is_help=True, help="Who did what, who read what: the chain of records.")


@facts.command("build")
def build_facts(
    full: bool = typer.Option(False, "--full", help="Read everything, and not only what changed since the last time."),
) -> None:
    """Bring the facts up to date. Readers keep the old ones until the new ones are whole."""
    with progress() as bar:
        task = bar.add_task("Facts", total=None)

        def advance(name: str, done: int, of: int) -> None:
            bar.update(task, description=name, completed=done, total=of)

        build = building.refresh(home=settings.AYNI_HOME, at=timezone.now(), whole=full, progress=advance)
    counted = f"{sum(build.rows.values())} rows in {len(build.rows)} tables"
    how = "all of them read" if build.manifest["since"] is None else f"{build.rows_read} of them read"
    say(f"{counted}, {how}, in {build.seconds:.1f} s: {build.path}")


@facts.command()
def document() -> None:
    """Write docs/facts.md: every column that leaves an app, and what it is."""
    (settings.BASE_DIR / "docs" / "facts.md").write_text(built.document())


@audit.command()
def verify() -> None:
    """Read the whole chain against its hashes, the signed checkpoints and the anchors outside the database."""
    # The one report that a verb words: in Spanish on a page, here like every other command.
    with translation.override("en"), progress() as bar:
        task = bar.add_task("Lines", total=None)
        verification = trail.verify(lambda done, of: bar.update(task, completed=done, total=of))
    with translation.override("en"):
        say(str(verification))
    if not verification.ok:
        raise typer.Exit(1)


@audit.command()
def checkpoint() -> None:
    """Sign the end of the chain now, and anchor it outside the database. The worker does so every day."""
    sealed = trail.sign_head(at=timezone.now())
    say(
        f"Signed at line {sealed.seq}. Keep the newest line of {settings.AYNI_HOME / trail.ANCHORS} on another machine."
    )
