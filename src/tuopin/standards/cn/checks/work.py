"""Work away, wages and public posts, as a person's own row tells them."""

from tuopin.engine.language import Level, on
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts import person
from tuopin.standards.cn.facts.people_details import person as details

_age = person.birth.age(on)
_works = person.work_months > 0
_OWNER = owners.LABOUR

STANDARD = family(
    "checks_work", "务工与岗位", "work and posts", Level.PERSON,
    check(ERROR, "months_with_place", ("填了务工区域的填了务工时间", "months of work where a place is given"),
          ("有务工区域，没有务工时间", "a place of work without months"), _works, when=person.work_place.is_known(),
          owner=_OWNER),
    check(ERROR, "place_with_months", ("填了务工时间的填了务工区域", "a place of work where months are given"),
          ("有务工时间，没有务工区域", "months of work without a place"), person.work_place.is_known(), when=_works,
          owner=_OWNER),
    check(DOUBT, "able_to_work", ("无劳动力的不务工", "nobody without labour works away"),
          ("登记为无劳动力或丧失劳动力，却有务工时间", "no labour, and months of work"),
          ~person.labour.is_one_of("none", "lost"), when=_works, owner=_OWNER),
    check(DOUBT, "pupil_not_working", ("在校生不务工", "no pupil works away"),
          ("在校就读，却有务工时间", "in school, and months of work"), ~_works, when=i.in_school, owner=_OWNER),
    check(ERROR, "prisoner_not_working", ("服刑、服役人员不务工", "no prisoner or soldier works away"),
          ("服刑或服役，却有务工时间", "in prison or in the army, and months of work"), ~_works,
          when=person.prisoner | person.soldier, owner=_OWNER, source=sources.GENERAL),
    check(DOUBT, "monthly_wage_not_low", ("月工资不过低", "a monthly wage not too low"),
          ("月工资低于 100 元", "a monthly wage below 100 yuan"), details.monthly_wage >= limits.monthly_wage_least,
          when=_works, owner=_OWNER),
    check(DOUBT, "monthly_wage_not_high", ("月工资不过高", "a monthly wage not too high"),
          ("月工资高于 30000 元", "a monthly wage above 30,000 yuan"),
          details.monthly_wage <= limits.monthly_wage_most, when=_works, owner=_OWNER),
    check(ERROR, "post_not_too_young", ("公益岗位人员年满 16 岁", "sixteen in a public post"),
          ("16 岁以下在公益岗位", "below sixteen and in a public post"), _age >= limits.post_age_from,
          when=details.public_post, owner=_OWNER),
    check(DOUBT, "post_not_too_old", ("公益岗位人员不满 70 岁", "below seventy in a public post"),
          ("70 岁及以上在公益岗位", "seventy or more and in a public post"), _age < limits.post_age_until,
          when=details.public_post, owner=_OWNER),
    check(DOUBT, "post_of_the_able", ("公益岗位人员有劳动能力", "whoever holds a public post can work"),
          ("登记为无劳动力或丧失劳动力，却在公益岗位", "no labour, and in a public post"),
          ~person.labour.is_one_of("none", "lost"), when=details.public_post, owner=_OWNER, source=sources.GENERAL),
    check(DOUBT, "few_jobs", ("一人不超过两个岗位", "two jobs at most"),
          ("一人登记三个及以上岗位", "three jobs or more of one person"), details.jobs <= limits.jobs_most,
          owner=_OWNER),
)  # fmt: skip
