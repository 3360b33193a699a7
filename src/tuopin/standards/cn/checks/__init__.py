"""Data checks by family, and traces of falsification: what the records say about themselves.

Judged on request: `--standard cn/checks` for all families, `--standard cn/checks_income` for one.
"""

from tuopin.standards.cn.checks import (
    benefits,
    blanks,
    causes,
    exited,
    falsification,
    helpers,
    identity,
    income,
    labour,
    land,
    measures,
    schooling,
    villages,
    work,
)

CHECKS = (
    identity.STANDARD,
    blanks.PEOPLE,
    blanks.HOUSEHOLDS,
    causes.STANDARD,
    schooling.STANDARD,
    labour.STANDARD,
    work.STANDARD,
    income.STANDARD,
    land.STANDARD,
    benefits.PEOPLE,
    benefits.HOUSEHOLDS,
    exited.STANDARD,
    exited.SINCE_2021,
    measures.STANDARD,
    villages.STANDARD,
    helpers.STANDARD,
    falsification.HOUSEHOLDS,
    falsification.VILLAGES,
)
