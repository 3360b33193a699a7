"""docs/language.md as something to run: declarations, rules with their tables, mistakes with their messages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.unit.engine.world import PLACES

from tuopin.engine.kinds import Level
from tuopin.engine.language import Fact, parameter_ref
from tuopin.engine.parameters import Parameter, read_parameter
from tuopin.engine.terms import Terms

PAGE = Path(__file__).resolve().parents[3] / "docs" / "language.md"
_RULE = re.compile(r"^\|(\s*:?-+:?\s*\|)+$")


@dataclass(frozen=True)
class Block:
    """A fenced block (`kind` is its language) or a table (`rows`, the first is the header)."""

    kind: str
    line: int
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Example:
    """Code with what stands right under it: a table of answers, a message, or nothing."""

    code: Block
    under: Block | None


@dataclass
class Page:
    """Everything the code blocks declare, by name, and the parameters by code."""

    names: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)

    def facts(self) -> Mapping[Level, tuple[Fact, ...]]:
        found = [
            fact
            for subject in self.names.values()
            if isinstance(subject, type)
            for fact in vars(subject).values()
            if isinstance(fact, Fact)
        ]
        return {level: tuple(fact for fact in found if fact.level is level) for level in Level}

    def value(self, block: Block) -> Any:
        """What the last line of a block is, after the lines before it."""
        tree = ast.parse(block.text)
        last = tree.body[-1]
        if not isinstance(last, ast.Expr):
            exec(compile(tree, f"{PAGE.name}:{block.line}", "exec"), self.names)  # noqa: S102 - our own page
            return None
        before = ast.Module(tree.body[:-1], [])
        exec(compile(before, f"{PAGE.name}:{block.line}", "exec"), self.names)  # noqa: S102
        return eval(compile(ast.Expression(last.value), PAGE.name, "eval"), self.names)  # noqa: S307

    def parameter_on(self, code: str, on: str, *, at: str) -> object:
        """The value in force; on the page it shows how a parameter refuses."""
        return Terms(date.fromisoformat(on), PLACES).value(self.parameters[code], PLACES.by_code[at].id)


def read_page(text: str) -> tuple[list[Example], list[Block]]:
    """The code blocks with what stands under them, and the parameter files."""
    found = list(_blocks(text))
    examples, parameters = [], [block for block in found if block.kind == "yaml"]
    for block, after in zip(found, [*found[1:], None], strict=True):
        if block.kind == "python":
            close = after is not None and not _prose_between(text, block, after)
            examples.append(
                Example(block, after if close and after and after.kind in ("table", "text") else None)
            )
    return examples, parameters


def declared(text: str) -> Page:
    """The page after all its declarations, in their order."""
    page = Page()
    page.names["parameter_on"] = page.parameter_on
    examples, parameters = read_page(text)
    for block in parameters:
        code = block.text.split()[1]
        page.parameters[code] = read_parameter(block.text, name=code, parts=page.parameters)
        page.names[code] = parameter_ref(page.parameters[code])
    for example in examples:
        if example.under is None or example.under.kind == "table":
            page.value(example.code)
    return page


def _blocks(text: str) -> Iterator[Block]:
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        start = at
        if lines[at].startswith("```"):
            kind, at = lines[at].removeprefix("```"), at + 1
            while lines[at] != "```":
                at += 1
            yield Block(kind, start + 1, "\n".join(lines[start + 1 : at]) + "\n")
        elif lines[at].startswith("|"):
            while at + 1 < len(lines) and lines[at + 1].startswith("|"):
                at += 1
            rows = [line for line in lines[start : at + 1] if not _RULE.match(line)]
            cells = tuple(tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows)
            yield Block("table", start + 1, rows=cells)
        at += 1


def _prose_between(text: str, block: Block, after: Block) -> bool:
    ends = block.line + block.text.count("\n") + 1
    return any(line.strip() for line in text.splitlines()[ends : after.line - 1])
