"""How a data check is written: `met` says that the record can be true, `not met` that it cannot, or hardly.

So a check reads like a requirement on the record: its label says what is right, its gap what is wrong, and the answer
that needs somebody is "not met", with the check's severity. Unknown stays unknown: a blank is the business of the blank
checks, and nobody's mistake elsewhere.
"""

from datetime import date

from tuopin.engine.language import Criterion, Expression, Level, Method, Reads, Severity, Standard
from tuopin.kernel.text import Text
from tuopin.standards.cn import owners, sources


def check(
    severity: Severity,
    code: str,
    right: tuple[str, str],
    wrong: tuple[str, str],
    met_when: Expression,
    *,
    when: Expression | None = None,
    owner: Text = owners.TOWNSHIP,
    source: str = sources.DATA_CHECKS,
    evidence: tuple[Expression, ...] = (),
) -> Criterion:
    """`right` and `wrong` in Chinese and English; `when` says whose record is asked about."""
    return Criterion(
        code=code,
        label=Text(*right),
        gap=Text(*wrong),
        met_when=met_when,
        applies_when=when,
        reads=Reads.CHECK,
        severity=severity,
        source=source,
        owner=owner,
        evidence=evidence,
    )


def family(
    code: str, zh: str, en: str, level: Level, *checks: Criterion, since: date = date(2014, 1, 1)
) -> Standard:
    """The checks of one subject at one level; each stands alone."""
    return Standard(
        code=code,
        label=Text(f"数据核查：{zh}", f"data checks: {en}"),
        level=level,
        source=sources.DATA_CHECKS,
        criteria=checks,
        method=Method.EACH,
        in_force_from=since,
        note=NOTE,
    )


ERROR, DOUBT = Severity.ERROR, Severity.DOUBT
NOTE = Text(
    "“通过”指记录可信，“未通过”指记录有错误或疑点，须核对；不据此认定或取消资格。未知两者都不算。",
    "Passed says that the record can be true; failed that it must be looked at, as an error or a doubt. Nobody gains "
    "or loses anything by it. Unknown is neither.",
)
