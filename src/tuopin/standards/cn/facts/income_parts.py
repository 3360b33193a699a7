"""The parts of a household's income that have names of their own, all in yuan a year (domain reference 2.5 and 2.6)."""

from tuopin.engine.language import Fact, Level, number


def _yuan(code: str, zh: str, en: str) -> Fact:
    return number(
        Level.HOUSEHOLD, code, zh, en, unit="CNY/household/year", decimals=2, low=0, high=10_000_000
    )


class household:  # noqa: N801
    """Parts of 转移性收入; only the dividend is a part of 财产性收入."""

    family_planning_grant = _yuan("family_planning_grant", "计划生育金", "family planning grant")
    allowance_income = _yuan("allowance_income", "低保金", "minimum-living allowance received")
    support_income = _yuan("support_income", "特困供养金", "support for the destitute received")
    pension_income = _yuan("pension_income", "养老保险金", "pensions received")
    ecology_income = _yuan("ecology_income", "生态补偿金", "ecological compensation")
    disability_subsidy = _yuan("disability_subsidy", "残疾人两项补贴", "disability subsidies")
    farm_subsidy = _yuan("farm_subsidy", "农业补贴", "farm subsidies")
    old_age_allowance = _yuan("old_age_allowance", "高龄津贴", "old-age allowance")
    resettlement_subsidy = _yuan(
        "resettlement_subsidy", "水库移民后期扶持资金", "subsidy for resettlement by reservoirs"
    )
    other_transfer = _yuan("other_transfer", "其他转移性收入", "other transfers")
    asset_dividend = _yuan("asset_dividend", "资产收益", "dividend of assets")
