"""What every page of a run says about itself: the data it read, the rules it used, the day it judged."""

from tuopin.engine.lacking import absent_facts, never_found
from tuopin.engine.substitute import SUFFIX
from tuopin.kernel.text import Language
from tuopin.snapshot.manifest import Mapped
from tuopin.warehouse.judged import Judged
from tuopin.warehouse.manifest import version_of
from tuopin.warehouse.scope import Scope

SHORT = 12


def certificate(judged: Judged, language: Language) -> list[tuple[str, str]]:
    """Lines of (what, told); hashes are cut to their first digits, the manifest has them whole."""
    scope, dataset = judged.scope, judged.dataset
    zh = language == "zh"
    asked = [each for each in scope.standards if not each.code.endswith(SUFFIX)]
    standards = ("、" if zh else ", ").join(each.label.in_(language) for each in asked)
    lines = [
        ("判定日期" if zh else "day of judging", day_text(scope.on, language)),
        ("数据截至" if zh else "data as of", day_text(dataset.as_of, language)),
        ("数据校验值" if zh else "input", dataset.content[:SHORT]),
        (
            "标准包" if zh else "rules",
            f"{scope.pack.label.in_(language)} {scope.pack.code} {version_of(scope.pack)[:SHORT]}",
        ),
        ("标准" if zh else "standards", standards),
    ]
    if dataset.mapped is not None:
        lines.insert(3, _mapped(dataset.mapped, language))
    if scope.left_out:
        left = ("、" if zh else ", ").join(each.label.in_(language) for each in scope.left_out)
        lines.append(("当日不在有效期" if zh else "not in force that day", left))
    if scope.lacking:
        gone = ("、" if zh else ", ").join(never_asked(scope, language))
        told = "（权重转给同一维度的其他指标）" if zh else " (weights passed on within their dimensions)"
        lines.append(("来源未调查" if zh else "never asked", gone + told))
    never = _never_found(judged, language)
    if never:
        lines.append(("未调查、无从查出" if zh else "never asked, so never found", never))
    if judged.terms.overrides:
        changed = "; ".join(f"{code} = {value}" for code, value in sorted(judged.terms.overrides.items()))
        lines.append(("假设改动的参数" if zh else "what-if", changed))
    return lines


def _mapped(mapped: Mapped, language: Language) -> tuple[str, str]:
    """By which mapping the facts were made what they are, and from what."""
    mapping = f"{mapped.mapping} {mapped.sha256[:SHORT]}"
    if language == "zh":
        source = f"标准包 {mapped.pack} 的数据" if mapped.pack is not None else "外部调查文件"
        return "信息由映射得来", f"{source} {mapped.content[:SHORT]}，映射文件 {mapping}"
    source = f"data of pack {mapped.pack}" if mapped.pack is not None else "files of a survey"
    return "facts translated", f"from {source} {mapped.content[:SHORT]}, by mapping {mapping}"


def _never_found(judged: Judged, language: Language) -> str:
    """The criteria in which nobody can be found lacking, with the facts that this source has for nobody."""
    absent, zh = judged.dataset.absent, language == "zh"
    told: dict[str, None] = {}
    for standard in judged.scope.standards if absent else ():
        for criterion in never_found(standard, absent):
            facts = ("、" if zh else ", ").join(
                fact.label.in_(language) for fact in absent_facts(criterion, absent)
            )
            told[
                f"{criterion.label.in_(language)}（{facts}）" if zh else f"{criterion.label.en} ({facts})"
            ] = None
    return ("；" if zh else "; ").join(told)


def never_asked(scope: Scope, language: Language) -> list[str]:
    """The indicators that this source has for nobody, each once."""
    labels = {each.code: each.label.in_(language) for gone in scope.lacking.values() for each in gone}
    return list(labels.values())


def day_text(day: object, language: Language) -> str:
    """2020年6月30日, 30 Jun 2020."""
    year, month, number = (int(part) for part in str(day).split("-"))
    if language == "zh":
        return f"{year}年{month}月{number}日"
    return f"{number} {_MONTHS[month - 1]} {year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
