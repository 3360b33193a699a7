"""The variant for provinces that ask a poor village for its roads and services as well (贫困村退出，含公共服务).

The national text only says that infrastructure, services, industry and collective income are considered;
which of them, and how much, provinces decide. This list is those most of them name.
"""

from datetime import date

from tuopin.engine.language import Criterion, Expression, Level, Standard
from tuopin.kernel.text import Text
from tuopin.standards.cn import limits, owners, sources, village_exit
from tuopin.standards.cn.facts import village
from tuopin.standards.cn.village_exit import on_the_list


def _service(
    code: str,
    *,
    label: Text,
    met_when: Expression,
    source: str,
    owner: Text,
    gap: Text,
    only_if: Expression | None = None,
) -> Criterion:
    """One service, asked of villages on the list (and only where `only_if` holds)."""
    return Criterion(
        code=code,
        label=label,
        met_when=met_when,
        applies_when=on_the_list if only_if is None else on_the_list & only_if,
        source=source,
        verified=source == sources.SHAANXI_577,
        owner=owner,
        gap=gap,
    )


SERVICES = (
    _service(
        "road",
        label=Text("通硬化路", "paved road to the township"),
        met_when=village.paved_road,
        source=sources.SHAANXI_577,
        owner=owners.TRANSPORT,
        gap=Text("未通硬化路", "no paved road"),
    ),
    # Asked where conditions allow (具备条件的通客车): no bus can be asked for where no paved road leads.
    _service(
        "bus_service",
        label=Text("具备条件的通客运班车", "bus service where a road allows it"),
        met_when=village.bus,
        source=sources.GENERAL,
        owner=owners.TRANSPORT,
        gap=Text("未通客运班车", "no bus"),
        only_if=village.paved_road,
    ),
    _service(
        "electricity",
        label=Text("通生活用电", "power for every home"),
        met_when=village.power,
        source=sources.SHAANXI_577,
        owner=owners.POWER,
        gap=Text("未通生活用电", "no power"),
    ),
    _service(
        "internet",
        label=Text("通宽带", "broadband"),
        met_when=village.broadband,
        source=sources.GENERAL,
        owner=owners.COMMUNICATIONS,
        gap=Text("未通宽带", "no broadband"),
    ),
    _service(
        "health_room",
        label=Text("有标准化卫生室", "standard clinic"),
        met_when=village.clinic,
        source=sources.SHAANXI_577,
        owner=owners.HEALTH,
        gap=Text("无标准化卫生室", "no standard clinic"),
    ),
    _service(
        "doctor",
        label=Text("有村医", "a village doctor"),
        met_when=village.doctors > 0,
        source=sources.GENERAL,
        owner=owners.HEALTH,
        gap=Text("无村医", "no village doctor"),
    ),
    _service(
        "collective_economy",
        label=Text("有村集体经济收入", "collective income"),
        met_when=village.collective_income > limits.collective_income_floor,
        source=sources.GUANGXI_VILLAGE,
        owner=owners.AGRICULTURE,
        gap=Text("无村集体经济收入", "no collective income"),
    ),
)

STANDARD = Standard(
    code="village_exit_services",
    label=Text("贫困村退出（含公共服务）", "village exit with services"),
    level=Level.VILLAGE,
    source=sources.EXIT_VILLAGE,
    criteria=(*village_exit.STANDARD.criteria, *SERVICES),
    in_force_from=village_exit.STANDARD.in_force_from,
    in_force_until=date(2020, 12, 31),
    note=Text(
        "变体：在贫困发生率之外，逐项要求基础设施、公共服务和村集体经济收入。各省要求不同。",
        "A variant: besides the incidence, roads, services and collective income, each on its own. Provinces differ.",
    ),
)
