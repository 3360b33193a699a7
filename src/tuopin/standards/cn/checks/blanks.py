"""What must not stay blank. Only here a check asks whether something is known at all (`is_known`)."""

from tuopin.engine.language import Criterion, Expression, Fact, Level, Severity, on
from tuopin.kernel.text import Text
from tuopin.standards.cn import limits as law
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts import household, members, person
from tuopin.standards.cn.facts.compared import household as compared
from tuopin.standards.cn.facts.land_and_home import household as land
from tuopin.standards.cn.facts.people_details import person as details

_age = person.birth.age(on)
_exited = household.poverty_status.is_one_of("exited")


def _filled(
    severity: Severity, fact: Fact, *, when: Expression | None = None, owner: Text = owners.TOWNSHIP
) -> Criterion:
    zh, en = fact.label.zh, fact.label.en
    return check(severity, f"{fact.code}_filled", (f"已填{zh}", f"{en}: filled in"), (f"未填{zh}", f"{en}: blank"),
                 fact.is_known(), when=when, owner=owner)  # fmt: skip


PEOPLE = family(
    "checks_blanks_people", "人员信息空白", "blanks about people", Level.PERSON,
    _filled(ERROR, person.relation),
    _filled(ERROR, person.sex),
    _filled(ERROR, person.birth),
    _filled(DOUBT, details.ethnic_group),
    _filled(ERROR, person.health),
    _filled(ERROR, person.labour, when=(_age >= limits.labour_age_from) & (_age < limits.labour_blank_until)),
    _filled(ERROR, person.school, when=(_age >= law.school_age_from) & (_age < limits.school_blank_until)),
    _filled(DOUBT, person.education, when=_age >= law.school_age_from),
    check(DOUBT, "card_of_disabled", ("残疾人持有残疾人证", "a disabled person holds a card"),
          ("残疾但没有残疾人证", "disabled without a card"), details.disability_card,
          when=person.health.has_any_of("disabled"), owner=owners.DISABLED_FEDERATION),
    _filled(DOUBT, details.disability, when=details.disability_card, owner=owners.DISABLED_FEDERATION),
    _filled(DOUBT, details.disability_grade, when=details.disability_card, owner=owners.DISABLED_FEDERATION),
)  # fmt: skip

HOUSEHOLDS = family(
    "checks_blanks_households", "户信息空白", "blanks about households", Level.HOUSEHOLD,
    check(ERROR, "one_head", ("户主有且只有一人", "one head of the household"),
          ("没有户主或户主多于一人", "no head, or more than one"),
          members.count(person.relation == "head") == 1, evidence=(household.size,)),
    _filled(ERROR, household.size),
    check(ERROR, "people_as_declared", ("登记的成员数等于家庭人口数", "as many members on record as declared"),
          ("登记的成员数与家庭人口数不符", "other members on record than declared"),
          compared.people_on_record == household.size, evidence=(compared.people_on_record, household.size),
          source=sources.GENERAL),
    _filled(ERROR, household.registered),
    _filled(ERROR, household.poverty_status, when=household.registered),
    _filled(ERROR, household.cause, when=household.registered),
    _filled(ERROR, household.kind, when=household.registered),
    _filled(DOUBT, household.identified_on, when=household.registered),
    _filled(ERROR, household.exited_on, when=_exited),
    _filled(ERROR, household.net_income, when=household.registered),
    _filled(DOUBT, household.tap_at_home, owner=owners.WATER),
    _filled(DOUBT, household.water_clean, owner=owners.WATER),
    _filled(DOUBT, land.road_distance, owner=owners.TRANSPORT),
    _filled(DOUBT, land.fuel),
    _filled(DOUBT, land.toilet),
    _filled(ERROR, household.housing_grade, when=household.dwelling == "own", owner=owners.HOUSING),
    check(ERROR, "floor_area_given", ("住房面积大于 0", "floor area above 0"), ("住房面积为 0", "floor area of 0"),
          household.floor_area > 0, when=household.dwelling.is_one_of("own", "relocated"), owner=owners.HOUSING),
)  # fmt: skip
