"""The findings of one kept run, page by page, within the places the reader may see. Read from the run's own files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from sqlglot import exp

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Level
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import Damaged, NotFound
from tuopin.kernel.verdict import Verdict
from tuopin.places.selectors import places_visible_to
from tuopin.warehouse.connection import connect, refusals
from tuopin.warehouse.models import StoredRun

MASKS = ("met", "not_met", "unknown", "not_applicable")
_SEES = {Level.HOUSEHOLD: Act.SEE_HOUSEHOLDS, Level.VILLAGE: Act.SEE_FIGURES, Level.COUNTY: Act.SEE_FIGURES}


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """`subject` is a household's code, or the code of a village or county. `overall` None: the standard has none."""

    subject: str
    place: str
    overall: Verdict | None
    criteria: Mapping[str, Verdict]


def findings_visible_to(
    actor: Actor,
    run: StoredRun,
    standard: str,
    *,
    after: str | None,
    limit: int,
    verdict: Verdict | None = None,
) -> list[StoredFinding]:
    """In order of code, after a code. What lies outside the actor's places is not there.

    Raises NotFound (`standard_not_judged`), Damaged when the run's files are gone.
    """
    told = run.manifest["standards"].get(standard)
    level = Level(told["level"]) if told else None
    if told is None or level not in _SEES:
        raise NotFound(
            "standard_not_judged",
            zh=f"判定 {run.pk} 没有用标准 {standard} 判定户、村或县。请查看该次判定的标准。",
            en=f"Run {run.pk} judged no household, village or county by standard {standard!r}. See its standards.",
        )
    codes = dict(places_visible_to(actor, _SEES[level].value).values_list("pk", "code"))
    files = _files(run, level)
    query = _query(level, standard, verdict, after is not None)
    places = pa.table(
        {"id": pa.array(codes, pa.int64()), "place_code": pa.array(codes.values(), pa.string())}
    )
    with connect(files) as connection, refusals():
        connection.register("seen", places)
        given = {"files": [str(file) for file in files], "most": limit}
        rows = connection.execute(query, given | ({"after": after} if after is not None else {})).fetchall()
    return [_finding(row, told["bits"]) for row in rows]


def _query(level: Level, standard: str, verdict: Verdict | None, after: bool) -> str:
    place = "county" if level is Level.COUNTY else "village"
    subject = exp.column("code") if level is Level.HOUSEHOLD else exp.column("place_code")
    columns = [exp.column(f"{standard}__{name}") for name in ("overall", *MASKS)]
    query = (
        exp.select(subject, exp.column("place_code"), *columns)
        .from_("read_parquet($files)")
        .join("seen", on=exp.EQ(this=exp.column(place), expression=exp.column("id", "seen")))
    )
    if after:
        query = query.where(exp.GT(this=subject.copy(), expression=exp.Parameter(this=exp.var("after"))))
    if verdict is not None:
        overall = exp.column(f"{standard}__overall")
        query = query.where(exp.EQ(this=overall, expression=exp.Literal.number(str(verdict.value))))
    return f"{query.order_by(subject.copy()).sql('duckdb')} LIMIT $most"


def _finding(row: tuple[Any, ...], bits: Mapping[str, int]) -> StoredFinding:
    subject, place, overall, *masks = row
    told = dict(zip((Verdict[name.upper()] for name in MASKS), masks, strict=True))
    criteria = {
        code: next(verdict for verdict, mask in told.items() if mask & bit) for code, bit in bits.items()
    }
    return StoredFinding(subject, place, Verdict(overall) if overall else None, criteria)


def _files(run: StoredRun, level: Level) -> Collection[Path]:
    folder: Path = settings.OFFICE.folder("runs") / str(run.pk)
    found = sorted(folder.glob(f"findings_{level.plural}*.parquet"))
    if not found:
        raise Damaged(
            "run_files_gone",
            zh=f"判定 {run.pk} 的结果文件不在了。请从备份恢复，或重新判定。",
            en=f"The files of run {run.pk} are gone. Restore them from the backup, or judge again.",
        )
    return found
