"""`ayni forms`: an XLSForm becomes a study that nobody answers yet; answers collected elsewhere come in."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone, translation
from django.utils.timezone import localdate

from ayni.access.models import Office, User
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.outreach.actions import answers, studies
from ayni.outreach.models import LineState, Study, StudyKind
from ayni.outreach.queries import answers as reading
from ayni.outreach.queries import studies as queries
from ayni.outreach.rules import answers as rules

from .importing import whose
from .out import say, stop

forms = typer.Typer(no_args_is_help=True, help="Forms of studies, as XLSForm.")

File = Annotated[Path, typer.Argument(help="XLSForm (XLSX).", exists=True, dir_okay=False)]
OfficeCode = Annotated[str, typer.Option("--office", help="Code of the office that answers for it; that of --by.")]
ByName = Annotated[str, typer.Option("--by", help="User in whose name; the first supervisor if there is no other.")]
StudyCode = Annotated[str, typer.Argument(help="Code of the study, as `ayni forms import` and its address have it.")]
Answers = Annotated[Path, typer.Argument(help="Answers (CSV or XLSX).", exists=True, dir_okay=False)]
Accept = Annotated[bool, typer.Option("--accept", help="Then take in what is new. Without it nothing is written.")]
FIRST_WRONG = 10
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


@forms.command("answers")
def bring_answers(study: StudyCode, file: Answers, accept: Accept = False, by: ByName = "") -> None:
    """Read answers that were collected elsewhere; say what is new, here already or wrong; take in what is new if asked.

    The headers are the names of the questions, as the table of answers has them or as ODK and Kobo write them.
    """
    user, at = whose(by), timezone.now()
    found = _study(study, user)
    if file.stat().st_size > rules.MOST_BYTES:
        stop("The file is larger than 10 MB. Part it in two.")
    try:
        with translation.override("en"):
            read = reading.read(file.read_bytes(), study=found, today=localdate(at))
            _tell(read)
            if accept:
                kept = answers.keep(study=found, reading=read, by=user, at=at)
                say(f"{answers.take_in(file=kept, by=user, at=at)} answers came in.")
    except RuleBroken as refused:
        stop(str(refused))


def _study(code: str, user: User) -> Study:
    studies_of_user = queries.studies(user)
    found = studies_of_user.filter(pk=code) if is_uuid(code) else studies_of_user.filter(token=code)
    if (one := found.first()) is None:
        stop(f"There is no study {code} that {user.username} may see.")
    return one


def _tell(read: reading.Reading) -> None:
    for notice in read.notices:
        say(notice)
    say(" · ".join(f"{LineState(state).label}: {n}" for state, n in reading.numbers(read.counts)))
    wrong = [row for row in read.rows if row.state == LineState.WRONG]
    for row in wrong[:FIRST_WRONG]:
        for column, why in row.said["faults"]:
            say(f"  Row {row.number}, {column}: {why}" if column else f"  Row {row.number}: {why}")
    if len(wrong) > FIRST_WRONG:
        say(
            f"  … and {len(wrong) - FIRST_WRONG} more. Brought on the page of the study, all of them can be downloaded."
        )
