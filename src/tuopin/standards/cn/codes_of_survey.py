"""Code lists of the survey module: as far as indices of the world tell their entries apart; this pack's own numbers."""

from tuopin.engine.language import CodeList, Entry
from tuopin.kernel.text import Text


def _list(name: str, zh: str, en: str, *entries: tuple[int, str, str, str, tuple[str, ...]]) -> CodeList:
    return CodeList(
        name,
        Text(zh, en),
        tuple(Entry(code, number, Text(z, e), more) for number, code, z, e, more in entries),
    )


TOILET = _list("toilet", "厕所类型", "toilet",
    (1, "sewer", "水冲入管网", "flush to a sewer", ()),
    (2, "septic", "水冲入化粪池", "flush to a septic tank", ("三格化粪池",)),
    (3, "biogas", "沼气池式", "with a biogas tank", ()),
    (4, "ventilated_pit", "通风改良旱厕", "ventilated improved pit", ()),
    (5, "slab_pit", "有盖板旱厕", "pit with a slab", ()), (6, "open_pit", "简易旱厕", "open pit", ("旱厕",)),
    (7, "bucket", "便桶", "bucket", ()), (8, "none", "无厕所", "no toilet", ()))  # fmt: skip

WATER_SOURCE = _list("water_source", "饮用水来源", "source of drinking water",
    (1, "piped_home", "自来水到户", "piped to the home", ("自来水",)),
    (2, "public_tap", "公共供水点", "public tap", ()),
    (3, "borehole", "机井", "borehole", ("管井",)), (4, "protected_well", "有保护的水井", "protected well", ()),
    (5, "protected_spring", "有保护的泉水", "protected spring", ()),
    (6, "rainwater", "水窖", "rainwater tank", ("雨水",)),
    (7, "delivered", "送水车", "delivered by truck", ()), (8, "packaged", "桶装水", "bottled water", ()),
    (9, "unprotected_well", "无保护的水井", "unprotected well", ()),
    (10, "unprotected_spring", "无保护的泉水", "unprotected spring", ()),
    (11, "surface", "河塘地表水", "river or pond", ("地表水",)))  # fmt: skip

FLOOR = _list("floor", "地面材料", "floor",
    (1, "earth", "泥土", "earth", ("土",)),
    (2, "planks", "木板", "planks", ()), (3, "brick", "砖石", "brick or stone", ("砖",)),
    (4, "cement", "水泥", "cement", ()), (5, "tile", "瓷砖", "tile", ("地砖",)))  # fmt: skip

ROOF = _list("roof", "屋顶材料", "roof",
    (1, "thatch", "茅草", "thatch", ("草",)), (2, "plastic", "塑料布或油毡", "plastic sheet or felt", ()),
    (3, "metal", "铁皮或石棉瓦", "metal or asbestos sheet", ()), (4, "tile", "瓦", "tile", ()),
    (5, "concrete", "混凝土", "concrete", ("水泥",)))  # fmt: skip

WALLS = _list("walls", "墙体材料", "walls",
    (1, "bamboo", "竹木草", "bamboo or reeds", ("竹木",)), (2, "earth", "土坯", "adobe", ("土",)),
    (3, "planks", "木板", "planks", ("木",)),
    (4, "stone", "石头", "stone", ("石",)), (5, "brick", "砖", "brick", ("砖混",)),
    (6, "concrete", "混凝土", "concrete", ()))  # fmt: skip
