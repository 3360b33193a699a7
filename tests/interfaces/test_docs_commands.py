"""Documents name only commands, options and settings that exist, and name all settings there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from tuopin.cli.main import COMMANDS, root
from tuopin.project import office

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/howto").glob("*.md"), *ROOT.glob("README*.md")])
UNITS = sorted((ROOT / "docs/office").glob("*.service"))
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
CALL = re.compile(r"(?:\./|/opt/tuopin/)tuopin ([^'#\n&|;]*)")
OF_BOOTSTRAP = {"test", "bench", "pack-offline", "native", "night"}


def calls(text: str) -> list[list[str]]:
    return [shlex.split(found) for found in CALL.findall(text.replace("\\\n", " "))]


@pytest.mark.parametrize("page", [*PAGES, *UNITS], ids=lambda page: page.name)
def test_every_command_on_a_page_exists_with_its_options(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = [text] if page.suffix == ".service" else BLOCK.findall(text)

    wrong = [call for block in blocks for call in calls(block) if not exists(call)]

    assert wrong == []


def exists(call: list[str]) -> bool:
    if not call or call[0] in OF_BOOTSTRAP or call[0].startswith("--"):
        return True
    command: click.Command | None = root
    context = click.Context(root)
    words = list(call)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        command = command.get_command(context, words.pop(0))
    if command is None:
        return False
    known = {name for each in command.params for name in each.opts} | {"--help"}
    return all(word.split("=")[0] in known for word in words if word.startswith("--"))


def test_the_check_sees_what_does_not_exist() -> None:
    assert not exists(["no-such-command"])
    assert not exists(["token", "steal"])
    assert not exists(["serve", "--no-such-option"])
    assert exists(["token", "make", "x", "--act", "figures.see"])


def test_every_command_stands_in_both_readmes() -> None:
    for readme in ("README.md", "README.zh.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert {name for name in COMMANDS if f"`{name}" not in text} - {"manage", "snapshot"} == set()


def test_the_page_of_installing_names_every_setting_of_an_office() -> None:
    page = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    settings = {
        value
        for value in vars(office).values()
        if isinstance(value, str) and re.fullmatch(r"TUOPIN_\w+", value)
    }

    assert settings - set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE)) == set()
    assert len(settings) >= 7
