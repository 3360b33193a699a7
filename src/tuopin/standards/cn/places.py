"""Area codes: 12 digits = province 2 + city 2 + county 2 + township 3 + village 3 (GB/T 2260, GB/T 10114)."""

from collections.abc import Mapping

from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import Place
from tuopin.kernel.text import Text

LEVELS = ("province", "city", "county", "township", "village")
LABELS = {
    "province": Text("省", "province"),
    "city": Text("市", "city"),
    "county": Text("县", "county"),
    "township": Text("乡镇", "township"),
    "village": Text("村", "village"),
}
_DIGITS = dict(zip(LEVELS, (2, 4, 6, 9, 12), strict=True))

WESTERN = frozenset(["15", "45", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "98"])
"""Provinces of the western group; 98 is fictional, for the synthetic city and the examples."""


def places_of(code: str, names: Mapping[str, str]) -> tuple[Place, ...]:
    """The village and everything above it. `names` by level; where none is known the code stands for it.

    Raises BadInput (`village_code`) unless the code has 12 digits.
    """
    if len(code) != 12 or not code.isascii() or not code.isdigit() or code.startswith("0"):
        raise BadInput(
            "village_code",
            zh=f"村代码 {code!r} 不是 12 位数字。请按“省2+市2+县2+乡3+村3”填写，并把单元格设为文本。",
            en=f"Village code {code!r} is not 12 digits. Write it as text: province 2, city 2, county 2, township 3, "
            "village 3.",
        )
    chain: list[Place] = []
    parent = None
    for level in LEVELS:
        part = code[: _DIGITS[level]]
        groups = frozenset({"western"}) if level == "province" and part in WESTERN else frozenset[str]()
        name = names.get(level) or part
        chain.append(Place(int(part), part, level, Text(name, name), parent, groups))
        parent = int(part)
    return tuple(chain)
