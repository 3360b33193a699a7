"""`tuopin snapshot`: workbooks or a survey, read once and kept as a snapshot that judges quickly."""

import json
from pathlib import Path
from typing import Any

import click

from tuopin import __version__
from tuopin.cli.commands import (
    Command,
    common_options,
    inputs_argument,
    mapping_option,
    option,
    pass_session,
)
from tuopin.cli.inputs import Opened, open_input
from tuopin.cli.judge import REFUSED
from tuopin.cli.progress import progress
from tuopin.cli.reading import reading_as_dict, show_reading
from tuopin.cli.session import Session
from tuopin.cli.synth import SNAPSHOT
from tuopin.engine.kinds import Level
from tuopin.kernel.text import Text
from tuopin.snapshot.files import write_snapshot
from tuopin.warehouse.scope import day_of
from tuopin.warehouse.writing import MARK, check_free, whole_folder


@click.command(
    "snapshot",
    cls=Command,
    says=Text(
        "读入工作表、csv，或按映射文件读入调查数据，写成数据快照：以后判定不必再读，每个字节都有校验。",
        "Reads workbooks, csv files, or a survey by its mapping, and writes them as a snapshot: judging it later reads "
        "nothing again, and every byte of it is checked.",
    ),
)
@inputs_argument
@mapping_option
@option("--standard", metavar="PACK", zh="转换为这个标准包的信息。", en="Translate the facts to this pack.")
@option(
    "--as-of",
    metavar="YYYY-MM-DD",
    zh="数据的截止日期；默认是最晚的采集日期。",
    en="Day the data stand for; by default the latest day of collection.",
)
@option("--out", required=True, type=click.Path(path_type=Path), zh="写出的目录。", en="Folder to write.")
@option(
    "--replace",
    is_flag=True,
    zh="覆盖 tuopin 以前写在 --out 的内容。",
    en="Put it in the place of what tuopin wrote to --out before.",
)
@common_options
@pass_session
def snapshot_command(
    session: Session, *, inputs: tuple[Path, ...], mapping: Path | None, standard: str | None,
    as_of: str | None, out: Path, replace: bool,
) -> None:  # fmt: skip
    check_free(out, replace=replace)
    with progress(session) as tell:
        opened = open_input(
            inputs,
            pack=standard,
            as_of=None if as_of is None else day_of(as_of),
            mapping=mapping,
            tell=tell,
        )
        told = _told(opened)
        with whole_folder(out, replace=replace) as part:
            tell(Text("写数据快照", "writing the snapshot"), 0, 0)
            write_snapshot(opened.dataset, part / SNAPSHOT)
            if opened.reading is not None and opened.reading.refused:
                opened.reading.write_refused(part / REFUSED, language=session.language)
            (part / MARK).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    if session.for_machines:
        read = None if opened.reading is None else reading_as_dict(opened.reading)
        session.answer({**told, "reading": read, "out": str(out)})
        return
    if opened.reading is not None:
        show_reading(session, opened.reading, refused=out / REFUSED)
    households, persons = (f"{told['rows'][name]:,}" for name in ("households", "persons"))
    session.show(
        f"快照：标准包 {told['pack']}，{households} 户、{persons} 人，截至 {told['as_of']}。写在 {out / SNAPSHOT}。",
        f"A snapshot of pack {told['pack']}: {households} households, {persons} people, as of {told['as_of']}. "
        f"Written to {out / SNAPSHOT}",
    )


def _told(opened: Opened) -> dict[str, Any]:
    """What the folder is: for the mark beside the snapshot, and for machines."""
    dataset = opened.dataset
    return {
        "kind": "reading",
        "tuopin": __version__,
        "pack": dataset.pack_code,
        "as_of": dataset.as_of.isoformat(),
        "content": dataset.content,
        "rows": {level.plural: dataset.count(level.plural) for level in Level},
    }
