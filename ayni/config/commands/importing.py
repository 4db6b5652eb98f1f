"""`ayni people import`: a list comes in from the command line, the same way as in the pages."""

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from django.core.exceptions import ValidationError
from django.utils import timezone
from rich.markup import escape

from ayni.access.models import Office, User
from ayni.access.permissions import Permission
from ayni.people.actions import imports as actions
from ayni.people.actions.imports.receiving import Upload
from ayni.people.models import Basis, BatchState, ImportBatch, RowState
from ayni.people.queries import imports as queries
from ayni.people.queries.beside import second_process
from ayni.people.queries.staged import why_broken
from ayni.people.rules.imports.mapping import Plan, from_json

from .out import console, progress, say, stop

_PIECE = 1 << 20

File = Annotated[Path | None, typer.Argument(help="CSV, XLSX, or answers of ODK (CSV, archive, XML).")]
Mapping = Annotated[str, typer.Option(help='A saved name, or a JSON file: {"columns": {header: field}, …}.')]
OfficeCode = Annotated[str, typer.Option("--office", help="Code of the office that takes them in; that of --by.")]
ByName = Annotated[str, typer.Option("--by", help="User in whose name; the first supervisor if there is no other.")]
Source = Annotated[str, typer.Option("--source", help="Whose list it is: numbers of origin count within it.")]
Why = Annotated[str, typer.Option("--purpose", help="What these people are taken in for.")]
Ground = Annotated[str, typer.Option("--basis", help="Legal basis: " + ", ".join(Basis.values))]
Grounds = Annotated[str, typer.Option("--grounds", help="Why the law allows it; the purpose if empty.")]
Sheet = Annotated[str, typer.Option(help="Which sheet of a spreadsheet.")]
FormFile = Annotated[Path | None, typer.Option("--form", help="XLSForm of the answers.", exists=True, dir_okay=False)]
Dates = Annotated[str, typer.Option(help="DMY or MDY, where the list does not tell.")]
Accept = Annotated[bool, typer.Option("--accept", help="Then accept what is new.")]
Link = Annotated[bool, typer.Option("--link", help="With --accept: link those who are known, too.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Accept although very many are doubtful.")]
Resume = Annotated[str, typer.Option(metavar="BATCH", help="Go on with an import that was interrupted.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Count, and keep nothing of it.")]
Undo = Annotated[str, typer.Option(metavar="BATCH", help="Take back an import.")]


def import_list(
    file: File = None, mapping: Mapping = "", office: OfficeCode = "", by: ByName = "", source: Source = "LIST",
    purpose: Why = "Attention of the people of a list", basis: Ground = Basis.PUBLIC_FUNCTION.value,
    grounds: Grounds = "", sheet: Sheet = "", form: FormFile = None, dates: Dates = "", accept: Accept = False,
    link: Link = False, anyway: Anyway = False, resume: Resume = "", dry_run: DryRun = False, undo: Undo = "",
) -> None:  # fmt: skip
    """Read a list, compare it with everybody, count who is new, known, doubtful or broken; accept it if asked."""
    user = whose(by)
    if undo:
        take_back(found(undo, user), user)
        return
    if resume:
        batch = found(resume, user)
    elif file is None or not file.is_file():
        stop(f"There is no file {file or ''}. Type:  ayni people import LIST.csv")
    else:
        if basis not in Basis.values:
            stop(f"--basis is one of: {', '.join(Basis.values)}.")
        upload = Upload(file.name, pieces(file), source, purpose, basis, grounds, pieces(form) if form else (), sheet)
        batch = actions.receive_list(upload=upload, office=office_of(office, user), by=user, at=timezone.now())
        say(f"Import {batch.pk} ({batch.format}). If it is interrupted:  ayni people import --resume {batch.pk}")
    if batch.state == BatchState.RECEIVED:
        batch = actions.start_staging(
            batch=batch, plan=plan_of(batch, mapping, dates, user), by=user, at=timezone.now()
        )
    with second_process() if batch.state == BatchState.STAGING else nullcontext():
        batch = go_on(batch, "Reading and comparing", lambda b: b.rows)
    if batch.state == BatchState.BROKEN:
        stop(batch.fault)
    tell(batch)
    if dry_run:
        actions.reject_list(batch=batch, by=user, at=timezone.now())
        say("A dry run: its rows are deleted, and nobody was registered.")
    elif accept:
        take_in(batch, user, link=link, anyway=anyway)


def whose(name: str) -> User:
    people = User.objects.filter(is_active=True).order_by("pk")
    if name:
        user = people.filter(username=name).first()
        if user is None:
            stop(f"There is no user {name}. `ayni invite` makes the first administrator, who invites the others.")
        if Permission.PERSON_IMPORT not in user.permissions:
            stop(f"{name} may not import lists: that is for supervisors.")
        return user
    user = next((u for u in people if Permission.PERSON_IMPORT in u.permissions and u.office_id), None)
    if user is None:
        stop("Nobody may import lists: invite a supervisor with an office first.")
    say(f"In the name of {user.username}.")
    return user


def office_of(code: str, user: User) -> Office:
    if not code and user.office is not None:
        return user.office
    office = Office.objects.filter(code=code).first()
    if office is None:
        stop(f"There is no office {code or 'of ' + user.username}. Name one with --office CODE.")
    return office


def found(pk: str, user: User) -> ImportBatch:
    try:
        return ImportBatch.objects.visible_to(user).get(pk=pk)
    except (ImportBatch.DoesNotExist, ValidationError):
        stop(f"There is no import {pk} that {user.username} may see.")


def pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def plan_of(batch: ImportBatch, mapping: str, dates: str, user: User) -> Plan:
    """From a file or a saved name; what the headers suggest otherwise."""
    proposal = queries.proposal(batch)
    for notice in proposal.table.notices:
        say(f"  {notice}")
    plan = named(mapping, user) if mapping else proposal.plan
    if not mapping and not proposal.needs_nobody:
        for header, field in plan.columns.items():
            say(f"  {header} → {field or '(left out)'}")
    if proposal.ask_dates and not dates and not mapping:
        say("  The dates do not tell whether day or month comes first: day first. --dates MDY reads them otherwise.")
    values = proposal.plan.values | plan.values
    return replace(plan, values=values, **({"dates": dates} if dates else {}))  # type: ignore[arg-type]


def named(mapping: str, user: User) -> Plan:
    path = Path(mapping)
    if path.is_file():
        try:
            return from_json(json.loads(path.read_text()))
        except (ValueError, UnicodeDecodeError):
            stop(f'{mapping} is not JSON. It looks like:  {{"columns": {{"Nombres": "given_names"}}}}')
    plan = queries.mapping_named(user, mapping)
    if plan is None:
        stop(f"There is no mapping {mapping}, neither as a file nor saved under that name.")
    return plan


def go_on(batch: ImportBatch, what: str, done: Callable[[ImportBatch], int]) -> ImportBatch:
    """Step after step, with progress, until nothing is under way."""
    batch = ImportBatch.objects.get(pk=batch.pk)
    with progress() as bar:
        task = bar.add_task(what, total=None)
        while batch.is_under_way and actions.step(batch, timezone.now()):
            batch = ImportBatch.objects.get(pk=batch.pk)
            bar.update(task, completed=done(batch))
        batch = ImportBatch.objects.get(pk=batch.pk)
        bar.update(task, completed=done(batch), total=max(1, done(batch)))
    return batch


def tell(batch: ImportBatch) -> None:
    console.print(f"{batch.rows} rows:")
    for state in RowState:
        if number := batch.count(state):
            console.print(f"  {state.value:<9} {number:>9}  {escape(str(state.label))}")
    for why, rows in why_broken(batch):
        console.print(f"    {rows} x  {escape(why)}")


def take_in(batch: ImportBatch, user: User, *, link: bool, anyway: bool) -> None:
    states = [RowState.NEW, *([RowState.KNOWN] if link else [])]
    if not batch.count(*states):
        say("Nobody of it is new.")
        return
    actions.accept_list(batch=batch, states=states, confirmed=anyway, by=user, at=timezone.now())
    tell(go_on(batch, "Registering", lambda b: b.count(RowState.ACCEPTED, RowState.LINKED)))


def take_back(batch: ImportBatch, user: User) -> None:
    actions.undo_list(batch=batch, by=user, at=timezone.now())
    tell(go_on(batch, "Taking back", lambda b: b.count(RowState.UNDONE)))
