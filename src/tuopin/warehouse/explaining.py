"""One household, village or county of a data set, judged by the reference engine and explained in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tuopin.engine.explain import CriterionExplained, Explainer, FindingExplained, ParameterUsed
from tuopin.engine.kinds import Level
from tuopin.engine.reading import told
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.engine.standard import Standard
from tuopin.engine.terms import Terms
from tuopin.engine.wording import Words
from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.text import Language, Text
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.records import record_of
from tuopin.standards.pack import Pack
from tuopin.standards.partial import answerable
from tuopin.warehouse.scope import day_of

MOST_HOUSEHOLDS = 20


@dataclass(frozen=True)
class Explanation:
    """Every standard of the pack in force that day, about one subject. `deciding` names the households of a
    village that count in a share, and those that could still tip it."""

    subject: Record
    place: Text
    on: date
    findings: tuple[FindingExplained, ...]
    deciding: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]

    def text(self, language: Language) -> str:
        return "\n".join(_lines(self, language))

    def as_dict(self) -> dict[str, Any]:
        return {
            "subject": {"level": self.subject.level.value, "code": self.subject.code},
            "place": {"zh": self.place.zh, "en": self.place.en},
            "on": self.on.isoformat(),
            "standards": [self._finding(finding) for finding in self.findings],
        }

    def _finding(self, finding: FindingExplained) -> dict[str, Any]:
        return {
            "code": finding.standard.code,
            "label": _both(finding.standard.label),
            "reads": finding.standard.reads.value,
            "overall": finding.overall.name.lower() if finding.overall else None,
            **({"score": list(finding.score)} if finding.score is not None else {}),
            "criteria": [self._criterion(finding, item) for item in finding.criteria],
        }

    def _criterion(self, finding: FindingExplained, item: CriterionExplained) -> dict[str, Any]:
        counted, could_tip = self.deciding.get(f"{finding.standard.code}.{item.criterion.code}", ((), ()))
        return {
            "code": item.criterion.code,
            "label": _both(item.criterion.label),
            "verdict": item.verdict.name.lower(),
            "reads": item.criterion.reads.value,
            "source": item.criterion.source,
            "verified": item.criterion.verified,
            "owner": _both(item.criterion.owner.on(self.on)),
            "reasons": [_both(reason) for reason in item.reasons],
            "to_find": [_both(found.sentence) for found in item.to_find],
            "parameters": [
                {
                    "code": used.parameter.code,
                    "value": str(used.value.value),
                    "unit": str(used.parameter.unit),
                    "from": used.value.from_.isoformat(),
                    "place": used.value.place or used.value.group,
                    "source": used.value.source,
                    "verified": used.value.verified,
                }
                for used in item.parameters
            ],
            **({"counted": list(counted), "could_tip": list(could_tip)} if counted or could_tip else {}),
        }


def explain(
    dataset: Dataset,
    *,
    on: date | str,
    household: str | None = None,
    village: str | None = None,
    county: str | None = None,
    standard: str | None = None,
    overrides: Mapping[str, Decimal] | None = None,
) -> Explanation:
    """Explains one household (by its code), or one village or county (by its place code), on a day.

    Raises NotFound when the data do not hold it, BadInput for a day nobody can read, RefusedByRule outside a
    parameter's history.
    """
    by_level = {Level.HOUSEHOLD: household, Level.VILLAGE: village, Level.COUNTY: county}
    asked_for = [(level, code) for level, code in by_level.items() if code is not None]
    if len(asked_for) != 1:
        raise BadInput(
            "explain_one_subject",
            zh="请给出一个户编号、一个村代码或一个县代码，只选其一。",
            en="Give one household code, one village code or one county code, and only one of them.",
        )
    day = day_of(on)
    ((level, code),) = asked_for
    pack = answerable(dataset.pack, dataset.absent)
    asked = _asked(pack, level, standard, day)
    role = () if pack.person_role is None else (pack.person_role.key,)
    facts = {*role, *(fact for each in asked for fact in each.facts)}
    record, places = record_of(dataset, level, code, facts)
    return _explained(pack, places, record, day, asked, overrides)


def explained(
    pack: Pack,
    places: PlaceTree,
    record: Record,
    *,
    on: date,
    standard: str | None = None,
    overrides: Mapping[str, Decimal] | None = None,
) -> Explanation:
    """The same of a record at hand, wherever it came from; `places` need hold only the places above it."""
    return _explained(pack, places, record, on, _asked(pack, record.level, standard, on), overrides)


def _asked(pack: Pack, level: Level, standard: str | None, on: date) -> list[Standard]:
    asked = pack.named(standard) if standard is not None else pack.by_default
    return [each for each in asked if each.level is level and _in_force(each, on)]


def _explained(
    pack: Pack,
    places: PlaceTree,
    record: Record,
    on: date,
    standards: Sequence[Standard],
    overrides: Mapping[str, Decimal] | None,
) -> Explanation:
    terms = Terms(on, places, overrides or {})
    explainer = Explainer(Reference(terms), Words(pack.unit_words), lambda inner: _name(pack, inner))
    findings = tuple(explainer.finding(each, record) for each in standards)
    return Explanation(
        record, _place(places, record), on, findings, dict(_deciding(explainer, findings, record))
    )


def _in_force(standard: Any, day: date) -> bool:
    return bool(
        standard.in_force_from <= day and (standard.in_force_until is None or day <= standard.in_force_until)
    )


def _deciding(
    explainer: Explainer, findings: tuple[FindingExplained, ...], record: Record
) -> Iterator[tuple[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    for finding in findings:
        for item in finding.criteria:
            counted, could_tip = explainer.deciding(item.criterion.met_when, record)
            if counted or could_tip:
                codes = (tuple(each.code for each in counted), tuple(each.code for each in could_tip))
                yield f"{finding.standard.code}.{item.criterion.code}", codes


def _name(pack: Pack, record: Record) -> Text:
    """Members by number and relation, households by code: never by name (decisions C9)."""
    if record.level is Level.PERSON:
        role = Text("", "")
        if pack.person_role is not None and record.facts.get(pack.person_role.code) is not None:
            label = Words().value(pack.person_role.kind, record.facts[pack.person_role.code])
            role = Text(f"（{label.zh}）", f" ({label.en})")
        return Text(f"成员{record.code}{role.zh}", f"member {record.code}{role.en}")
    label = record.level.label
    return Text(f"{label.zh}{record.code}", f"{label.en} {record.code}")


def _place(places: PlaceTree, record: Record) -> Text:
    chain = list(reversed(places.chain(record.place)))
    return Text(" › ".join(place.name.zh for place in chain), " › ".join(place.name.en for place in chain))


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _lines(explanation: Explanation, language: Language) -> Iterator[str]:
    zh = language == "zh"
    level = explanation.subject.level.label.in_(language)
    yield f"{level} {explanation.subject.code} · {explanation.place.in_(language)} · {explanation.on}"
    for finding in explanation.findings:
        reads = finding.standard.reads
        overall = f" — {told(finding.overall, reads, overall=True).in_(language)}" if finding.overall else ""
        yield ""
        yield (
            f"【{finding.standard.label.in_(language)}】{overall}"
            if zh
            else f"{finding.standard.label.en}{overall}"
        )
        for item in finding.criteria:
            yield from _criterion_lines(explanation, finding, item, language)


def _criterion_lines(
    explanation: Explanation, finding: FindingExplained, item: CriterionExplained, language: Language
) -> Iterator[str]:
    zh = language == "zh"
    criterion, verdict = item.criterion, told(item.verdict, item.criterion.reads)
    colon = "：" if zh else ": "
    yield f"  {verdict.looks.shape} {criterion.label.in_(language)}{colon}{verdict.label.in_(language)}"
    for reason in item.reasons:
        yield f"      {reason.in_(language)}"
    for found in item.to_find:
        yield f"      → {found.sentence.in_(language)}"
    yield from (f"      {_parameter_line(used, language)}" for used in item.parameters)
    counted, could_tip = explanation.deciding.get(f"{finding.standard.code}.{criterion.code}", ((), ()))
    yield from _households("计入" if zh else "counted", counted, language)
    yield from _households("仍可能改变结论" if zh else "could still tip it", could_tip, language)
    yield f"      {'依据' if zh else 'source'}: {criterion.source}"


def _parameter_line(used: ParameterUsed, language: Language) -> str:
    value, label, shown = used.value, used.parameter.label.in_(language), used.shown.in_(language)
    if language == "zh":
        where, checked = value.place or value.group or "各地", "" if value.verified else "，未核对"
        return f"参数 {label} = {shown}（{where}，{value.from_} 起；{value.source}{checked}）"
    where, checked = value.place or value.group or "everywhere", "" if value.verified else ", not verified"
    return f"parameter {label} = {shown} ({where}, from {value.from_}; {value.source}{checked})"


def _households(what: str, codes: tuple[str, ...], language: Language) -> Iterator[str]:
    if codes:
        more = len(codes) - MOST_HOUSEHOLDS
        rest = "" if more <= 0 else (f" ……另 {more} 户" if language == "zh" else f" … and {more} more")
        yield f"      {what} ({len(codes)}): {' '.join(codes[:MOST_HOUSEHOLDS])}{rest}"
