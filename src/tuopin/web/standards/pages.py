"""What the pages of standards show: the tables of the pack's generated page, one standard at a time."""

from datetime import date
from typing import Any

from tuopin.engine.parameters import Parameter
from tuopin.engine.standard import Standard
from tuopin.kernel.text import Language
from tuopin.registry.columns import the_pack
from tuopin.standards import examples, manual
from tuopin.standards.markdown_tables import Table, blocks
from tuopin.standards.pack import Pack
from tuopin.web.standards.supposing import unit_of
from tuopin.web.templatetags.tuopin import language


def standard_list(on: date) -> dict[str, Any]:
    """All standards of the pack; those of a family, which are judged on request, stand apart."""
    pack = the_pack()
    families = [
        {"label": family.label, "standards": [_row(each, on) for each in family.standards]}
        for family in pack.families
    ]
    return {"pack": pack, "standards": [_row(each, on) for each in pack.by_default], "families": families}


def standard_page(code: str) -> dict[str, Any]:
    """One standard with its criteria, the indicators and parameters they use, and its examples.

    Raises NotFound (`no_such_standard`).
    """
    pack, in_ = the_pack(), language()
    standard = pack.standard(code)
    header, rows = manual.criteria_table(standard, in_)
    return {
        "standard": standard,
        "title": manual.title(standard.label, in_),
        "about": manual.about(standard, in_),
        "criteria": [
            {"names": names.split("<br>"), "code": key, "told": zip(header[2:], told, strict=True)}
            for key, names, *told in rows
        ],
        "indicators": manual.indicator_table(standard.expressions(), in_),
        "parameters": [_parameter(each, pack, in_) for each in standard.parameters().values()],
        "examples": _examples(pack, code),
    }


def _row(standard: Standard, on: date) -> dict[str, Any]:
    until = standard.in_force_until
    return {
        "standard": standard,
        "title": manual.title(standard.label, language()),
        "in_force": standard.in_force_from <= on and (until is None or on <= until),
    }


def _parameter(parameter: Parameter, pack: Pack, in_: Language) -> dict[str, Any]:
    return {
        "parameter": parameter,
        "unit": unit_of(parameter, pack),
        "title": manual.title(parameter.label, in_),
        "formula": manual.formula_of(parameter, in_),
        "history": manual.history_table(parameter, in_),
    }


def _examples(pack: Pack, code: str) -> list[dict[str, Any]]:
    """The examples file as it stands, block by block: headings, sentences, tables."""
    found: list[dict[str, Any]] = []
    for block in blocks(examples.texts(pack).get(code, "")):
        if isinstance(block, Table):
            found.append({"header": block.header.cells, "rows": [row.cells for row in block.rows]})
        elif block.text.startswith("## "):
            found.append({"heading": block.text.lstrip("# ")})
        elif block.text and not block.text.startswith("# "):
            found.append({"line": block.text})
    return found
