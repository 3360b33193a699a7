"""What must be explained before a household is put, or left, on a list (四有、七清四严、错评剔除).

A flag never strikes anybody off: `met` asks for an explanation and for evidence. 清 flags remove a household unless
it can rebut them, 审 flags ask for a strict look; both go through people. Local flags stay off until a place turns
them on.
"""

from datetime import date

from tuopin.engine.language import Criterion, Expression, Level, Method, Reads, Standard, indicator
from tuopin.kernel.text import Text
from tuopin.standards.cn import limits, owners, sources
from tuopin.standards.cn.facts import flags, household, members
from tuopin.standards.cn.facts import person as registered_person
from tuopin.standards.cn.facts.flags import person
from tuopin.standards.cn.facts.monitoring import household as watched
from tuopin.standards.cn.guarantees import only_for

# Until 2020 the list is the register; nobody was asked then whether a household is monitored.
on_a_list = indicator(
    "on_a_list", "建档立卡户或监测对象", "registered or monitored", household.registered | watched.monitored
)
_house = flags.household


def _flag(
    code: str,
    zh: str,
    en: str,
    met_when: Expression,
    owner: Text,
    *,
    rebut: bool,
    source: str,
    local: bool = False,
    evidence: tuple[Expression, ...] = (),
) -> Criterion:
    """One flag; `rebut`: it removes unless rebutted (清), or else is looked into (审)."""
    clear = Text(f"清：{zh}", f"{en} (remove unless rebutted)")
    review = Text(f"审：{zh}", f"{en} (look into)")
    return Criterion(
        code=code,
        label=clear if rebut else review,
        met_when=met_when,
        applies_when=limits.local_flags > 0 if local else None,
        source=source,
        verified=source == sources.SHANGRAO,
        owner=owner,
        reads=Reads.FLAG,
        evidence=evidence,
        gap=Text(zh, en),
    )


FLAGS = (
    _flag(
        "property",
        "城镇购房购地或豪华装修",
        "property in town or a luxury home",
        _house.town_property | _house.luxury_home,
        owners.NATURAL_RESOURCES,
        rebut=True,
        source=sources.SHANGRAO,
        evidence=(_house.town_property, _house.luxury_home),
    ),
    _flag(
        "vehicles",
        "有轿车、大型农用车、工程机械或船舶",
        "a car, a large farm vehicle, machinery or a boat",
        _house.car | _house.heavy_machinery,
        owners.PUBLIC_SECURITY,
        rebut=True,
        source=sources.SHANGRAO,
        evidence=(_house.car, _house.heavy_machinery),
    ),
    # A company only on paper (a name lent, a cooperative never begun) is no flag: it must operate.
    _flag(
        "business",
        "办企业、包工程或长期雇人",
        "owns a company, contracts works or employs others",
        members.any((person.company_registered & person.company_operating) | person.contractor)
        | _house.employer,
        owners.MARKET,
        rebut=True,
        source=f"{sources.SHANGRAO}；注册且实际经营：{sources.TEN_PRINCIPLES}",
        evidence=(_house.employer,),
    ),
    _flag(
        "absent",
        "长期不在、人户分离",
        "long absent, lives elsewhere",
        _house.long_absent,
        owners.TOWNSHIP,
        rebut=True,
        source=sources.SHANGRAO,
    ),
    _flag(
        "study_abroad",
        "自费出国留学",
        "studies abroad at own cost",
        members.any(person.studies_abroad),
        owners.EDUCATION,
        rebut=True,
        source=sources.SHANGRAO,
    ),
    _flag(
        "moved_to_qualify",
        "为享受政策迁户、分户",
        "moved or split its registration to qualify",
        _house.moved_to_qualify,
        owners.PUBLIC_SECURITY,
        rebut=True,
        source=sources.SHANGRAO,
    ),
    _flag(
        "public_salary",
        "成员由财政供养",
        "a member on public salary",
        members.any(person.public_salary),
        owners.PUBLIC_FINANCE,
        rebut=False,
        source=sources.SHANGRAO,
    ),
    _flag(
        "village_cadre",
        "成员为村干部",
        "a member is a village cadre",
        members.any(person.village_cadre),
        owners.ORGANISATION,
        rebut=False,
        source=sources.SHANGRAO,
    ),
    _flag(
        "commercial_pension",
        "购买商业养老保险",
        "a commercial pension",
        members.any(person.commercial_pension),
        owners.POVERTY_ALLEVIATION,
        rebut=False,
        source=sources.SHANGRAO,
    ),
    _flag(
        "complaint",
        "信访举报未作说明",
        "a complaint nobody has explained",
        _house.complaint_open,
        owners.PETITIONS,
        rebut=False,
        source=sources.SHANGRAO,
    ),
    # About one member, not about the household: the list of members is to be corrected.
    _flag(
        "members_to_remove",
        "成员死亡、失踪、服刑或不共享开支",
        "a member dead, missing, in prison or not sharing the budget",
        members.any(person.died | person.missing | registered_person.prisoner | ~person.shares_budget),
        owners.TOWNSHIP,
        rebut=False,
        source=sources.TEN_PRINCIPLES,
    ),
)

LOCAL = (
    _flag(
        "convicted",
        "因赌博、吸毒等受处罚",
        "punished for gambling, drugs or the like",
        members.any(person.convicted),
        owners.PUBLIC_SECURITY,
        rebut=True,
        source=sources.SHANGRAO,
        local=True,
    ),
    _flag(
        "relative_on_salary",
        "父母、配偶或子女由财政供养",
        "a parent, spouse or child on public salary",
        _house.relative_on_public_salary,
        owners.PUBLIC_FINANCE,
        rebut=True,
        source=sources.TEN_PRINCIPLES,
        local=True,
    ),
    _flag(
        "costly_vehicle",
        "车辆价值超过限值",
        "vehicles worth more than the limit",
        _house.vehicle_value > limits.vehicle_value_limit,
        owners.PUBLIC_SECURITY,
        rebut=True,
        source=sources.TEN_PRINCIPLES,
        local=True,
        evidence=(_house.vehicle_value,),
    ),
)

_CRITERIA = (*FLAGS, *LOCAL)
_NOTE = Text(
    "“清”为除非说明清楚应予清退，“审”为须严格审查；任何一项都只是复核理由，从不自动清退。"
    "后三项是地方性规定，由参数“采用地方性需说明事项”在当地开启，其他地方不适用。",
    "Some flags remove a household unless rebutted, the others are looked into; every one is a reason for review "
    "and none strikes anybody off by itself. The last three are local: a parameter turns them on where they are "
    "used, elsewhere they are not applicable.",
)

UNTIL_2020 = Standard(
    code="exclusion_flags_2014",
    label=Text("建档立卡户需说明事项（四有、七清四严）", "flags to be explained (registered households)"),
    level=Level.HOUSEHOLD,
    source=sources.SHANGRAO,
    criteria=only_for(household.registered, _CRITERIA),
    method=Method.EACH,
    in_force_from=date(2014, 1, 1),
    in_force_until=date(2020, 12, 31),
    note=_NOTE,
)
STANDARD = Standard(
    code="exclusion_flags",
    label=Text("需说明事项（四有、七清四严）", "flags to be explained"),
    level=Level.HOUSEHOLD,
    source=sources.SHANGRAO,
    criteria=only_for(on_a_list, _CRITERIA),
    method=Method.EACH,
    in_force_from=date(2021, 1, 1),
    note=_NOTE,
)
