"""What a run says about itself: the day, the rules and the values it judged by, the data it read."""

from datetime import date
from typing import Any
from uuid import UUID

from tuopin.accounts.rules import Act
from tuopin.engine.units import Unit
from tuopin.engine.wording import Words
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.registry.columns import the_pack
from tuopin.warehouse.run_jobs import under_way
from tuopin.warehouse.run_selectors import run_visible_to, runs_visible_to

SHOWN = 50


def run_list(actor: Actor) -> dict[str, Any]:
    """The latest runs, newest first. Raises RefusedByRule without the act."""
    return {
        "runs": runs_visible_to(actor).defer("manifest").order_by("-finished_at")[:SHOWN],
        "may_start": actor.may(Act.START_RUN.value),
        "under_way": under_way(),
    }


def run_page(actor: Actor, key: UUID) -> dict[str, Any]:
    """The birth certificate of one run. Raises NotFound (`no_such_run`)."""
    run = run_visible_to(actor, key)
    told = run.manifest
    return {
        "run": run,
        "engine": f"tuopin {told['tuopin']} · DuckDB {told['duckdb']}",
        "input": told["input"],
        "data_day": date.fromisoformat(told["input"]["as_of"]),
        "pack": told["pack"],
        "standards": [_standard(code, each) for code, each in told["standards"].items()],
        "parameters": [_parameter(code, each) for code, each in told["parameters"].items()],
        "left_out": told["left_out"],
    }


def _standard(code: str, told: dict[str, Any]) -> dict[str, Any]:
    until = told["in_force_until"]
    return {
        "code": code,
        "label": _text(told["label"]),
        "from": date.fromisoformat(told["in_force_from"]),
        "until": date.fromisoformat(until) if until else None,
        "source": told["source"],
    }


def _parameter(code: str, told: dict[str, Any]) -> dict[str, Any]:
    values = [
        {**each, "from": date.fromisoformat(each["from"]), "places": len(each["places"] or [])}
        for each in told["values"]
    ]
    return {
        "code": code,
        "label": _text(told["label"]),
        "unit": unit_words(told["unit"]),
        "formula": told.get("formula"),
        "values": values,
    }


def unit_words(unit: str) -> Text:
    """A unit as manifests write it, in words; nothing for a bare number."""
    parsed = Unit.parse(unit)
    return Words(the_pack().unit_words).unit(parsed) if parsed.powers else Text("", "")


def _text(told: dict[str, str]) -> Text:
    return Text(told["zh"], told["en"])
