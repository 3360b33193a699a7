"""What must hold before an office serves anybody: each refusal says what is wrong and how to mend it."""

from django.db import connection

from tuopin.accounts.models import Posting
from tuopin.accounts.rules import Role
from tuopin.audit import guards
from tuopin.kernel.errors import RefusedByRule
from tuopin.project.databases import PRAGMAS
from tuopin.project.office import Office
from tuopin.registry.tables import levels_without_tables

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def refuse_unsafe(office: Office) -> None:
    """Raises RefusedByRule (`office_unsafe`) at the first thing that does not hold."""
    for check in (_debug, _database, _guards, _tables, _roles):
        check(office)


def _debug(office: Office) -> None:
    if office.debug and not set(office.hosts) <= LOOPBACK:
        raise _unsafe(
            "调试模式只能在本机使用（TUOPIN_DEBUG、TUOPIN_HOSTS）",
            "debugging is for this machine only (TUOPIN_DEBUG, TUOPIN_HOSTS)",
        )


def _database(office: Office) -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name, wanted in PRAGMAS.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted:
                raise _unsafe(
                    f"SQLite 的 {name} 是 {found}，应为 {wanted}",
                    f"SQLite's {name} is {found} and must be {wanted}",
                )


def _guards(office: Office) -> None:
    if not guards.in_place(connection):
        raise _unsafe(
            "审计记录的保护不在（请运行 tuopin setup）", "the guards of the audit are gone (run tuopin setup)"
        )


def _tables(office: Office) -> None:
    lacking = levels_without_tables()
    if lacking:
        names = "、".join(level.label.zh for level in lacking)
        raise _unsafe(
            f"{names}的登记表不完整（请运行 tuopin setup）",
            "tables of facts are incomplete (run tuopin setup)",
        )


def _roles(office: Office) -> None:
    unknown = set(Posting.objects.values_list("role", flat=True).distinct()) - {role.value for role in Role}
    if unknown:
        raise _unsafe(
            f"有不认识的岗位：{'、'.join(sorted(unknown))}",
            f"there are unknown roles: {', '.join(sorted(unknown))}",
        )


def _unsafe(zh: str, en: str) -> RefusedByRule:
    return RefusedByRule("office_unsafe", zh=f"没有启动：{zh}。", en=f"Not started: {en}.")
