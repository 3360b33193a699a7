"""Standards compiled to one set-based, readable query per level, the same for every dialect.

A query reads the level's own table, joins what its groups add up to and the parameters of its place,
answers every criterion as a column, and packs the answers into four bit masks a standard.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlglot import exp

from tuopin.engine import expressions as x
from tuopin.engine.groups import Group, ShareBelow
from tuopin.engine.kinds import Level
from tuopin.engine.plan import KEYS, GroupNeeds, LevelNeeds, Plan
from tuopin.engine.sql_expressions import SQL, alias, case, compile_expression
from tuopin.engine.sql_scores import compile_score
from tuopin.engine.sql_terms import PlaceTerms, TermsOfPlaces
from tuopin.engine.sql_totals import is_null, share_totals, sum_where, total_of
from tuopin.engine.sql_verdicts import columns_of, masks_of, verdict_of
from tuopin.engine.standard import Standard, VerdictOf
from tuopin.engine.terms import Terms


@dataclass(frozen=True)
class Queries:
    """One SELECT a level, and the small tables of place terms they join (only those that are needed)."""

    selects: Mapping[Level, exp.Select]
    place_terms: tuple[PlaceTerms, ...]
    totals: Mapping[Level, tuple[tuple[str, SQL], ...]]
    """Of each level in `summed`: what the level above asks its results to be added up to, by the parent's key."""

    def text(self, level: Level, dialect: str) -> str:
        """Readable SQL in `duckdb`, `postgres` or `spark`."""
        select = self.selects[level]
        if dialect == "postgres":
            select = _materialized(select)
        return select.sql(dialect=dialect, pretty=True)


def _materialized(select: exp.Select) -> exp.Select:
    """PostgreSQL pulls steps up into each other and repeats every rule where its answer is used, again and
    again (queries of ours took seconds to plan); a materialized step is worked out once."""
    copied = select.copy()
    for step in copied.find_all(exp.CTE):
        step.set("materialized", True)
    return copied


def results_table(level: Level) -> str:
    """The table in which a run keeps a level's answers for the level above."""
    return f"{level.value}_results"


def compile_standards(
    standards: Iterable[Standard],
    terms: Terms,
    *,
    values: Mapping[Level, Mapping[str, x.Expression]] | None = None,
    kept: Collection[Level] = (),
    summed: Collection[Level] = (),
) -> Queries:
    """Compiles standards, and extra `values` wanted by name, for one day and its parameters.

    Levels in `kept` are read from `<level>_results`, which the caller fills by running their queries first; those
    in `summed` from `<plural>_totals`, which it fills with `totals`, one row a parent. Other levels below are
    worked out inside the query. Raises RefusedByRule for a parameter not in force.
    """
    plan = Plan(standards, values)
    constants = TermsOfPlaces(terms)
    of_counties = TermsOfPlaces(terms, name="county_terms", may_be_fine=False)
    for expression in plan.expressions():
        constants.use(expression)
    by_level = {level: of_counties if level is Level.COUNTY else constants for level in Level}
    asked = {
        *kept,
        *summed,
        *(values or {}),
        *(level for level, needs in plan.levels.items() if needs.standards),
    }
    queries = {
        level: LevelQuery(level, plan, by_level, frozenset(kept), frozenset(summed))
        for level in Level
        if level in plan.levels and level in asked
    }
    selects = {level: query.select() for level, query in queries.items()}
    totals = {
        child: tuple(queries[child.parent].totals_of(child)) if child.parent in queries else ()
        for child in summed
    }
    tables = (constants.table(), of_counties.table())
    return Queries(selects, tuple(table for table in tables if table.columns), totals)


class LevelQuery:
    """Writes the query of one level; `totals` of groups become columns named group__item__what."""

    def __init__(
        self,
        level: Level,
        plan: Plan,
        by_level: Mapping[Level, TermsOfPlaces],
        kept: frozenset[Level],
        summed: frozenset[Level] = frozenset(),
    ) -> None:
        self.level = level
        self.plan = plan
        self.by_level = by_level
        self.terms = by_level[level]
        self.kept = kept
        self.summed = summed

    @cached_property
    def needs(self) -> LevelNeeds:
        return self.plan.levels[self.level]

    # ---- Names, for the expressions ----

    def _needs_of(self, group: Group) -> GroupNeeds:
        return self.needs.groups[group.key]

    def total(self, group: Group, item: x.Expression, what: str) -> SQL:
        needs = self._needs_of(group)
        return exp.column(f"{needs.name}__{needs.items[item.key][0]}__{what}")

    def share_total(self, share: ShareBelow, what: str) -> SQL:
        needs = self._needs_of(share.group)
        return exp.column(f"{needs.name}__{needs.shares[share.key][0]}__{what}")

    def listed(self, group: Group) -> SQL:
        return exp.column(f"{self._needs_of(group).name}__listed")

    def unsure(self, group: Group) -> SQL:
        return exp.column(f"{self._needs_of(group).name}__unsure")

    # ---- the query ----

    def select(self) -> exp.Select:
        steps = self.steps()
        last = steps[-1][0]
        query = _select(self._result_columns(), last)
        for name, step in steps:
            query = query.with_(name, as_=step, copy=False)
        return query

    def _result_columns(self) -> list[SQL]:
        columns: list[SQL] = [exp.column(key) for key in KEYS[self.level]]
        for standard in self.needs.standards.values():
            columns += [exp.column(f"{standard.code}__{what}") for what in columns_of(standard)]
        taken = set(KEYS[self.level])
        for name, expression in self.needs.outputs.items():
            if name not in taken:
                columns.append(alias(compile_expression(expression, self), name))
        return columns

    def steps(self) -> list[tuple[str, exp.Query]]:
        """Named steps: totals of the groups, facts with totals and terms, then criteria and masks by depth."""
        level = self.level.value
        steps = self._totals()
        compiled = [
            (group, *self._standards_steps(group)) for group in _by_depth(self.needs.standards.values())
        ]
        outputs = self._result_columns()
        answers = [sql for _, criteria, masks, overall in compiled for sql in (*criteria, *masks, *overall)]
        steps.append((f"{level}_facts", self._facts([*outputs, *answers])))
        before = f"{level}_facts"
        for depth, (_, criteria, masks, overall) in enumerate(compiled, start=1):
            suffix = str(depth) if len(compiled) > 1 else ""
            for name, columns in (("criteria", criteria), ("masks", masks), ("verdicts", overall)):
                steps.append((f"{level}_{name}{suffix}", _select([exp.Star(), *columns], before)))
                before = f"{level}_{name}{suffix}"
        return steps

    def _facts(self, using: list[SQL]) -> exp.Select:
        """The level's table with what its groups add up to and the terms of its place, only what is used."""
        table = self.level.plural
        wanted = {column.name for sql in using for column in sql.find_all(exp.Column)}
        wanted |= {name for needs in self.needs.groups.values() for name in (f"{needs.name}__listed",)}
        produced = {
            f"{standard.code}__{what}"
            for standard in self.needs.standards.values()
            for what in (
                *columns_of(standard),
                *standard.by_code,
                *(f"{code}__applies" for code in standard.by_code),
            )
        }
        keys = KEYS[self.level]
        own, joined = [exp.column(key, table) for key in keys], []
        for name in sorted(wanted - produced - set(keys)):
            if name.startswith("at__"):
                joined.append(exp.column(name, self.terms.name))
            elif "__" in name:
                joined.append(exp.column(name, f"{name.split('__')[0].rstrip('0123456789')}_totals"))
            else:
                own.append(exp.column(name, table))
        query = _select([*own, *joined], table)
        for child in self._children():
            totals = f"{child.plural}_totals"
            on = exp.EQ(this=exp.column(keys[0], totals), expression=exp.column(keys[0], table))
            query = query.join(totals, on=on, join_type="left", copy=False)
        if any(name.startswith("at__") for name in wanted):
            key, terms = self.terms.key, self.terms.name
            on = exp.EQ(this=exp.column(key, terms), expression=exp.column(key, table))
            query = query.join(terms, on=on, join_type="left", copy=False)
        return query

    def _children(self) -> list[Level]:
        return sorted(
            {needs.group.child for needs in self.needs.groups.values()}, key=lambda level: level.value
        )

    # ---- groups ----

    def _totals(self) -> list[tuple[str, exp.Query]]:
        steps: list[tuple[str, exp.Query]] = []
        for child in self._children():
            if child in self.summed:
                continue
            source = results_table(child)
            if child not in self.kept:
                below = LevelQuery(child, self.plan, self.by_level, self.kept)
                inner = below.steps()
                steps += inner
                source = f"{child.value}_values"
                steps.append((source, _select(below._result_columns(), inner[-1][0])))
            key = exp.column(KEYS[self.level][0])
            columns = [key, *(alias(sql, name) for name, sql in self.totals_of(child))]
            totals = _select(columns, source).group_by(key.copy(), copy=False)
            steps.append((f"{child.plural}_totals", totals))
        return steps

    def totals_of(self, child: Level) -> Iterable[tuple[str, SQL]]:
        """What the results of the children add up to in one subject, by column."""
        for needs in self.needs.groups.values():
            if needs.group.child is child:
                for name, sql in self._group_totals(needs):
                    yield f"{needs.name}__{name}", sql

    def _group_totals(self, needs: GroupNeeds) -> Iterable[tuple[str, SQL]]:
        names = self.plan.levels[needs.group.child].names
        inside = None if needs.group.among is None else exp.column(names[needs.group.among.key])
        if inside is None:
            yield "listed", exp.Count(this=exp.Star())
        else:
            yield "listed", sum_where(inside, exp.Literal.number("1"))
            yield "unsure", exp.LogicalOr(this=is_null(inside))
        for name, wanted in needs.items.values():
            for what in sorted(wanted):
                yield f"{name}__{what}", total_of(exp.column(name), what, inside)
        for name, share in needs.shares.values():
            for what, sql in share_totals(share, names, inside):
                yield f"{name}__{what}", sql

    # ---- criteria, masks, verdicts ----

    def _standards_steps(self, standards: list[Standard]) -> tuple[list[SQL], list[SQL], list[SQL]]:
        criteria: list[SQL] = []
        masks: list[SQL] = []
        overall: list[SQL] = []
        for standard in standards:
            criteria += self._criteria(standard)
            masks += masks_of(standard)
            overall += verdict_of(standard)
        return criteria, masks, overall

    def _criteria(self, standard: Standard) -> Iterable[SQL]:
        for criterion in standard.criteria:
            name = f"{standard.code}__{criterion.code}"
            if standard.score is not None:
                low, high, answer = compile_score(standard.score, self)
                yield alias(low, f"{standard.code}__score_low")
                yield alias(high, f"{standard.code}__score_high")
            else:
                answer = compile_expression(criterion.met_when, self)
            if criterion.applies_when is not None:
                applies = compile_expression(criterion.applies_when, self)
                yield alias(applies, f"{name}__applies")
                answer = case((applies.copy(), answer))
            yield alias(answer, name)


def _select(columns: Sequence[SQL], source: str) -> exp.Select:
    return exp.select(*columns, copy=False).from_(source, copy=False)


def _by_depth(standards: Iterable[Standard]) -> list[list[Standard]]:
    """Standards in rounds, each using only verdicts of rounds before (same level)."""
    depth: dict[str, int] = {}
    rounds: list[list[Standard]] = []
    for standard in standards:  # a Plan lists a standard after those it uses
        used = [
            node.standard.code
            for node in standard.expressions()
            if isinstance(node, VerdictOf) and node.standard is not standard and node.standard.code in depth
        ]
        at = depth[standard.code] = 1 + max((depth[code] for code in used), default=-1)
        if at == len(rounds):
            rounds.append([])
        rounds[at].append(standard)
    return rounds
