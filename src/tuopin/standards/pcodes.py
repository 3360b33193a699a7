"""Places of packs that are not one country's: P-codes, written with all that lies above, such as KE/KE047/KE04701/A12.

The number of a place is a digest of its whole code, so that files read apart, in any order, agree on it without a
register of codes. The full code is kept as the place's own: short codes of villages repeat from district to district.
"""

from collections.abc import Mapping
from hashlib import blake2b

from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import Place
from tuopin.kernel.text import Text

LEVELS = ("country", "region", "county", "village")
LABELS = {
    "country": Text("国家", "country"),
    "region": Text("地区", "region"),
    "county": Text("区县", "district"),
    "village": Text("社区", "community"),
}


def places_of(code: str, names: Mapping[str, str]) -> tuple[Place, ...]:
    """The village and everything above it. `names` by level; where none is known its own part of the code stands.

    Raises BadInput (`village_code`) unless the code has one part a level, none of them empty.
    """
    parts = code.split("/")
    if len(parts) != len(LEVELS) or any(part != part.strip() or not part for part in parts):
        raise BadInput(
            "village_code",
            zh=f"社区代码 {code!r} 不是用“/”隔开的四段。请按“国家/地区/区县/社区”填写，例如 KE/KE047/KE04701/A12。",
            en=f"Community code {code!r} is not four parts with / between them. "
            "Write country/region/district/community, such as KE/KE047/KE04701/A12.",
        )
    chain: list[Place] = []
    for depth, level in enumerate(LEVELS):
        own = "/".join(parts[: depth + 1])
        name = names.get(level) or parts[depth]
        above = chain[-1].id if chain else None
        chain.append(Place(number_of(own), own, level, Text(name, name), above))
    return tuple(chain)


def number_of(code: str) -> int:
    """A number from 0 to 2^63 - 1, the same everywhere and always for the same code."""
    return int.from_bytes(blake2b(code.encode(), digest_size=8).digest()) >> 1
