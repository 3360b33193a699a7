"""What must be explained before a household may be (or stay) on the list. Never a reason by itself to strike it off.

Most come from lists of other departments: house sales, vehicles, companies, payrolls. Null is: nobody compared.
"""

from tuopin.engine.language import Level, number, yes_no

P, H = Level.PERSON, Level.HOUSEHOLD


class person:  # noqa: N801 - reads as the subject in rules
    company_registered = yes_no(P, "company_registered", "注册公司或企业", "registered a company")
    company_operating = yes_no(P, "company_operating", "公司或企业实际经营", "the company operates")
    contractor = yes_no(P, "contractor", "承包工程", "contractor of works")
    studies_abroad = yes_no(P, "studies_abroad", "自费出国留学", "studies abroad at own cost")
    public_salary = yes_no(P, "public_salary", "财政供养人员", "on public salary")
    village_cadre = yes_no(P, "village_cadre", "村干部", "village cadre")
    commercial_pension = yes_no(P, "commercial_pension", "购买商业养老保险", "commercial pension")
    convicted = yes_no(P, "convicted", "因赌博、吸毒等违法受处罚", "punished for gambling, drugs or the like")
    died = yes_no(P, "died", "已死亡", "died")
    missing = yes_no(P, "missing", "失踪", "missing")
    shares_budget = yes_no(P, "shares_budget", "共享开支或收入", "shares the budget")


class household:  # noqa: N801
    town_property = yes_no(
        H,
        "town_property",
        "在城镇购买住房、商铺或土地（易地搬迁除外）",
        "bought a flat, shop or land in town",
    )
    luxury_home = yes_no(H, "luxury_home", "住房豪华装修", "luxury fit-out of the home")
    car = yes_no(H, "car", "拥有家用轿车等车辆", "owns a car")
    vehicle_value = number(
        H, "vehicle_value", "车辆价值", "value of vehicles", unit="CNY/household", decimals=2, low=0, high=10_000_000
    )  # fmt: skip
    heavy_machinery = yes_no(
        H,
        "heavy_machinery",
        "拥有大型农用车、工程机械或船舶",
        "owns a large farm vehicle, machinery or a boat",
    )
    employer = yes_no(H, "employer", "长期雇用他人", "employs others all year")
    long_absent = yes_no(H, "long_absent", "长期不在、人户分离", "long absent, lives elsewhere")
    moved_to_qualify = yes_no(
        H, "moved_to_qualify", "为享受政策迁户、分户", "moved or split its registration to qualify"
    )
    relative_on_public_salary = yes_no(
        H,
        "relative_on_public_salary",
        "父母、配偶或子女为财政供养人员",
        "a parent, spouse or child on public salary",
    )
    complaint_open = yes_no(H, "complaint_open", "信访举报未作说明", "a complaint that nobody has explained")
