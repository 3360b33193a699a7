"""Ability to work against age and health, and health against itself: a set can contradict itself (decision B12)."""

from tuopin.engine.language import Level, on
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts import person
from tuopin.standards.cn.facts.people_details import person as details

_age = person.birth.age(on)
_of_working_age = (_age >= limits.labour_age_from) & (_age < limits.labour_age_until)
_healthy = person.health.has_any_of("healthy")
_ill = person.health.has_any_of("chronic", "serious", "disabled")
_able = person.labour.is_one_of("ordinary", "skilled")
_severe = details.disability_grade.is_one_of("first", "second")

STANDARD = family(
    "checks_labour", "劳动能力与健康", "ability to work and health", Level.PERSON,
    check(ERROR, "child_no_labour", ("16 岁以下登记为无劳动力", "no labour below sixteen"),
          ("16 岁以下登记有劳动能力", "below sixteen and able to work"), person.labour == "none",
          when=_age < limits.labour_age_from, owner=owners.LABOUR),
    check(DOUBT, "healthy_adult_able", ("16 至 59 岁健康非在校的有劳动能力", "a healthy adult not at school can work"),
          ("16 至 59 岁、健康、非在校，却登记为无劳动力", "healthy, 16 to 59, not at school, and no labour"),
          ~person.labour.is_one_of("none", "lost"), when=_of_working_age & _healthy & ~_ill & ~i.in_school,
          owner=owners.LABOUR),
    check(DOUBT, "severely_disabled", ("重度肢体残疾的不是普通劳动力", "severely disabled limbs, not ordinary"),
          ("重度肢体残疾，却登记为普通或技能劳动力", "severely disabled in the limbs, and ordinary or skilled labour"),
          ~_able, when=(details.disability == "limbs") & _severe, owner=owners.DISABLED_FEDERATION),
    check(DOUBT, "severely_disabled_mind", ("重度智力、精神残疾的不是普通劳动力",
                                            "severe disability of the mind is no ordinary labour"),
          ("重度智力或精神残疾，却登记为普通或技能劳动力", "severely disabled in mind, and ordinary or skilled labour"),
          ~_able, when=details.disability.is_one_of("intellect", "mind") & _severe,
          owner=owners.DISABLED_FEDERATION, source=sources.GENERAL),
    check(DOUBT, "very_old_not_ordinary", ("80 岁及以上不是普通劳动力", "nobody of eighty is ordinary labour"),
          ("80 岁及以上登记为普通或技能劳动力", "eighty or more, and ordinary or skilled labour"), ~_able,
          when=_age >= limits.ordinary_labour_until, owner=owners.LABOUR, source=sources.GENERAL),
    check(ERROR, "health_consistent", ("健康状况不自相矛盾", "health does not contradict itself"),
          ("既登记健康又登记病残", "healthy and ill or disabled at once"), ~(_healthy & _ill), owner=owners.HEALTH,
          source=sources.GENERAL),
    check(ERROR, "health_not_empty", ("健康状况至少选一项", "health says something"),
          ("健康状况一项也没有选", "health with nothing chosen"), _healthy | _ill, owner=owners.HEALTH,
          source=sources.GENERAL),
    check(ERROR, "card_and_health", ("持残疾人证的登记为残疾", "whoever holds a card is recorded as disabled"),
          ("持有残疾人证，健康状况却没有残疾", "holds a disability card, and is not recorded as disabled"),
          person.health.has_any_of("disabled"), when=details.disability_card, owner=owners.DISABLED_FEDERATION,
          source=sources.GENERAL),
)  # fmt: skip
