"""Runs again what a manifest describes, or says why it would not be the same run."""

import json
from pathlib import Path
from typing import Any

from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.snapshot.dataset import Dataset
from tuopin.warehouse.judging import judge
from tuopin.warehouse.manifest import FORMAT, version_of
from tuopin.warehouse.run import Run


def rerun(manifest: Path | str, dataset: Dataset) -> Run:
    """The same run once more: same input, same rules, same day, same overrides; its findings are the same bytes.

    Raises BadInput when the file is no manifest of a run, RefusedByRule when the input or the rules are others.
    """
    told = _read(Path(manifest))
    if told["input"]["content"] != dataset.content:
        raise RefusedByRule(
            "other_input",
            zh=f"清单记录的数据是 {told['input']['content'][:12]}…，现在的是 {dataset.content[:12]}…，"
            "重算不会得到同样的结果。请使用当时的数据。",
            en=f"The manifest was made from data {told['input']['content'][:12]}…, but these are "
            f"{dataset.content[:12]}…: the results would differ. Use the data of that time.",
        )
    version = version_of(dataset.pack)
    if told["pack"]["version"] != version:
        raise RefusedByRule(
            "other_rules",
            zh=f"清单记录的标准包版本是 {told['pack']['version'][:12]}…，现在的是 {version[:12]}…，"
            "重算不会得到同样的结果。请使用当时的版本。",
            en=f"The manifest was made with rules {told['pack']['version'][:12]}…, but these are {version[:12]}…: "
            "the results would differ. Use the rules of that time.",
        )
    return judge(
        dataset,
        standard=told["asked"],
        on=told["on"],
        overrides=told["overrides"],
        command=told["command"],
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["kind"] == "run" and told["format"] == FORMAT:
            return dict(told)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise BadInput(
        "run_manifest",
        zh=f"{path} 不是一份运行清单。请指定判定结果目录里的 manifest.json。",
        en=f"{path} is no manifest of a run. Name the manifest.json in a folder of results.",
    )
