"""What has to be worked out at each level before the standards above it can be judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tuopin.engine import expressions as x
from tuopin.engine.groups import Aggregate, Group, ShareBelow
from tuopin.engine.kinds import Level, RuleError
from tuopin.engine.standard import Standard, VerdictOf

KEYS: Mapping[Level, tuple[str, ...]] = {
    Level.PERSON: ("household", "person", "village", "county"),
    Level.HOUSEHOLD: ("household", "village", "county"),
    Level.VILLAGE: ("village", "county"),
    Level.COUNTY: ("county",),
}
"""The columns that say which subject a row is about and where it lies; the first is what children join on,
except for persons, who are told apart by household and person."""


@dataclass
class GroupNeeds:
    """What the level above asks of one group: item key -> (column name, the totals wanted)."""

    group: Group
    name: str
    items: dict[str, tuple[str, set[str]]] = field(default_factory=dict)
    shares: dict[str, tuple[str, ShareBelow]] = field(default_factory=dict)


@dataclass
class LevelNeeds:
    """Standards to judge at this level (a standard after those whose verdicts it uses), values to hand up,
    and the groups to sum up from the level below."""

    standards: dict[str, Standard] = field(default_factory=dict)
    outputs: dict[str, x.Expression] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    groups: dict[str, GroupNeeds] = field(default_factory=dict)

    def output(self, expression: x.Expression) -> str:
        """The column under which this value is handed up."""
        known = self.names.get(expression.key)
        if known is not None:
            return known
        name = (
            expression.code if isinstance(expression, x.Fact | x.Named) else f"value{len(self.outputs) + 1}"
        )
        if name in self.outputs and self.outputs[name].key != expression.key:
            name = f"value{len(self.outputs) + 1}"
        self.outputs[name] = expression
        self.names[expression.key] = name
        return name


class Plan:
    """Built from standards and from extra values wanted by name; levels without needs stay out."""

    def __init__(
        self,
        standards: Iterable[Standard] = (),
        values: Mapping[Level, Mapping[str, x.Expression]] | None = None,
    ) -> None:
        self.levels: dict[Level, LevelNeeds] = {}
        for standard in standards:
            self._add_standard(standard)
        for level, named in (values or {}).items():
            for name, expression in named.items():
                self._add_value(level, name, expression)

    def at(self, level: Level) -> LevelNeeds:
        return self.levels.setdefault(level, LevelNeeds())

    def expressions(self) -> Iterable[x.Expression]:
        for needs in self.levels.values():
            yield from needs.outputs.values()
            for standard in needs.standards.values():
                yield from standard.expressions()

    def _add_value(self, level: Level, name: str, expression: x.Expression) -> None:
        if expression.level not in (None, level):
            raise RuleError(
                f"{name} is wanted of one {level.value}, but {expression.key} is about another level. Bring it to one."
            )
        taken = self.at(level).outputs.get(name)
        if taken is not None and taken.key != expression.key:
            raise RuleError(
                f"The name {name!r} is taken by {taken.key}. Choose another name for the wanted value."
            )
        self._collect(expression, level)
        self.at(level).outputs[name] = expression
        self.at(level).names.setdefault(expression.key, name)

    def _add_standard(self, standard: Standard) -> None:
        needs = self.at(standard.level)
        known = needs.standards.get(standard.code)
        if known is not None:
            if known is not standard:
                raise RuleError(f"Two standards share the code {standard.code!r}. Rename one.")
            return
        for criterion in standard.criteria:
            for rule in (criterion.met_when, criterion.applies_when):
                if rule is not None:
                    self._collect(rule, standard.level)
        needs.standards[standard.code] = standard

    def _collect(self, expression: x.Expression, level: Level) -> None:
        if isinstance(expression, VerdictOf):
            self._add_standard(expression.standard)
        elif isinstance(expression, Aggregate):
            self._group(expression.group, level).items.setdefault(
                expression.item.key, (self._hand_up(expression.item, expression.group.child), set())
            )[1].update(
                {"any": {"yes", "unknown"}, "all": {"no", "unknown"}}.get(
                    expression.how, {expression.how, "unknown"}
                )
            )
        elif isinstance(expression, ShareBelow):
            self._share(expression, level)
        else:
            for part in expression.parts:
                self._collect(part, level)

    def _share(self, share: ShareBelow, level: Level) -> None:
        needs = self._group(share.group, level)
        needs.shares.setdefault(share.key, (f"share{len(needs.shares) + 1}", share))
        for item in (share.rule, share.weight, *((share.among,) if share.among is not None else ())):
            self._hand_up(item, share.group.child)
        if share.of is not None:
            self._collect(share.of, level)

    def _group(self, group: Group, level: Level) -> GroupNeeds:
        groups = self.at(level).groups
        if group.key not in groups:
            same = sum(1 for needs in groups.values() if needs.group.child is group.child)
            groups[group.key] = GroupNeeds(group, f"{group.child.plural}{same + 1 if same else ''}")
            if group.among is not None:
                self._hand_up(group.among, group.child)
        self.at(group.child)
        return groups[group.key]

    def _hand_up(self, item: x.Expression, child: Level) -> str:
        self._collect(item, child)
        return self.at(child).output(item)
