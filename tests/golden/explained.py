"""The explanations of three households and one village as pages of text, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from tests.unit.engine.small_village import DECENT, HOUSEHOLDS, ON_TRACK, VILLAGE, an_explainer, name
from tuopin.engine.explain import CriterionExplained, FindingExplained
from tuopin.kernel.text import Language, Text

PARAMETER = Text("依据参数", "parameter in force")
FIND = Text("待查", "to find")
COUNTED, OPEN = Text("计入", "counted"), Text("可能改变结论", "could still tip it")


def page(language: Language) -> str:
    """Everything an explanation says, one sentence a line."""
    explainer = an_explainer()
    lines: list[str] = []
    for home in HOUSEHOLDS:
        lines += [f"== {name(home).in_(language)}", *_finding(explainer.finding(DECENT, home), language), ""]
    lines += [f"== {VILLAGE.code}", *_finding(explainer.finding(ON_TRACK, VILLAGE), language)]
    counted, could_tip = explainer.deciding(ON_TRACK.by_code["few_poor"].met_when, VILLAGE)
    for label, records in ((COUNTED, counted), (OPEN, could_tip)):
        lines.append(f"{label.in_(language)}: {', '.join(name(record).in_(language) for record in records)}")
    return "\n".join(lines) + "\n"


def _finding(found: FindingExplained, language: Language) -> Iterator[str]:
    overall = found.overall.label.in_(language) if found.overall else "-"
    yield f"{found.standard.label.in_(language)}: {overall}"
    for item in found.criteria:
        yield from _criterion(item, language)


def _criterion(item: CriterionExplained, language: Language) -> Iterator[str]:
    label, verdict = item.criterion.label.in_(language), item.verdict.label.in_(language)
    yield f"  {item.verdict.shape} {label}: {verdict} [{item.criterion.source}]"
    for reason in item.reasons:
        yield f"      {reason.in_(language)}"
    for used in item.parameters:
        label = f"{PARAMETER.in_(language)} {used.parameter.label.in_(language)}"
        yield f"      {label} {used.shown.in_(language)} [{used.value.source}]"
    for found in item.to_find:
        yield f"      {FIND.in_(language)}: {found.sentence.in_(language)}"
