"""Which households: by place, by what the current run found, by the register. Web, API and export filter alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Code, Entry, Level
from tuopin.engine.language import Fact
from tuopin.engine.reading import gap_of
from tuopin.engine.standard import Criterion, Standard
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound
from tuopin.kernel.verdict import Verdict
from tuopin.places.models import Place
from tuopin.places.selectors import within
from tuopin.registry.columns import column_of, the_pack
from tuopin.registry.models import Household
from tuopin.registry.selectors import households_visible_to
from tuopin.warehouse.models import HouseholdFinding

GAP, UNKNOWN, YES, NO = "gap", "unknown", "yes", "no"
MOST_NAMED, FEW = 500, 60
"""Places: how many are named one by one, and how many are few (at 1 M people measured on both databases)."""


@dataclass(frozen=True)
class Filters:
    """What somebody asked for. What cannot be read is left out, so that the form shows what holds.

    `about` is a standard, or one criterion of it (`standard.criterion`); `answer` is `gap` or `unknown`.
    `listed` is yes, no or unknown by the register; `group` a number of the pack's monitored groups.
    """

    place: str = ""
    verdict_of: Standard | None = None
    verdict: Verdict | None = None
    about: tuple[Standard, Criterion | None] | None = None
    answer: str = ""
    listed: str = ""
    group: int | None = None
    closed: bool = False

    @staticmethod
    def read(asked: Mapping[str, str]) -> "Filters":
        pack = the_pack()
        verdict = {str(each.value): each for each in Verdict}.get(asked.get("verdict", ""))
        standard, _, criterion = asked.get("about", "").partition(".")
        about = pack.by_code.get(standard)
        known = about is not None and (not criterion or criterion in about.by_code)
        group = {str(entry.number): entry.number for entry in groups()}
        return Filters(
            place=asked.get("place", ""),
            verdict_of=pack.by_code.get(asked.get("standard", "")) or pack.overview.gaps_of
            if verdict
            else None,
            verdict=verdict,
            about=(about, about.by_code.get(criterion)) if about is not None and known else None,
            answer=_one_of(asked.get("answer"), GAP, UNKNOWN),
            listed=_one_of(asked.get("listed"), YES, NO, UNKNOWN),
            group=group.get(asked.get("group", "")),
            closed=asked.get("closed") == "1",
        )


def _one_of(given: str | None, *known: str) -> str:
    return given if given in known else ""


def households_found(actor: Actor, asked: Filters, act: Act = Act.SEE_HOUSEHOLDS) -> QuerySet[Household]:
    """What was asked for among what the actor may see.

    Where that lies in no more than a county's villages they are named one by one: both databases then go by the
    index of villages, instead of walking through the households of a whole city in search of them.
    """
    found = households_visible_to(actor, act)
    inside = Place.objects.filter(within(actor.paths(act.value)))
    if asked.place:
        chosen = list(Place.objects.filter(code=asked.place).values_list("path", flat=True))
        inside = inside.filter(within(chosen))
        found = found.filter(within(chosen, "village__path"))
    villages = list(inside.values_list("pk", flat=True)[: MOST_NAMED + 1])
    if len(villages) <= MOST_NAMED:
        found = found.filter(village__in=villages)
    found = found if asked.closed else found.filter(closed_on=None)
    if asked.verdict_of is not None and asked.verdict is not None:
        said = {"standard": asked.verdict_of.code, "overall": asked.verdict.value}
        if len(villages) <= FEW:  # household by household; else from the findings with that verdict
            rows = HouseholdFinding.objects.filter(household=OuterRef("pk"), **said)
            found = found.filter(Exists(rows))
        else:
            found = found.filter(**{f"findings__{name}": value for name, value in said.items()})
    return _by_facts(found, asked)


def _by_facts(found: QuerySet[Household], asked: Filters) -> QuerySet[Household]:
    if asked.answer:
        standard, criterion = asked.about or (the_pack().overview.gaps_of, None)
        found = found.filter(_answered(standard, criterion, asked.answer))
    fact = listed_fact()
    if asked.listed and fact is not None:
        told = {YES: True, NO: False, UNKNOWN: None}[asked.listed]
        name = f"state__{column_of(fact.code)}"
        found = found.filter(**({f"{name}__isnull": True} if told is None else {name: told}))
    of_group = group_fact()
    if asked.group is not None and of_group is not None:
        found = found.filter(**{f"state__{column_of(of_group.code)}": asked.group})
    return found


def _answered(standard: Standard, criterion: Criterion | None, answer: str) -> Exists:
    """Whether some criterion of the standard, or this one, is a gap or unknown in the current run."""
    bits = standard.all_bits if criterion is None else standard.bits[criterion.code]
    reads = standard.reads if criterion is None else criterion.reads
    mask = UNKNOWN if answer == UNKNOWN else gap_of(reads).name.lower()
    rows = HouseholdFinding.objects.filter(household=OuterRef("pk"), standard=standard.code)
    return Exists(rows.annotate(held=F(mask).bitand(bits)).exclude(held=0))


def listed_fact() -> Fact | None:
    """The fact that says whether a household is on the register, where the pack's register is that fact."""
    register = the_pack().overview.register
    return register.listed if register is not None and isinstance(register.listed, Fact) else None


def group_fact() -> Fact | None:
    """The fact that says to which monitored group a household belongs."""
    register = the_pack().overview.register
    if register is None or register.groups is None:
        return None
    facts = the_pack().by_level[Level.HOUSEHOLD].values()
    return next(
        (each for each in facts if isinstance(each.kind, Code) and each.kind.codes is register.groups), None
    )


def groups() -> tuple[Entry, ...]:
    fact = group_fact()
    return fact.kind.codes.entries if fact is not None and isinstance(fact.kind, Code) else ()


def refuse_no_criterion(standard: Standard, criterion: str) -> None:
    """Raises NotFound (`no_such_criterion`); an empty criterion asks for the standard as a whole."""
    if standard.level is not Level.HOUSEHOLD or (criterion and criterion not in standard.by_code):
        raise NotFound(
            "no_such_criterion",
            zh=f"户的标准 {standard.code} 中没有条件 {criterion}。请从农户页面重新进入，或查看该标准。",
            en=f"Standard {standard.code!r} of households has no criterion {criterion!r}. Go there again from the "
            "household's page, or look at the standard.",
        )
