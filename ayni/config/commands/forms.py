"""`ayni forms import`: an XLSForm becomes a study that nobody answers yet."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone, translation

from ayni.access.models import Office
from ayni.lib.errors import RuleBroken
from ayni.outreach.actions import studies
from ayni.outreach.models import StudyKind

from .importing import whose
from .out import say, stop

forms = typer.Typer(no_args_is_help=True, help="Forms of studies, as XLSForm.")

File = Annotated[Path, typer.Argument(help="XLSForm (XLSX).", exists=True, dir_okay=False)]
OfficeCode = Annotated[str, typer.Option("--office", help="Code of the office that answers for it; that of --by.")]
ByName = Annotated[str, typer.Option("--by", help="User in whose name; the first supervisor if there is no other.")]
Kind = Annotated[str, typer.Option("--kind", help=", ".join(StudyKind.values))]


@forms.command("import")
def import_form(file: File, kind: Kind = StudyKind.NEEDS.value, office: OfficeCode = "", by: ByName = "") -> None:
    """Read a form. What the subset does not know is refused by sheet, row and column, and nothing is kept."""
    user = whose(by)
    home = Office.objects.filter(code=office).first() if office else user.office
    if home is None:
        stop("There is no such office. Name one with --office.")
    if kind not in StudyKind.values:
        stop(f"--kind is one of {', '.join(StudyKind.values)}.")
    try:
        with translation.override("en"):
            made = studies.import_form(
                content=file.read_bytes(), planned=studies.Planned(kind=kind, office=home), by=user, at=timezone.now()
            )
    except RuleBroken as refused:
        stop(str(refused))
    say(f"“{made.title}” is there, with {len(made.definition['items'])} rows. Open it on its page: {made.pk}")
