"""`ayni people …`: what is done with the register as a whole. Each command stands in a module of its own."""

import typer

app = typer.Typer(no_args_is_help=True, help="The register of people: matching, importing, how long it is kept.")
