"""The numbers of this pack that documents set, ready to stand in rules. Values and sources: parameters/*.yaml."""

from tuopin.engine.language import Expression, parameter_ref
from tuopin.standards.parameter_files import read_parameters

PARAMETERS = read_parameters("tuopin.standards.world_bank")


def _limit(code: str) -> Expression:
    return parameter_ref(PARAMETERS[code])


line_extreme = _limit("line_extreme")
line_lower_middle = _limit("line_lower_middle")
line_upper_middle = _limit("line_upper_middle")
