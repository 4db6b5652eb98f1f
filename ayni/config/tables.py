"""The tables of a new installation, all at once.

Migration by migration Django draws nearly all models anew for each of some six hundred steps, because nearly all hang
together: more than a minute, in which nothing is changed that is there. An empty database has nothing to be changed, so
its tables are made as they are in the end, and all migrations count as applied. `tests/test_tables.py` makes them both
ways and finds no difference.
"""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

SILENT: dict[str, Any] = {"verbosity": 0, "interactive": False}


def update_tables() -> None:
    """Bring the tables up to what this version needs; of an empty database, lay them."""
    if connection.introspection.table_names():
        call_command("migrate", **SILENT)
    else:
        lay_tables()


def lay_tables() -> None:
    """All or none, where the database can take back a table that was made: both can."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    migrations = [migration for migration, _backwards in plan]
    state = executor.loader.project_state()
    emit_pre_migrate_signal(**SILENT, db=connection.alias, plan=plan)
    with connection.schema_editor() as editor:
        for model in state.apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration in migrations:
            _shape(migration, state, editor)
    executor.recorder.ensure_schema()
    for migration in migrations:
        for app, name in migration.replaces or [(migration.app_label, migration.name)]:
            executor.recorder.record_applied(app, name)
    executor.check_replacements()
    emit_post_migrate_signal(**SILENT, db=connection.alias, plan=plan)


def _shape(migration: Migration, state: ProjectState, editor: BaseDatabaseSchemaEditor) -> None:
    """What a migration of ours does by hand. `elidable` says that it only carries rows over, and there are none; those
    of others all do."""
    if not apps.get_app_config(migration.app_label).name.startswith("ayni."):
        return
    for step in migration.operations:
        if isinstance(step, RunPython | RunSQL) and not step.elidable:
            step.database_forwards(migration.app_label, editor, state, state)
