"""What every command knows about who called it: the language, whether a machine reads, where to print."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import click
from rich.console import Console

from tuopin.kernel.text import Language, Text

WIDTH_OF_LOGS = 100


class Screen(Console):
    """Lets a reader that has seen enough, such as `head`, end the command without a complaint."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


@dataclass
class Session:
    """One call of the command line. Results go to `out`, everything said along the way to `err`."""

    language: Language
    for_machines: bool = False

    @cached_property
    def out(self) -> Console:
        return _console(stderr=False)

    @cached_property
    def err(self) -> Console:
        return _console(stderr=True)

    def words(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def say(self, zh: str, en: str, *, style: str | None = None) -> None:
        """A line for the person at the screen; a machine does not get it."""
        if not self.for_machines:
            self.err.print(self.words(zh, en), style=style, highlight=False, markup=False, soft_wrap=True)

    def show(self, zh: str, en: str, *, style: str | None = None) -> None:
        """A line of the result itself."""
        self.out.print(self.words(zh, en), style=style, markup=False, soft_wrap=True)

    def answer(self, value: object) -> None:
        """The answer for machines: one JSON document."""
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def language_of(option: str | None, environ: Mapping[str, str]) -> Language:
    """--lang, else TUOPIN_LANG, else the system's LC_ALL or LANG; English unless one of them says Chinese."""
    for told in (option, environ.get("TUOPIN_LANG"), environ.get("LC_ALL"), environ.get("LANG")):
        if told:
            return "zh" if told.lower().startswith("zh") else "en"
    return "en"


def early_session(arguments: list[str], environ: Mapping[str, str] = os.environ) -> Session:
    """The session before options are parsed, so that help and complaints about options are in the right words."""
    option = None
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            option = arguments[at + 1]
        elif argument.startswith("--lang="):
            option = argument.removeprefix("--lang=")
    known = option if option in ("zh", "en") else None
    return Session(language_of(known, environ), for_machines="--json" in arguments)


def session_of(context: click.Context) -> Session:
    found = context.find_object(Session)
    return found if found is not None else Session("en")


def _console(*, stderr: bool) -> Console:
    """A terminal of any width from 40; a file or a pipe gets no colours and lines a little wider than a terminal's."""
    stream = sys.stderr if stderr else sys.stdout
    options: dict[str, Any] = {"stderr": stderr, "highlight": False, "emoji": False}
    if not stream.isatty() and "COLUMNS" not in os.environ:
        options["width"] = WIDTH_OF_LOGS
    return Screen(**options)


def both(text: Text) -> dict[str, str]:
    """A text for machines: both languages."""
    return {"zh": text.zh, "en": text.en}
