"""What beginnings and ends of a membership are called."""

from tuopin.kernel.text import Text

BEGINS = {
    "born": Text("出生", "born"),
    "married_in": Text("婚入", "married in"),
    "moved_in": Text("迁入", "moved in"),
    "registered": Text("补登（本来就在家，名单上漏了）", "was here before, missing on the list"),
}
"""Those that somebody records; a split or a merge is recorded by its approval."""
ENDS = {
    "died": Text("去世", "died"),
    "married_out": Text("婚出", "married out"),
    "moved_out": Text("迁出", "moved out"),
}
