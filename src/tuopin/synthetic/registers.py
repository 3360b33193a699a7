"""Beside the facts: who helps a registered household, and what was done for it."""

from datetime import date

import numpy as np
import pyarrow as pa

from tuopin.standards.cn.codes import CAUSE
from tuopin.synthetic.columns import day_number
from tuopin.synthetic.draws import Draws, Whole, keys_of
from tuopin.synthetic.papers import citizen_numbers, phones_of
from tuopin.synthetic.villages import Villages, numeral

Cells = list[str | int | float | None]
_HOUSEHOLDS_OF_HELPER = 5
_UNITS = (
    "教育局", "水利局", "卫生健康局", "财政局", "农业农村局", "交通运输局", "住房和城乡建设局", "税务局",
    "医院", "中学",
)  # fmt: skip
_RANKS = ("科员", "副股级", "股级", "副科级", "正科级")
_ASSISTANCE: dict[str, tuple[str, ...]] = {
    "illness": ("健康帮扶", "综合保障", "产业帮扶"), "disability": ("综合保障", "健康帮扶", "公益岗位"),
    "labour": ("综合保障", "公益岗位", "社会帮扶"), "skills": ("就业帮扶", "产业帮扶", "教育帮扶"),
    "funds": ("金融帮扶", "产业帮扶", "就业帮扶"), "schooling": ("教育帮扶", "义务教育保障", "就业帮扶"),
    "motivation": ("公益岗位", "产业帮扶", "社会帮扶"), "disaster": ("住房安全", "生产生活条件改善", "社会帮扶"),
    "transport": ("基础设施", "易地搬迁", "产业帮扶"), "land": ("就业帮扶", "产业帮扶", "公益岗位"),
    "water": ("饮水安全", "基础设施", "生产生活条件改善"),
}  # fmt: skip
"""Families of assistance by main cause, the likeliest first."""
_CONTENT = {
    "健康帮扶": "家庭医生签约服务", "综合保障": "低保兜底", "产业帮扶": "发展养殖", "公益岗位": "护林员岗位",
    "社会帮扶": "结对帮助", "就业帮扶": "外出务工补贴", "教育帮扶": "助学补助", "金融帮扶": "小额信贷",
    "义务教育保障": "控辍保学", "住房安全": "危房改造", "生产生活条件改善": "厨房改造", "基础设施": "入户路硬化",
    "易地搬迁": "安置房", "饮水安全": "自来水入户",
}  # fmt: skip


class Registers:
    """Columns by header for the registered households of a table."""

    def __init__(self, villages: Villages, households: pa.Table) -> None:
        registered = np.flatnonzero(np.asarray(households["registered"]))
        self.codes = households["code"].take(registered).to_pylist()
        order = np.argsort(villages.id)
        village = np.asarray(households["village"])[registered]
        self.row = order[np.searchsorted(villages.id[order], village)]
        self.villages = villages
        number = np.asarray(households["household"])[registered] % 1_000_000
        self.draws = Draws(keys_of(villages.keys[self.row], number))
        self.cause = np.asarray(households["cause"].take(registered)).astype(np.int64)
        identified = households["identified_on"].take(registered).cast(pa.int32())
        self.identified_on = np.asarray(identified).astype(np.int64)

    def helpers(self) -> dict[str, Cells]:
        """One a household; a helper has about five."""
        rank = self._rank_in_village() // _HOUSEHOLDS_OF_HELPER
        helper = self.villages.number[self.row] * 200 + rank
        own = Draws(keys_of(np.ones(1, dtype=np.uint64), helper))
        births = day_number(date(1965, 1, 1)) + helper % 9_000
        # Helpers have numbers of the area code 990000, which no villager has.
        numbers = citizen_numbers(np.full(len(helper), 990_000), births, helper // 9_000 % 999 + 1)
        first = own.between("name", 1, 99).tolist()
        since = np.maximum(self.identified_on + 30, day_number(date(2016, 1, 1)))
        return {
            "户编号": self.codes,
            "帮扶人姓名": [f"示例{numeral(number)}" for number in first],
            "帮扶人证件号码": list(numbers),
            "联系电话": list(phones_of(own)),
            "帮扶单位": [f"示例{_UNITS[step]}" for step in own.between("unit", 0, len(_UNITS) - 1).tolist()],
            "单位隶属关系": ["县级"] * len(helper),
            "职务": [_RANKS[step] for step in own.between("rank", 0, len(_RANKS) - 1).tolist()],
            "第一书记": ["是" if first_one else "否" for first_one in (rank == 0).tolist()],
            "驻村队员": ["是" if early else "否" for early in (rank < 3).tolist()],
            "帮扶开始时间": days_written(since),
            "帮扶结束时间": [None] * len(helper),
        }

    def assistance(self) -> dict[str, Cells]:
        """One to three a household, fitting its main cause."""
        count = 1 + self.draws.pick("how much assistance", (25, 45, 30))
        each = np.repeat(np.arange(len(count)), count)
        nth = np.arange(len(each)) - np.repeat(np.cumsum(count) - count, count)
        own = Draws(keys_of(self.draws.keys[each], 100 + nth))
        families = [
            _ASSISTANCE[CAUSE.by_number[cause].code][step]
            for cause, step in zip(self.cause[each].tolist(), nth.tolist(), strict=True)
        ]
        year = own.between("assistance year", 2016, 2019)
        codes = self.codes
        return {
            "户编号": [codes[row] for row in each.tolist()],
            "措施类别": list(families),
            "措施内容": [_CONTENT[family] for family in families],
            "实施单位": [f"示例{_UNITS[step]}" for step in own.between("unit", 0, len(_UNITS) - 1).tolist()],
            "金额": (own.between("amount", 2, 60) * 100).tolist(),
            "年度": year.tolist(),
            "开始时间": [f"{each_year}-03-01" for each_year in year.tolist()],
            "完成时间": [f"{each_year}-11-30" for each_year in year.tolist()],
        }

    def _rank_in_village(self) -> Whole:
        """Rows are in the order of villages."""
        starts = (
            np.flatnonzero(np.concatenate([[True], self.row[1:] != self.row[:-1]]))
            if len(self.row)
            else self.row
        )
        return np.arange(len(self.row)) - np.repeat(starts, np.diff(np.append(starts, len(self.row))))


def days_written(days: Whole) -> Cells:
    """2020-06-30, from days since 1970."""
    return list(np.datetime_as_string(days.astype("datetime64[D]")).tolist())
