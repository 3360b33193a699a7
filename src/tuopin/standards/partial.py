"""A pack as far as one source can answer it: indicators the source never asked pass their weights on."""

from dataclasses import fields, replace

from tuopin.engine.lacking import Absent, lacking, without
from tuopin.engine.substitute import Substitution
from tuopin.standards.pack import Overview, Pack


def answerable(pack: Pack, absent: Absent) -> Pack:
    """The same pack with every standard as the source can answer it; the very same pack when it lacks nothing.

    Raises RefusedByRule (`dimension_lacking`) when nothing is left of a dimension of one.
    """
    changed = {each.code: without(each, absent) for each in pack.standards if lacking(each, absent)}
    if not changed:
        return pack
    substitution = Substitution(standards=changed)
    standards = tuple(substitution.standard(each) for each in pack.standards)
    return replace(pack, standards=standards, overview=_overview(pack.overview, substitution))


def _overview(overview: Overview, substitution: Substitution) -> Overview:
    register = overview.register
    rules = {} if register is None else {each.name: getattr(register, each.name) for each in fields(register)}
    return replace(
        overview,
        counters=tuple(replace(each, when=substitution.expression(each.when)) for each in overview.counters),
        gaps_of=substitution.standard(overview.gaps_of),
        register=register
        and replace(register, **{name: substitution.expression(rule) for name, rule in rules.items()}),
        targeting=overview.targeting
        and replace(
            overview.targeting,
            chosen=substitution.expression(overview.targeting.chosen),
            poor=substitution.expression(overview.targeting.poor),
        ),
        shortfalls=tuple(
            replace(each, standard=substitution.standard(each.standard)) for each in overview.shortfalls
        ),
    )
