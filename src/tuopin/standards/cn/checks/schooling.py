"""Ages and classes, schooling and health: what a person's own row says about school."""

from tuopin.engine.language import Level, on
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import limits as law
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts import person

_age = person.birth.age(on)
_junior = person.school.is_one_of("grade_7", "grade_8", "grade_9")
_senior = person.school.is_one_of(
    "senior_1", "senior_2", "senior_3", "vocational_1", "vocational_2", "vocational_3"
)
_college = person.school.is_one_of(
    "higher_vocational_1", "higher_vocational_2", "higher_vocational_3", "college"
)
_OWNER = owners.EDUCATION

STANDARD = family(
    "checks_schooling", "就学", "schooling", Level.PERSON,
    check(DOUBT, "primary_age", ("小学生不超龄", "no adult in primary school"),
          ("20 岁及以上仍在读小学", "twenty or more and in primary school"), _age < limits.primary_age_until,
          when=person.school == "primary", owner=_OWNER),
    check(DOUBT, "junior_age", ("初中生 12 至 17 岁", "12 to 17 in junior secondary"),
          ("在读初中，但年龄不在 12 至 17 岁", "in junior secondary, and not 12 to 17"),
          (_age >= limits.junior_age_from) & (_age < limits.junior_age_until), when=_junior, owner=_OWNER),
    check(ERROR, "senior_not_too_young", ("高中、中职生年满 15 岁", "fifteen in senior or vocational school"),
          ("14 岁及以下在读高中或中职", "fourteen or less and in senior or vocational school"),
          _age >= limits.senior_age_from, when=_senior | _college, owner=_OWNER),
    check(DOUBT, "senior_not_too_old", ("高中、中职生不超过 20 岁", "twenty at most in senior or vocational school"),
          ("超过 20 岁在读高中或中职", "more than twenty and in senior or vocational school"),
          _age < limits.senior_age_until, when=_senior, owner=_OWNER),
    check(DOUBT, "preschool_age", ("7 岁及以上的健康儿童不在学前", "no healthy child of seven before school"),
          ("7 岁及以上且健康，仍为学前教育", "healthy, seven or more, and in preschool"),
          _age < limits.preschool_age_until,
          when=(person.school == "preschool") & person.health.has_any_of("healthy"), owner=_OWNER),
    check(ERROR, "preschool_education", ("学龄前儿童未到入学年龄", "below school age before school"),
          ("文化程度为学龄前儿童，但已过入学年龄", "education: below school age, and of school age"),
          _age <= law.school_age_from, when=person.education == "preschool", owner=_OWNER),
    check(DOUBT, "education_of_pupils", ("在校阶段与文化程度相符", "education fits the school attended"),
          ("在读高中及以上，但文化程度不到初中", "in senior school or higher, and educated below junior secondary"),
          person.education.is_one_of("junior", "senior", "college"), when=_senior | _college, owner=_OWNER),
    check(ERROR, "finished_not_in_primary", ("完成义务教育的不在小学", "whoever finished is not in primary school"),
          ("已完成义务教育，但仍在读小学或初中", "finished compulsory education, and still in it"),
          ~(_junior | (person.school == "primary")), when=person.finished_compulsory, owner=_OWNER,
          source=sources.GENERAL),
    check(DOUBT, "taught_at_home_for_health", ("送教上门的有病残", "taught at home for reasons of health"),
          ("健康却送教上门", "healthy and taught at home"), ~person.health.has_any_of("healthy"),
          when=person.taught_at_home, owner=_OWNER, source=sources.GENERAL),
    check(ERROR, "unfit_not_in_school", ("不具备学习条件的不在校", "whoever is unfit for school is not in it"),
          ("登记为不具备学习条件，却在校就读", "unfit for school, and in school"),
          ~i.in_school | person.taught_at_home, when=person.unfit_for_school, owner=_OWNER, source=sources.GENERAL),
)  # fmt: skip
