"""The numbers of this pack that documents set, ready to stand in rules. Values and sources: parameters/*.yaml."""

from tuopin.engine.language import Expression, parameter_ref
from tuopin.standards.parameter_files import read_parameters

PARAMETERS = read_parameters("tuopin.standards.cn")


def _limit(code: str) -> Expression:
    return parameter_ref(PARAMETERS[code])


income_line = _limit("income_line")
incidence_limit = _limit("incidence_limit")
collective_income_floor = _limit("collective_income_floor")
school_age_from = _limit("school_age_from")
school_age_until = _limit("school_age_until")
newborn_grace_days = _limit("newborn_grace_days")
water_litres = _limit("water_litres")
water_litres_short = _limit("water_litres_short")
water_minutes = _limit("water_minutes")
water_distance = _limit("water_distance")
water_climb = _limit("water_climb")
water_dry_days = _limit("water_dry_days")

county_incidence_limit = _limit("county_incidence_limit")
wrong_exit_limit = _limit("wrong_exit_limit")
omission_limit = _limit("omission_limit")
recognition_floor = _limit("recognition_floor")

monitoring_line = _limit("monitoring_line")
clearance_days = _limit("clearance_days")
medical_alert_registered = _limit("medical_alert_registered")
medical_alert_other = _limit("medical_alert_other")
disaster_alert = _limit("disaster_alert")

local_flags = _limit("local_flags")
vehicle_value_limit = _limit("vehicle_value_limit")
