"""Which households: by place, by what the current run found, by the register. Web, API and export filter alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from tuopin.engine.kinds import Code, Entry, Level
from tuopin.engine.language import Fact
from tuopin.engine.reading import gap_of
from tuopin.engine.standard import Criterion, Standard
from tuopin.kernel.errors import NotFound
from tuopin.kernel.verdict import Verdict
from tuopin.places.models import Place
from tuopin.places.selectors import within
from tuopin.registry.columns import column_of, the_pack
from tuopin.registry.models import Household
from tuopin.warehouse.models import HouseholdFinding

GAP, UNKNOWN, YES, NO = "gap", "unknown", "yes", "no"


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


def filtered(households: QuerySet[Household], asked: Filters) -> QuerySet[Household]:
    """Narrows; never widens what the actor may see."""
    found = households if asked.closed else households.filter(closed_on=None)
    if asked.place:
        paths = Place.objects.filter(code=asked.place).values_list("path", flat=True)
        found = found.filter(within(paths, "village__path"))
    if asked.verdict_of is not None and asked.verdict is not None:
        found = found.filter(findings__standard=asked.verdict_of.code, findings__overall=asked.verdict.value)
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
