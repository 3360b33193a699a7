"""What the later forms ask about a person: ethnic group, disability card, doctor, pensions, support, posts, wages."""

from tuopin.engine.language import Level, code, number, yes_no
from tuopin.standards.cn import codes_of_details as codes

P = Level.PERSON


class person:  # noqa: N801
    ethnic_group = code(P, "ethnic_group", "民族", "ethnic group", codes=codes.ETHNIC_GROUP)
    disability_card = yes_no(P, "disability_card", "持有残疾人证", "holds a disability card")
    disability = code(P, "disability", "残疾类别", "type of disability", codes=codes.DISABILITY)
    disability_grade = code(
        P, "disability_grade", "残疾等级", "grade of disability", codes=codes.DISABILITY_GRADE
    )
    contract_doctor = yes_no(P, "contract_doctor", "签约家庭医生", "has a contract doctor")
    resident_pension = yes_no(P, "resident_pension", "参加城乡居民基本养老保险", "resident pension")
    employee_pension = yes_no(P, "employee_pension", "参加城镇职工基本养老保险", "employee pension")
    support = yes_no(P, "support", "享受特困供养", "supported as destitute")
    public_post = yes_no(P, "public_post", "从事公益性岗位", "in a public post")
    jobs = number(P, "jobs", "岗位数", "jobs held", unit="job/person", low=0, high=99)
    monthly_wage = number(
        P,
        "monthly_wage",
        "月工资",
        "wage a month",
        unit="CNY/person/month",
        decimals=2,
        low=0,
        high=1_000_000,
    )
