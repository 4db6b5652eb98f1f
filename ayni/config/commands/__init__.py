"""The commands of `ayni`, one module each. They say what they did; the work itself is done by verbs of the apps."""

import typer

from . import (
    backups,
    bridging,
    carded,
    channels,
    demo,
    diagnosis,
    entries,
    forms,
    importing,
    inviting,
    numbers,
    observatory,
    people,
    resolutions,
    retention,
    rotation,
    running,
    setting_up,
    simulating,
    stored,
    zones,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Ayni, the working system of a migrant integration unit.",
)
app.command()(running.run)
app.command()(running.serve)
app.command()(running.worker)
app.command(hidden=True)(running.mailbox)
app.command()(simulating.simulate)
app.command()(setting_up.setup)
app.command()(inviting.invite)
app.command()(diagnosis.doctor)
app.command()(backups.backup)
app.command()(backups.restore)
app.command()(bridging.bridge)
app.command()(zones.mrz)
app.add_typer(demo.app, name="demo")
app.add_typer(numbers.facts, name="facts")
app.add_typer(numbers.audit, name="audit")
app.add_typer(observatory.observatory, name="observatory")
app.add_typer(rotation.keys, name="keys")
app.add_typer(people.people, name="people")
people.people.command("import")(importing.import_list)
people.people.command("retention")(retention.retention)
people.people.command("document")(retention.document)
app.add_typer(carded.cards, name="cards")
app.add_typer(channels.channels, name="channels")
app.add_typer(stored.files, name="files")
app.add_typer(resolutions.resolution, name="resolution")
app.add_typer(entries.directory, name="directory")
app.add_typer(forms.forms, name="forms")
