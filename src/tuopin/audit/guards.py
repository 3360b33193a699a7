"""What the database itself refuses: changing or deleting an entry. The one change allowed is its sealing, once.

Kept as SQL because a guard that lives in Python guards only against Python.
"""

from typing import Any

REFUSAL = "audit entries are never changed"

_SQLITE = (
    f"""
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
WHEN OLD.seq IS NOT NULL OR NEW.content IS NOT OLD.content OR NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at
  OR NEW.actor IS NOT OLD.actor OR NEW.action IS NOT OLD.action OR NEW.about IS NOT OLD.about OR NEW.path IS NOT
  OLD.path
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
)
_POSTGRESQL = (
    f"""
CREATE FUNCTION audit_entry_unchanged() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.id = OLD.id AND NEW.content = OLD.content AND NEW.at = OLD.at
     AND NEW.actor = OLD.actor AND NEW.action = OLD.action AND NEW.about = OLD.about AND NEW.path = OLD.path THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '{REFUSAL}';
END $guard$;
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_unchanged();
""",
)
_REMOVE_SQLITE = ("DROP TRIGGER IF EXISTS audit_entry_unchanged", "DROP TRIGGER IF EXISTS audit_entry_kept")
_REMOVE_POSTGRESQL = (
    "DROP TRIGGER IF EXISTS audit_entry_unchanged ON audit_entry",
    "DROP FUNCTION IF EXISTS audit_entry_unchanged()",
)


def install(connection: Any) -> None:
    """Puts the guards in place; `connection` is Django's, of either database."""
    _run(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def remove(connection: Any) -> None:
    """Takes them away: only migrations that go back, and tests that empty their database, do this."""
    _run(connection, _REMOVE_POSTGRESQL if connection.vendor == "postgresql" else _REMOVE_SQLITE)


def in_place(connection: Any) -> bool:
    query = (
        "SELECT COUNT(*) FROM pg_trigger WHERE tgname = 'audit_entry_unchanged'"
        if connection.vendor == "postgresql"
        else "SELECT COUNT(*) - 1 FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_entry_%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return bool(cursor.fetchone()[0])


def _run(connection: Any, statements: tuple[str, ...]) -> None:
    """One statement at a time: executescript would commit the transaction it runs in."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
