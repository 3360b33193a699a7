"""The coefficients of this example, ready to stand in rules. Values and sources: parameters/*.yaml."""

from tuopin.engine.language import Expression, parameter_ref
from tuopin.standards.parameter_files import read_parameters

PARAMETERS = read_parameters("tuopin.standards.pmt_example")


def _limit(code: str) -> Expression:
    return parameter_ref(PARAMETERS[code])


base = _limit("base")
per_person = _limit("per_person")
per_room = _limit("per_room")
per_head = _limit("per_head")
per_school_year = _limit("per_school_year")
for_metal_roof = _limit("for_metal_roof")
for_electricity = _limit("for_electricity")
for_telephone = _limit("for_telephone")
cut_off = _limit("cut_off")
consumption_line = _limit("consumption_line")
