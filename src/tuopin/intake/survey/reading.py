"""`read_microdata`: one call from a mapping file and the tables it names to a data set."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tuopin.intake.batch import reading_of
from tuopin.intake.exchange import Request
from tuopin.intake.isolation import read_apart
from tuopin.intake.limits import LIMITS, Limits
from tuopin.intake.reading import Reading
from tuopin.intake.refusing import not_found
from tuopin.intake.survey.mapping import SurveyMapping
from tuopin.intake.survey.parsing import read_mapping
from tuopin.kernel.errors import BadInput
from tuopin.snapshot.content import sealed

SURVEY_LIMITS = replace(LIMITS, file_bytes=400 << 20, columns=20_000)
"""Of a wide file only the columns that are mapped are kept, so it may be larger than a county's workbook."""


def open_mapping(path: str | Path) -> SurveyMapping:
    """Raises BadInput (`file_not_found`, `mapping_file`)."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise not_found(path.name) from None
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            "mapping_file",
            zh=f"映射文件 {path.name} 读不出来。它应是 UTF-8 的文本。",
            en=f"Mapping {path.name} cannot be read. It must be text in UTF-8.",
        ) from None
    return read_mapping(text, name=path.name)


def read_microdata(
    mapping: str | Path,
    inputs: Sequence[str | Path] = (),
    *,
    as_of: date | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Reading:
    """Reads the tables of a survey as a mapping file says. Bad rows are refused one by one and listed.

    The files are those the mapping names, beside it; `inputs` are files of the same names elsewhere. `as_of` is the
    day the data stand for; without it the mapping's, else the latest day of an interview. Raises BadInput when the
    mapping, a file or a column cannot be used at all.
    """
    return read_mapped(
        open_mapping(mapping),
        [Path(path) for path in inputs],
        beside=Path(mapping).parent,
        as_of=as_of,
        progress=progress,
    )


def read_mapped(
    mapping: SurveyMapping,
    inputs: Sequence[Path],
    *,
    beside: Path,
    as_of: date | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    limits: Limits = SURVEY_LIMITS,
) -> Reading:
    """`read_microdata` with a mapping that was opened already."""
    if mapping.source is not None:
        raise BadInput(
            "mapping_translates",
            zh=f"映射文件 {mapping.name} 转换的是标准包 {mapping.source.code} 的数据，不读文件。"
            "请给出那种数据的快照或工作表。",
            en=f"Mapping {mapping.name} translates data of pack {mapping.source.code!r} and reads no files. "
            "Give it a snapshot or workbooks of that pack.",
        )
    files = tuple((str(path.resolve()), name) for name, path in _located(mapping, inputs, beside).items())
    day = as_of or mapping.as_of
    told = day.isoformat() if day is not None else None
    request = Request(files, mapping.pack.code, limits, (mapping.name, mapping.text), told)
    with tempfile.TemporaryDirectory(prefix="tuopin-reading-") as folder:
        outcome = read_apart(request, Path(folder), progress)
    reading = reading_of(outcome, mapping.pack, day)
    digests = "".join(sorted(file.sha256 for file in reading.summary.files))
    mapped = mapping.mark(hashlib.sha256(digests.encode()).hexdigest())
    dataset = replace(reading.dataset, absent=mapping.absent, mapped=mapped)
    return replace(reading, dataset=sealed(dataset))


def _located(mapping: SurveyMapping, inputs: Sequence[Path], beside: Path) -> dict[str, Path]:
    """Each file the mapping names, where it lies. Raises BadInput for an input that it does not name."""
    named = {Path(file).name: file for file in mapping.files}
    places = {file: beside / file for file in mapping.files}
    for path in inputs:
        if path.name not in named:
            raise BadInput(
                "mapping_input",
                zh=f"映射文件 {mapping.name} 没有提到 {path.name}。它提到的是：{'、'.join(named)}。",
                en=f"Mapping {mapping.name} does not name {path.name}. It names: {', '.join(named)}.",
            )
        places[named[path.name]] = path
    for path in places.values():
        if not path.is_file():
            raise not_found(path.name)
    return places
