"""Those recorded as exited against what an exit rests on, and their dates against each other."""

from datetime import date

from tuopin.engine.language import Level, on
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import limits as law
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts import household, members, person
from tuopin.standards.cn.facts.monitoring import household as watched

_exited = household.poverty_status == "exited"

STANDARD = family(
    "checks_exited", "脱贫户", "exited households", Level.HOUSEHOLD,
    check(ERROR, "above_line", ("脱贫户收入高于标准线", "an exited household above the line"),
          ("已脱贫，但人均纯收入未高于标准线", "exited, and income not above the line"),
          i.income_per_person > law.income_line, when=_exited, owner=owners.POVERTY_ALLEVIATION,
          evidence=(i.income_per_person,)),
    check(ERROR, "no_dropout", ("脱贫户无失学辍学", "no child out of school in an exited household"),
          ("已脱贫，但有失学辍学成员", "exited, and a child out of school"), i.schooling_guaranteed, when=_exited,
          owner=owners.EDUCATION, evidence=(i.children_out_of_school,)),
    check(ERROR, "safe_house", ("脱贫户住房安全", "a safe house of an exited household"),
          ("已脱贫，但住房不安全", "exited, and an unsafe house"), i.safe_housing, when=_exited,
          owner=owners.HOUSING, evidence=(household.housing_grade,)),
    check(ERROR, "safe_water", ("脱贫户饮水安全", "safe water of an exited household"),
          ("已脱贫，但饮水不安全", "exited, and unsafe water"), i.safe_water, when=_exited, owner=owners.WATER),
    check(ERROR, "ill_insured", ("脱贫户患病成员参加医保和大病保险", "the ill of an exited household are insured"),
          ("已脱贫，患病成员没有大病保障", "exited, and somebody ill is not insured"),
          members.all(
              ~person.health.has_any_of("chronic", "serious", "disabled") | i.insured | i.exempt_from_insurance
          ),
          when=_exited, owner=owners.MEDICAL_INSURANCE),
    check(ERROR, "exit_after_registration", ("脱贫时间不早于识别时间", "exited after being identified"),
          ("脱贫时间早于识别时间", "exited before being identified"),
          household.exited_on >= household.identified_on, source=sources.GENERAL),
    check(ERROR, "exit_not_in_future", ("脱贫时间不晚于今天", "no exit in the future"),
          ("脱贫时间在将来", "an exit in the future"), household.exited_on <= on, source=sources.GENERAL),
    check(ERROR, "exit_day_of_exited", ("有脱贫时间的已脱贫或返贫", "a day of exit only after an exit"),
          ("有脱贫时间，脱贫属性却是未脱贫", "a day of exit, and not exited"),
          household.poverty_status.is_one_of("exited", "returned"), when=household.exited_on.is_known(),
          source=sources.GENERAL),
)  # fmt: skip

SINCE_2021 = family(
    "checks_after_exit", "脱贫后", "after the exit", Level.HOUSEHOLD,
    check(DOUBT, "low_income_monitored", ("低于监测线的脱贫户已纳入监测", "monitored if below the monitoring line"),
          ("已脱贫，收入低于监测线，没有纳入监测", "exited, below the monitoring line, and not monitored"),
          watched.monitored, when=_exited & (i.income_per_person < law.monitoring_line),
          owner=owners.POVERTY_ALLEVIATION, evidence=(i.income_per_person,)),
    since=date(2021, 1, 1),
)  # fmt: skip
