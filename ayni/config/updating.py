"""Which migrations wait, and whether this version can apply them at all."""

from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor

from ayni.lib.errors import RuleBroken

LAST_WITH_ALL = "943d4fd"
"""The last version that still has each single migration from the beginning on."""


class TooOld(RuleBroken):
    """The database is of a version that this one cannot update from. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "This database was set up by an older Ayni than this one can update from; nothing was changed. Check out "
            f"{LAST_WITH_ALL}, type  ayni setup  there, then come back and type it here."
        )


def waiting_migrations() -> int:
    """How many migrations are not applied. Raises `TooOld`."""
    try:
        executor = MigrationExecutor(connection)
    except NodeNotFoundError as reason:
        raise TooOld from reason
    applied, written = executor.loader.applied_migrations, executor.loader.disk_migrations
    for key, migration in written.items():
        # Some of those that it stands for and not all of them: the rest is no longer here.
        there = [replaced in applied for replaced in migration.replaces]
        if key not in applied and any(there) and not all(there):
            raise TooOld
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
