"""What the reading process hands back: files in a folder of its own, Arrow for tables and JSON for the rest."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from tuopin.intake.limits import Limits
from tuopin.intake.reading import FileSummary, ReadingSummary, RefusedRow, SheetSummary
from tuopin.intake.returned import ReturnedSheet
from tuopin.kernel import errors
from tuopin.kernel.errors import TuopinError
from tuopin.kernel.text import Text

_REQUEST = "request.json"
_RESULT = "result.json"
_ERROR = "error.json"
_REFUSED = pa.schema(
    [
        ("file", pa.string()),
        ("sheet", pa.string()),
        ("row", pa.int32()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("code", pa.string()),
        ("reason_zh", pa.string()),
        ("reason_en", pa.string()),
        ("remedy_zh", pa.string()),
        ("remedy_en", pa.string()),
    ]
)


@dataclass(frozen=True)
class Request:
    """Files with the names they are called by, the pack, and how large they may be.

    `mapping` is the name and the text of a mapping file, for tables of a survey; `as_of` the day they stand for.
    `lenient` lets in rows whose only mistake is an identity number.
    """

    files: tuple[tuple[str, str], ...]
    pack: str
    limits: Limits
    mapping: tuple[str, str] | None = None
    as_of: str | None = None
    lenient: bool = False
    within: tuple[str, ...] | None = None
    """Codes of the places rows may be about; None: any."""
    origins: bool = False
    """Whether to tell from which line each accepted row comes, and what it says of names, papers and phones."""


@dataclass(frozen=True)
class Outcome:
    tables: Mapping[str, pa.Table]
    places: pa.Table
    latest: date | None
    refused: tuple[RefusedRow, ...]
    returned: tuple[ReturnedSheet, ...]
    summary: ReadingSummary
    origins: Mapping[str, pa.Table] = field(default_factory=dict, repr=False)
    """By table, row by row: see intake/origins.py."""


def write_request(folder: Path, request: Request) -> None:
    _write_json(folder / _REQUEST, asdict(request))


def read_request(folder: Path) -> Request:
    told = _read_json(folder / _REQUEST)
    files = tuple((path, name) for path, name in told["files"])
    mapping = (told["mapping"][0], told["mapping"][1]) if told["mapping"] else None
    within = None if told["within"] is None else tuple(told["within"])
    return Request(
        files,
        told["pack"],
        Limits(**told["limits"]),
        mapping,
        told["as_of"],
        told["lenient"],
        within,
        told["origins"],
    )


def write_error(folder: Path, error: TuopinError) -> None:
    told = {"kind": type(error).__name__, "code": error.code, "zh": error.text.zh, "en": error.text.en}
    _write_json(folder / _ERROR, told)


def read_error(folder: Path) -> TuopinError | None:
    """The refusal the reading process met; None when it left none."""
    if not (folder / _ERROR).is_file():
        return None
    told = _read_json(folder / _ERROR)
    kind: type[TuopinError] = getattr(errors, told["kind"])
    return kind(told["code"], zh=told["zh"], en=told["en"])


def write_outcome(folder: Path, outcome: Outcome) -> None:
    """The JSON comes last: without it nothing was finished."""
    tables = list(outcome.tables)
    for number, table in enumerate(outcome.tables.values()):
        _write_table(folder / f"table-{number}.arrow", table)
    for name, table in outcome.origins.items():
        _write_table(folder / f"origins-{name}.arrow", table)
    _write_table(folder / "places.arrow", outcome.places)
    _write_table(folder / "refused.arrow", _refused_table(outcome.refused))
    for number, sheet in enumerate(outcome.returned):
        _write_table(folder / f"returned-{number}.arrow", sheet.rows)
    _write_json(
        folder / _RESULT,
        {
            "tables": tables,
            "origins": list(outcome.origins),
            "latest": outcome.latest.isoformat() if outcome.latest else None,
            "returned": [[sheet.file, sheet.sheet, sheet.labels] for sheet in outcome.returned],
            "summary": asdict(outcome.summary),
        },
    )


def read_outcome(folder: Path) -> Outcome | None:
    """None when the reading process did not finish."""
    if not (folder / _RESULT).is_file():
        return None
    told = _read_json(folder / _RESULT)
    return Outcome(
        tables={
            name: _read_table(folder / f"table-{number}.arrow") for number, name in enumerate(told["tables"])
        },
        places=_read_table(folder / "places.arrow"),
        latest=date.fromisoformat(told["latest"]) if told["latest"] else None,
        refused=tuple(_refused_rows(_read_table(folder / "refused.arrow"))),
        returned=tuple(
            ReturnedSheet(file, sheet, tuple(labels), _read_table(folder / f"returned-{number}.arrow"))
            for number, (file, sheet, labels) in enumerate(told["returned"])
        ),
        summary=_summary(told["summary"]),
        origins={name: _read_table(folder / f"origins-{name}.arrow") for name in told["origins"]},
    )


def _summary(told: dict[str, Any]) -> ReadingSummary:
    lists = {
        "files": tuple(FileSummary(**file) for file in told["files"]),
        "sheets": tuple(SheetSummary(**_tuples(sheet)) for sheet in told["sheets"]),
        "ignored_sheets": tuple((file, sheet) for file, sheet in told["ignored_sheets"]),
    }
    return ReadingSummary(**{**told, **lists})


def _tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def _refused_table(refused: Sequence[RefusedRow]) -> pa.Table:
    columns: list[Iterable[object]] = [
        [getattr(row, name) for row in refused]
        for name in ("file", "sheet", "row", "column", "value", "code")
    ]
    for text in ("reason", "remedy"):
        columns += [[getattr(row, text).zh for row in refused], [getattr(row, text).en for row in refused]]
    arrays = [pa.array(values, field.type) for values, field in zip(columns, _REFUSED, strict=True)]
    return pa.table(arrays, schema=_REFUSED)


def _refused_rows(table: pa.Table) -> Iterable[RefusedRow]:
    texts: dict[tuple[str, str], Text] = {}
    for batch in table.to_batches(max_chunksize=10_000):
        for file, sheet, row, column, value, code, *words in zip(
            *(c.to_pylist() for c in batch.columns), strict=True
        ):
            reason, remedy = (
                texts.setdefault(pair, Text(*pair)) for pair in (tuple(words[:2]), tuple(words[2:]))
            )
            yield RefusedRow(file, sheet, row, column, value, code, reason, remedy)


def _write_table(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def _read_table(path: Path) -> pa.Table:
    """Into memory, not mapped: the folder is removed right after."""
    with pa.OSFile(str(path), "rb") as file, pa.ipc.open_file(file) as reader:
        return reader.read_all()


def _write_json(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _read_json(path: Path) -> dict[str, Any]:
    told = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(told, dict)
    return told
