"""One run: its findings, its overview by place, its manifest, and the folder it writes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tuopin.engine.kinds import Level
from tuopin.kernel.text import Language, Text
from tuopin.snapshot.dataset import places_table
from tuopin.warehouse import (
    checks,
    checks_book,
    findings,
    households_book,
    manifest,
    measure_files,
    measures,
    overview_files,
    rollup,
    writing,
)
from tuopin.warehouse.figures import PlaceFigures
from tuopin.warehouse.judged import Judged, Progress
from tuopin.warehouse.kept import digest_of
from tuopin.warehouse.measures import PlaceMeasures

PLACES_FILE = "places.parquet"


@dataclass(frozen=True, eq=False)
class Run:
    """What `judge` gives back. Tables are made when asked for; the database goes with the object."""

    judged: Judged
    command: tuple[str, ...] = ()

    @cached_property
    def findings(self) -> Mapping[Level, pa.Table]:
        """A table a judged level: keys, masks and overall verdict of every standard; one row a subject."""
        return {level: self.findings_of(level) for level in self.levels}

    def findings_of(self, level: Level) -> pa.Table:
        """The findings of one level. Raises RefusedByRule (`findings_not_kept`) when only figures were asked for."""
        return findings.table(self.judged, level)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels at which some standard was judged."""
        return tuple(level for level in self.judged.levels if self.judged.scope.at(level))

    @cached_property
    def counts_by_place(self) -> pa.Table:
        """The overview as one table: a row for every place of every level, whole numbers only."""
        return rollup.counts_by_place(self.judged)

    def overview(self, *levels: str | None) -> tuple[PlaceFigures, ...]:
        """The figures of every place, or of the places of some levels of the pack's tree, in order of level and code.

        Raises NotFound (`no_such_place_level`).
        """
        wanted = [level for level in levels if level is not None]
        for level in wanted:
            self._check_level(level)
        return rollup.figures_of(self.judged, self.counts_by_place, wanted or None)

    def _check_level(self, level: str | None) -> None:
        if level is not None:
            self.judged.scope.pack.check_place_level(level)

    @cached_property
    def _measures(self) -> tuple[PlaceMeasures, ...]:
        return measures.measures_of(self.judged)

    def measures(self, level: str | None = None) -> tuple[PlaceMeasures, ...]:
        """Poverty measures (H, A, M0; P0, P1, P2) of every place or of one level; empty for packs that have none.

        Raises NotFound (`no_such_place_level`).
        """
        self._check_level(level)
        return tuple(each for each in self._measures if level in (None, each.place.level))

    def manifest(self) -> dict[str, Any]:
        return manifest.manifest_of(self.judged, command=self.command)

    def write(
        self,
        out: Path | str,
        *,
        language: Language = "en",
        replace: bool = False,
        workbook: bool = True,
        beside: Mapping[str, Callable[[Path], object]] | None = None,
        progress: Progress | None = None,
    ) -> Path:
        """Writes findings, overview, workbooks of households and of failed checks, and the manifest; all or nothing.

        `beside` are further files of the folder: by name, what writes each. Raises BadInput when the folder
        holds something already, CannotWrite when there is no room.
        """
        folder = Path(out)
        tell = progress or (lambda what, done, total: None)
        with writing.whole_folder(folder, replace=replace) as part:
            written: dict[str, dict[str, int | str]] = {}
            for done, level in enumerate(self.levels):
                tell(Text("写判定结果", "writing findings"), done, len(self.levels))
                for kept in findings.write(self.judged, level, part):
                    written[kept.path.name] = {"rows": kept.rows, "sha256": kept.sha256}
            figures = self.overview()
            overview_files.write_csv_of(self.judged.scope, figures, part / "overview.csv", language)
            overview_files.write_book_of(self.judged, figures, part / "overview.xlsx", language)
            if self.measures():
                measure_files.write_csv_of(self.judged, self.measures(), part / "measures.csv", language)
                measure_files.write_book_of(self.judged, self.measures(), part / "measures.xlsx", language)
            if workbook:
                households_book.write(self.judged, part / "households.xlsx", language=language, progress=tell)
                if checks.families(self.judged.scope):
                    checks_book.write(self.judged, part / checks_book.NAME, language=language, progress=tell)
            written[PLACES_FILE] = self._write_places(part / PLACES_FILE)
            for name, write in (beside or {}).items():
                write(part / name)
            _write_json(part / writing.MARK, {**self.manifest(), "findings": written})
        return folder

    def _write_places(self, path: Path) -> dict[str, int | str]:
        """The tree of places beside the findings, so that a folder can be read by itself."""
        table = places_table(self.judged.dataset.places)
        pq.write_table(table, path, compression="zstd", version="2.6")
        return {"rows": table.num_rows, "sha256": digest_of(path)}

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of memory and temporary files now; tables already made stay usable."""
        self.judged.close()


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
