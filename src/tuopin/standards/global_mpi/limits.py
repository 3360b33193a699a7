"""The numbers of this pack that documents set, ready to stand in rules. Values and sources: parameters/*.yaml."""

from tuopin.engine.language import Expression, parameter_ref
from tuopin.standards.parameter_files import read_parameters

PARAMETERS = read_parameters("tuopin.standards.global_mpi")


def _limit(code: str) -> Expression:
    return parameter_ref(PARAMETERS[code])


nutrition_age = _limit("nutrition_age")
school_entry_age = _limit("school_entry_age")
schooling_years = _limit("schooling_years")
attendance_classes = _limit("attendance_classes")
water_minutes = _limit("water_minutes")
