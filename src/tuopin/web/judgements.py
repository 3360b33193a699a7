"""The answers of a standard about one subject as a page shows them: why, from when, and what is still to find."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tuopin.engine.explain import CriterionExplained, FindingExplained
from tuopin.engine.kinds import Level
from tuopin.engine.language import Fact
from tuopin.engine.standard import Criterion, Reads, deep_walk
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.registry.columns import the_pack
from tuopin.registry.folding import Folded

BAD_WHEN_MET = (Reads.DEPRIVATION, Reads.SIGNAL, Reads.FLAG)
Collected = Mapping[str, date]
"""The day each fact was collected on, by the fact's key; of several members' the oldest."""


@dataclass(frozen=True)
class Answer:
    """One criterion on the page. `evidence_on` is the oldest day a fact it rests on was collected, None if none is
    known; `address` is where to answer it, None where it is not answered by itself."""

    code: str
    label: Text
    verdict: Verdict
    bad: bool
    reasons: tuple[Text, ...]
    to_find: tuple[Text, ...]
    owner: Text
    source: str
    evidence_on: date | None
    address: str | None


@dataclass(frozen=True)
class Judgement:
    code: str
    label: Text
    overall: Verdict | None
    bad: bool
    answers: tuple[Answer, ...]


def judgement_of(
    found: FindingExplained,
    *,
    on: date,
    collected: Collected,
    address: Callable[[str, str], str | None],
) -> Judgement:
    """`address` is asked for by standard and criterion."""
    standard = found.standard
    answers = tuple(
        _answer(item, on, collected, address(standard.code, item.criterion.code)) for item in found.criteria
    )
    return Judgement(
        standard.code, standard.label, found.overall, standard.criteria[0].reads in BAD_WHEN_MET, answers
    )


def _answer(item: CriterionExplained, on: date, collected: Collected, address: str | None) -> Answer:
    criterion = item.criterion
    days = [collected[fact.key] for fact in facts_asked(criterion) if fact.key in collected]
    return Answer(
        code=criterion.code,
        label=criterion.label,
        verdict=item.verdict,
        bad=criterion.reads in BAD_WHEN_MET,
        reasons=item.reasons,
        to_find=tuple(each.sentence for each in item.to_find),
        owner=criterion.owner.on(on),
        source=criterion.source,
        evidence_on=min(days, default=None),
        address=address,
    )


def facts_asked(criterion: Criterion) -> tuple[Fact, ...]:
    """In the order in which the rule names them, each once."""
    rules = [rule for rule in (criterion.met_when, criterion.applies_when) if rule is not None]
    found = {node.key: node for rule in rules for node in deep_walk(rule) if isinstance(node, Fact)}
    return tuple(found.values())


def collected_on(known: Mapping[Level, list[Folded]]) -> Collected:
    """`known` is what is known of each subject, by level."""
    found: dict[str, date] = {}
    for level, subjects in known.items():
        facts = the_pack().by_level[level]
        for folded in subjects:
            for code, origin in folded.origin.items():
                if folded.values[code] is not None and code in facts:
                    key = facts[code].key
                    found[key] = min(found.get(key, origin.collected_on), origin.collected_on)
    return found
