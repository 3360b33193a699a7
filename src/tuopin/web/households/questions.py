"""Which facts a criterion asks: what somebody fills in to answer it, of the household and of each member."""

from dataclasses import dataclass

from tuopin.engine.kinds import Level
from tuopin.engine.language import Criterion, Fact, Standard
from tuopin.registry.columns import the_pack
from tuopin.warehouse.household_filters import refuse_no_criterion
from tuopin.web.judgements import facts_asked


@dataclass(frozen=True)
class Question:
    standard: Standard
    criterion: Criterion
    household: tuple[Fact, ...]
    person: tuple[Fact, ...]


def question_of(standard: str, criterion: str) -> Question:
    """Raises NotFound for a standard or a criterion the pack has not."""
    found = the_pack().standard(standard)
    refuse_no_criterion(found, criterion or "-")
    asked = found.by_code[criterion]
    return Question(found, asked, _facts(asked, Level.HOUSEHOLD), _facts(asked, Level.PERSON))


def _facts(criterion: Criterion, level: Level) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts_asked(criterion) if fact.level is level)
