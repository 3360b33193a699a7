"""`tuopin audit`: verify the chain, write segments and anchors."""

import json
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tuopin.cli.commands import Command, Group, common_options, option, pass_session
from tuopin.cli.office import at_home, home_option
from tuopin.cli.session import Session
from tuopin.kernel.errors import Damaged
from tuopin.kernel.text import Text
from tuopin.project.office import office_of

VERIFIER = Path(__file__).resolve().parents[1] / "audit" / "verifier.py"


@click.command(
    "verify",
    cls=Command,
    says=Text(
        "核对审计链：任何一个字节被改动都会指出在哪一条。",
        "Verifies the audit chain; says at which entry the first changed byte is.",
    ),
)
@home_option
@option(
    "--anchor", "anchors", multiple=True, type=click.Path(path_type=Path, exists=True),
    zh="存放在别处的锚点文件；可重复。", en="An anchor kept elsewhere; may be repeated.",
)  # fmt: skip
@common_options
@pass_session
def verify_command(session: Session, *, home: Path | None, anchors: tuple[Path, ...]) -> None:
    at_home(home)
    told = verified(anchors)
    if session.for_machines:
        session.answer(told)
    elif told["ok"]:
        session.show(
            f"审计链完整：{told['entries']:,} 条，{told['unsealed']} 条待封存，核对了 {told['anchors']} 个锚点。",
            f"The chain is whole: {told['entries']:,} entries, {told['unsealed']} not yet sealed, "
            f"{told['anchors']} anchors.",
        )
    if not told["ok"]:
        raise Damaged(
            "audit_chain",
            zh=f"审计链在第 {told.get('first_bad', '?')} 条断开（{told['kind']}）：{told['says']}。"
            "请保留现场，并与锚点和备份比对。",
            en=f"The audit chain breaks at entry {told.get('first_bad', '?')} ({told['kind']}): {told['says']}. Leave "
            "everything as it is and compare with anchors and backups.",
        )


def verified(anchors: tuple[Path, ...]) -> dict[str, object]:
    """What the separate verifier says about this office's chain."""
    office = office_of()
    with (
        nullcontext(str(office.sqlite))
        if office.database is None
        else tempfile.TemporaryDirectory() as source
    ):
        if office.database is not None:
            _segments().write_segments(Path(source))
        command = [sys.executable, "-I", str(VERIFIER), source]
        for anchor in anchors:
            command += ["--anchor", str(anchor)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


@click.command(
    "anchor",
    cls=Command,
    says=Text(
        "写一个锚点：链尾的序号和散列，带签名。请存到别处。",
        "Writes an anchor: the chain's end, signed. Keep it elsewhere.",
    ),
)
@home_option
@option("--out", type=click.Path(path_type=Path), required=True, zh="写到哪个文件。", en="The file to write.")
@common_options
@pass_session
def anchor_command(session: Session, *, home: Path | None, out: Path) -> None:
    at_home(home)
    told = _segments().anchor(datetime.now(UTC))
    out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    if session.for_machines:
        session.answer(told)
    else:
        session.show(f"锚点：第 {told['seq']} 条 → {out}", f"Anchor: entry {told['seq']} → {out}")


@click.command(
    "export",
    cls=Command,
    says=Text("把审计链写成封存段。", "Writes the chain as sealed segments."),
)
@home_option
@option(
    "--out", type=click.Path(path_type=Path), required=True, zh="写到哪个目录。", en="The folder to write."
)
@common_options
@pass_session
def export_command(session: Session, *, home: Path | None, out: Path) -> None:
    at_home(home)
    written = _segments().write_segments(out)
    if session.for_machines:
        session.answer({"segments": [path.name for path in written]})
    else:
        session.show(f"写出 {len(written)} 段到 {out}", f"{len(written)} segments written to {out}")


def _segments() -> Any:
    """Django is set up only when the database is needed; the verifier needs none.

    Where no worker runs, entries may still wait to be chained: what is told here must not leave them out.
    """
    import django  # noqa: PLC0415

    django.setup()
    from tuopin.audit import sealing, segments  # noqa: PLC0415 - models exist only now

    while sealing.seal_pending():
        pass
    return segments


_HERE = "tuopin.cli.audit"
audit_command = common_options(
    Group(
        "audit",
        callback=lambda: None,
        homes={
            "verify": (_HERE, Text("核对审计链", "verify the chain")),
            "anchor": (_HERE, Text("写一个锚点", "write an anchor")),
            "export": (_HERE, Text("写成封存段", "write sealed segments")),
        },
        says=Text("审计链：核对、锚点、封存段。", "The audit chain: verify, anchors, segments."),
    )
)
