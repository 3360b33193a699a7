"""The facts that the cn pack judges, by topic: a module each, with the classes person, household, village, county.

The register's own subjects and groups stand here too, because nearly every rule uses them. A new topic is a new
module, named below; its facts then belong to the pack, to snapshots and to the workbook.
"""

from tuopin.engine.language import Fact, Level
from tuopin.standards.cn.facts import register
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

TOPICS = (register,)
SUBJECTS = {
    Level.PERSON: "person",
    Level.HOUSEHOLD: "household",
    Level.VILLAGE: "village",
    Level.COUNTY: "county",
}


def of_level(level: Level) -> tuple[Fact, ...]:
    """All facts of one level, topic by topic, in the order in which they are declared."""
    subjects = (vars(topic).get(SUBJECTS[level]) for topic in TOPICS)
    return tuple(
        fact
        for subject in subjects
        if subject is not None
        for fact in vars(subject).values()
        if isinstance(fact, Fact)
    )


FACTS = tuple(fact for level in Level for fact in of_level(level))

__all__ = [
    "FACTS",
    "county",
    "household",
    "households",
    "members",
    "of_level",
    "person",
    "registered_households",
    "village",
    "villages",
]
