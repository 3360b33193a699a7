"""The tables of facts follow the pack: made and widened after every migration, never narrowed (docs/adr/0021).

They stand outside Django's migrations because their columns are the pack's, and another pack, or a fact more, must not
need a new migration here. A fact that a pack drops keeps its column: facts are retired, never dropped.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tuopin.engine.kinds import Level
from tuopin.registry.models.facts import STATES, VERSIONS


def after_migration(*, using: str, **_: Any) -> None:
    """What `post_migrate` calls for this app."""
    bring_up_to_date(using)


def bring_up_to_date(using: str = "default") -> list[str]:
    """Creates missing tables and adds missing columns; what was added, as table or table.column."""
    connection = connections[using]
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
    added: list[str] = []
    with connection.schema_editor() as editor:
        for model in _models():
            if model._meta.db_table not in existing:
                editor.create_model(model)
                added.append(model._meta.db_table)
            else:
                added += _widen(editor, model)
            added += _index(editor, model)
    return added


def _models() -> list[Any]:
    return [*VERSIONS.values(), *STATES.values()]


def _widen(editor: BaseDatabaseSchemaEditor, model: Any) -> list[str]:
    table = model._meta.db_table
    with editor.connection.cursor() as cursor:
        there = {
            column.name for column in editor.connection.introspection.get_table_description(cursor, table)
        }
    missing = [field for field in model._meta.local_fields if field.column not in there]
    for field in missing:
        editor.add_field(model, field)
    return [f"{table}.{field.column}" for field in missing]


def _index(editor: BaseDatabaseSchemaEditor, model: Any) -> list[str]:
    """Django makes no index of a table outside its migrations; without them one person's facts are a scan of all."""
    with editor.connection.cursor() as cursor:
        there = editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
    missing = [index for index in model._meta.indexes if index.name not in there]
    for index in missing:
        editor.add_index(model, index)
    return [index.name for index in missing]


def levels_without_tables() -> list[Level]:
    """For start-up: levels whose tables lack something. Empty when all is well."""
    found = []
    connection = connections["default"]
    for level in Level:
        for model in (VERSIONS[level], STATES[level]):
            with connection.cursor() as cursor:
                if model._meta.db_table not in connection.introspection.table_names(cursor):
                    found.append(level)
                    continue
                there = {
                    column.name
                    for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
                }
            if any(field.column not in there for field in model._meta.local_fields):
                found.append(level)
    return found
