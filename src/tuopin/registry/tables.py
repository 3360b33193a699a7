"""The tables of facts follow the pack: made and widened after every migration, never narrowed (docs/adr/0021).

They stand outside Django's migrations because their columns are the pack's, and another pack, or a fact more, must not
need a new migration here. A fact that a pack drops keeps its column: facts are retired, never dropped.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tuopin.engine.kinds import Level
from tuopin.registry.models.facts import STATES, VERSIONS


def after_migration(*, using: str, **_: Any) -> None:
    """What `post_migrate` calls for this app."""
    bring_up_to_date(using)


def bring_up_to_date(using: str = "default") -> list[str]:
    """Creates missing tables, adds missing columns and indexes; what was added, as table, table.column or index.

    Nothing missing, nothing is opened: on SQLite a schema editor ends with a check of every row of every table.
    """
    connection = connections[using]
    missing = [lacking for model in _models() if (lacking := _lacking(connection, model)) is not None]
    if not missing:
        return []
    with connection.schema_editor() as editor:
        for each in missing:
            each.make(editor)
    return [name for each in missing for name in each.names()]


@dataclass(frozen=True)
class _Lacking:
    """What a model's table lacks; `table` False: all of it."""

    model: Any
    table: bool
    fields: tuple[Any, ...]
    indexes: tuple[models.Index, ...]

    def make(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Django makes no indexes outside its migrations; without them one person's facts are a scan of all."""
        if not self.table:
            editor.create_model(self.model)
        for field in self.fields:
            editor.add_field(self.model, field)
        for index in self.indexes:
            editor.add_index(self.model, index)

    def names(self) -> list[str]:
        table = self.model._meta.db_table
        columns = [f"{table}.{field.column}" for field in self.fields]
        return [*([] if self.table else [table]), *columns, *(index.name for index in self.indexes)]


def _lacking(connection: BaseDatabaseWrapper, model: Any) -> _Lacking | None:
    table, fields, indexes = model._meta.db_table, model._meta.local_fields, model._meta.indexes
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return _Lacking(model, False, (), tuple(indexes))
        columns = {each.name for each in connection.introspection.get_table_description(cursor, table)}
        there = connection.introspection.get_constraints(cursor, table)
    missing = (
        tuple(field for field in fields if field.column not in columns),
        tuple(index for index in indexes if index.name not in there),
    )
    return _Lacking(model, True, *missing) if any(missing) else None


def _models() -> list[Any]:
    return [*VERSIONS.values(), *STATES.values()]


def levels_without_tables() -> list[Level]:
    """For start-up: levels whose tables lack something. Empty when all is well."""
    connection = connections["default"]
    return [
        level
        for level in Level
        if any(_lacking(connection, model) is not None for model in (VERSIONS[level], STATES[level]))
    ]
