"""The birth certificate of a run: what was read, which rules, which parameters, which day, and what came out."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import duckdb

import tuopin
from tuopin.engine.kinds import Level
from tuopin.engine.language import parameter_ref
from tuopin.engine.parameters import DatedValue, Parameter
from tuopin.engine.sql_terms import TermsOfPlaces
from tuopin.engine.standard import Standard
from tuopin.kernel.text import Text
from tuopin.standards.pack import Pack
from tuopin.standards.translations import TRANSLATIONS
from tuopin.warehouse import findings
from tuopin.warehouse.judged import Judged
from tuopin.warehouse.scope import Scope

RULE_FILES = (".py", ".yaml")
FORMAT = 1


def manifest_of(judged: Judged, *, command: Sequence[str] = ()) -> dict[str, Any]:
    """Everything needed to run again and to know that it is the same; no time, no machine, no names."""
    scope, dataset = judged.scope, judged.dataset
    return {
        "kind": "run",
        "format": FORMAT,
        "tuopin": tuopin.__version__,
        "duckdb": duckdb.__version__,
        "input": {
            "content": dataset.content,
            "as_of": dataset.as_of.isoformat(),
            **({"absent": sorted(dataset.absent)} if dataset.absent else {}),
            "rows": {
                level.plural: dataset.count(level.plural) for level in Level if level.plural in dataset.tables
            },
            **({"mapped": asdict(dataset.mapped)} if dataset.mapped is not None else {}),
        },
        "pack": {"code": scope.pack.code, "version": version_of(scope.pack)},
        "on": scope.on.isoformat(),
        "overrides": {code: str(value) for code, value in sorted(judged.terms.overrides.items())},
        "asked": list(scope.asked),
        "standards": {each.code: _standard(each) for each in scope.standards},
        **({"never_asked": _never_asked(scope)} if scope.lacking else {}),
        "left_out": [each.code for each in scope.left_out],
        "parameters": {each.code: _parameter(judged, each) for each in _used(judged)},
        "counts": {level.value: findings.counts(judged, level) for level in judged.levels if scope.at(level)},
        "command": list(command),
    }


def _never_asked(scope: Scope) -> dict[str, list[str]]:
    """By standard, the criteria whose weights passed to others of their dimensions; weights stand with the score."""
    return {code: [each.code for each in gone] for code, gone in scope.lacking.items()}


def version_of(pack: Pack) -> str:
    """The sha256 of what the pack says: its rules as they were built, and the texts and parameters behind them."""
    digest = hashlib.sha256()
    for standard in pack.standards:
        for criterion in standard.criteria:
            rules = (criterion.met_when, criterion.applies_when)
            told = [standard.code, criterion.code, *(rule.key if rule is not None else "" for rule in rules)]
            digest.update("\0".join(told).encode() + b"\n")
    for name, text in _texts(files(pack.folder)) if pack.folder else ():
        digest.update(f"{name} {len(text)}\n".encode() + text)
    return digest.hexdigest()


def _texts(folder: Traversable, inside: str = "") -> Iterator[tuple[str, bytes]]:
    """Rules and parameters under a folder by name, in order, with the same line ends on every machine.

    Translations say nothing of how this pack judges; data that went through one name it by its own digest.
    """
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name == TRANSLATIONS:
            continue
        if entry.is_dir():
            yield from _texts(entry, f"{inside}{entry.name}/")
        elif entry.name.endswith(RULE_FILES):
            yield inside + entry.name, entry.read_text(encoding="utf-8").replace("\r\n", "\n").encode()


def _standard(standard: Standard) -> dict[str, Any]:
    return {
        "level": standard.level.value,
        "method": standard.method.value,
        "in_force_from": standard.in_force_from.isoformat(),
        "in_force_until": standard.in_force_until.isoformat() if standard.in_force_until else None,
        "source": standard.source,
        "label": _both(standard.label),
        "bits": dict(standard.bits),
        **({"score": _score(standard)} if standard.is_scored else {}),
    }


def _score(standard: Standard) -> dict[str, Any]:
    """What the columns score_low and score_high count in."""
    if standard.cutoff is not None:
        cutoff = standard.cutoff
        weights = {code: cutoff.steps(weight) for code, weight in cutoff.weights.items()}
        return {"denominator": cutoff.denominator, "cutoff": cutoff.steps(cutoff.k), "weights": weights}
    assert standard.score is not None
    return {"unit": str(standard.score.kind.unit), "decimals": standard.score.kind.decimals}


def _used(judged: Judged) -> list[Parameter]:
    found: dict[str, Parameter] = {}
    for standard in judged.scope.standards:
        found.update(standard.parameters())
    return [found[code] for code in sorted(found)]


def _parameter(judged: Judged, parameter: Parameter) -> dict[str, Any]:
    return {
        "label": _both(parameter.label),
        "unit": str(parameter.unit),
        **({"formula": parameter.formula.text} if parameter.formula is not None else {}),
        "values": [
            {
                "value": str(value.value),
                "from": value.from_.isoformat(),
                "source": value.source,
                "verified": value.verified,
                "scope": value.place or value.group,
                "places": places,
            }
            for value, places in values_in_force(judged, parameter)
        ],
    }


def values_in_force(judged: Judged, parameter: Parameter) -> list[tuple[DatedValue, list[str] | None]]:
    """The values a parameter took, with the codes of the places each held in (None: everywhere alike)."""
    terms = TermsOfPlaces(judged.terms)
    terms.use(parameter_ref(parameter))
    tree = judged.dataset.places.places
    held: dict[tuple[object, ...], tuple[DatedValue, list[str]]] = {}
    for place in terms.places():
        value = judged.terms.value(parameter, place)
        held.setdefault((value.from_, value.value, *value.scope), (value, []))[1].append(tree[place].code)
    if len(held) == 1:
        return [(value, None) for value, _ in held.values()]
    if not held:
        return [(judged.terms.value(parameter, None), None)]
    return [(value, sorted(codes)) for value, codes in held.values()]


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
