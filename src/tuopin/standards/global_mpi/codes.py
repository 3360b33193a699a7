"""Code lists of household surveys, as far as the global MPI tells their entries apart."""

from tuopin.engine.language import CodeList, Entry
from tuopin.kernel.text import Text


def _list(name: str, zh: str, en: str, *entries: tuple[str, str, str]) -> CodeList:
    return CodeList(
        name,
        Text(zh, en),
        tuple(
            Entry(code, number, Text(z, e), (code,)) for number, (code, z, e) in enumerate(entries, start=1)
        ),
    )


FUEL = _list("fuel", "炊事燃料", "cooking fuel",
    ("electricity", "电", "electricity"), ("lpg", "液化气", "liquefied petroleum gas"),
    ("natural_gas", "天然气", "natural gas"), ("biogas", "沼气", "biogas"), ("kerosene", "煤油", "kerosene"),
    ("coal", "煤", "coal"), ("charcoal", "木炭", "charcoal"), ("wood", "木柴", "wood"),
    ("crop", "秸秆、灌木、草", "straw, shrubs or grass"), ("residue", "农作物残余", "crop residue"),
    ("dung", "牲畜粪便", "dung"), ("solar", "太阳能", "solar energy"),
    ("none", "家中不做饭", "no cooking at home"))  # fmt: skip

SANITATION = _list("sanitation", "厕所", "sanitation",
    ("sewer", "冲水入下水道", "flush to a sewer"), ("septic", "冲水入化粪池", "flush to a septic tank"),
    ("flush_pit", "冲水入坑", "flush to a pit"), ("ventilated_pit", "通风改良坑厕", "ventilated improved pit latrine"),
    ("slab_pit", "有盖板坑厕", "pit latrine with slab"), ("composting", "堆肥厕所", "composting toilet"),
    ("flush_elsewhere", "冲水排往他处", "flush to somewhere else"),
    ("open_pit", "无盖板坑厕", "pit latrine without slab"), ("bucket", "便桶", "bucket"),
    ("hanging", "悬空厕所", "hanging latrine"), ("none", "无厕所", "no facility"))  # fmt: skip

WATER = _list("water_source", "饮用水来源", "source of drinking water",
    ("piped_home", "自来水到户", "piped to the dwelling or yard"), ("public_tap", "公共水龙头", "public tap"),
    ("borehole", "管井", "tube well or borehole"), ("protected_well", "有保护的水井", "protected well"),
    ("protected_spring", "有保护的泉水", "protected spring"), ("rainwater", "雨水", "rainwater"),
    ("delivered", "水车、售水点", "tanker, cart or kiosk"), ("packaged", "瓶装或袋装水", "bottled or sachet water"),
    ("unprotected_well", "无保护的水井", "unprotected well"),
    ("unprotected_spring", "无保护的泉水", "unprotected spring"), ("surface", "地表水", "surface water"))  # fmt: skip
