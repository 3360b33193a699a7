"""The numbers of this pack, ready to stand in rules. Values and sources: parameters/*.yaml."""

from tuopin.engine.language import Expression, parameter_ref
from tuopin.standards.parameter_files import read_parameters

PARAMETERS = read_parameters("tuopin.standards.graduation")


def _limit(code: str) -> Expression:
    return parameter_ref(PARAMETERS[code])


food_short_months_most = _limit("food_short_months_most")
income_sources_least = _limit("income_sources_least")
child_age = _limit("child_age")
school_age_from = _limit("school_age_from")
school_age_until = _limit("school_age_until")
programme_years = _limit("programme_years")
on_track_criteria = _limit("on_track_criteria")
