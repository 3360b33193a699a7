"""The facts that the cn pack judges, by topic: a module each, with the classes person, household, village, county.

The register's own subjects and groups stand here too, because nearly every rule uses them. A new topic is a new
module, named below; its facts then belong to the pack, to snapshots and to the workbook.
"""

from types import ModuleType

from tuopin.engine.language import Fact, Level
from tuopin.standards.cn.facts import (
    compared,
    county_exit,
    derived,
    flags,
    income_parts,
    land_and_home,
    monitoring,
    people_details,
    register,
    survey,
    village_details,
)
from tuopin.standards.cn.facts.register import (
    county,
    household,
    households,
    members,
    person,
    registered_households,
    village,
    villages,
)

TOPICS = (
    register,
    people_details,
    income_parts,
    land_and_home,
    village_details,
    derived,
    compared,
    monitoring,
    flags,
    county_exit,
    survey,
)
WORKED_OUT = (derived, compared)
"""Topics whose facts no form has."""
SUBJECTS = {
    Level.PERSON: "person",
    Level.HOUSEHOLD: "household",
    Level.VILLAGE: "village",
    Level.COUNTY: "county",
}


def of_topic(topic: ModuleType, level: Level) -> tuple[Fact, ...]:
    """The facts of one level that a topic declares, in its order."""
    subject = vars(topic).get(SUBJECTS[level])
    return tuple(fact for fact in vars(subject).values() if isinstance(fact, Fact)) if subject else ()


def of_level(level: Level) -> tuple[Fact, ...]:
    """All facts of one level, topic by topic."""
    return tuple(fact for topic in TOPICS for fact in of_topic(topic, level))


FACTS = tuple(fact for level in Level for fact in of_level(level))

__all__ = [
    "FACTS",
    "county",
    "household",
    "households",
    "members",
    "of_level",
    "of_topic",
    "person",
    "registered_households",
    "village",
    "villages",
]
