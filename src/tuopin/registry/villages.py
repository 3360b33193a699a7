"""Reading a village of the registry: its own facts, and its households as the engine judges them."""

from collections.abc import Collection
from datetime import date

from tuopin.engine.kinds import Level
from tuopin.engine.records import Record, Value
from tuopin.kernel.actor import Actor
from tuopin.places.models import Place
from tuopin.places.selectors import place_visible_to
from tuopin.registry.columns import column_of, facts_of
from tuopin.registry.models import Household, Person
from tuopin.registry.models.facts import STATES, VERSIONS
from tuopin.registry.selectors import facts_as_of


def village_visible_to(actor: Actor, code: str, act: str) -> Place:
    """Raises NotFound (`no_such_place`), for a place of another level too."""
    found = place_visible_to(actor, act, code)
    return found if found.level == Level.VILLAGE.value else place_visible_to(actor, act, "-")


def latest_version(village: Place) -> int:
    """What an edit must name: the number of the last thing recorded about the village, 0 for nothing."""
    rows = VERSIONS[Level.VILLAGE].objects.filter(subject=village)
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def village_record(village: Place, *, on: date, keys: Collection[str]) -> Record:
    """The village with its open households and, where a rule asks about people, their members.

    Of households and people only the facts of these keys are read, as they are known today.
    """
    known = facts_as_of(Level.VILLAGE, village, as_of=on)
    people = _people(village, keys)
    households = _states(
        Level.HOUSEHOLD, keys, Household.objects.filter(village=village, closed_on=None).values_list("pk", "code")
    )  # fmt: skip
    children = tuple(
        Record(Level.HOUSEHOLD, code, village.pk, facts, people.get(key, ()))
        for key, code, facts in households
    )
    facts = {code: value for code, value in known.values.items() if value is not None}
    return Record(Level.VILLAGE, village.code, village.pk, facts, children, known.collected_on or on)


def _people(village: Place, keys: Collection[str]) -> dict[object, tuple[Record, ...]]:
    if not any(fact.key in keys for fact in facts_of(Level.PERSON)):
        return {}
    rows = Person.objects.filter(household__village=village, household__closed_on=None)
    numbers = dict(rows.values_list("pk", "household_id"))
    found: dict[object, list[Record]] = {}
    for key, number, facts in _states(
        Level.PERSON, keys, rows.order_by("number").values_list("pk", "number")
    ):
        found.setdefault(numbers[key], []).append(Record(Level.PERSON, number, village.pk, facts))
    return {household: tuple(members) for household, members in found.items()}


def _states(
    level: Level, keys: Collection[str], subjects: object
) -> list[tuple[object, str, dict[str, Value]]]:
    """Each subject with what its state row knows; one without a row knows nothing."""
    facts = [fact for fact in facts_of(level) if fact.key in keys]
    rows = list(subjects)  # type: ignore[call-overload]
    columns = [column_of(fact.code) for fact in facts]
    states: dict[object, tuple[Value, ...]] = {}
    model = STATES[level]
    of_village = {"subject__in": [key for key, _ in rows]}
    if columns:
        for key, *values in model.objects.filter(**of_village).values_list("pk", *columns):
            states[key] = tuple(values)
    return [
        (
            key,
            str(name),
            {
                fact.code: value
                for fact, value in zip(facts, states.get(key, ()), strict=False)
                if value is not None
            },
        )
        for key, name in rows
    ]
