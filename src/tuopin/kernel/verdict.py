"""The four answers a rule can give. Unknown is one of them, and it is never a pass."""

from enum import Enum

from tuopin.kernel.text import Text


class Verdict(Enum):
    """The answer of a criterion or a standard about one subject.

    The number is what findings store; 0 is kept for "no overall verdict" (standards combined by `each`).
    """

    MET = 1
    NOT_MET = 2
    UNKNOWN = 3
    NOT_APPLICABLE = 4

    @property
    def label(self) -> Text:
        return _LABELS[self]

    @property
    def shape(self) -> str:
        """The second cue beside the colour: a filled tick, an open triangle, a query in a circle, a dash."""
        return _SHAPES[self]


_LABELS = {
    Verdict.MET: Text("达标", "met"),
    Verdict.NOT_MET: Text("不达标", "not met"),
    Verdict.UNKNOWN: Text("待核实", "unknown"),
    Verdict.NOT_APPLICABLE: Text("不适用", "not applicable"),
}
_SHAPES = {Verdict.MET: "✔", Verdict.NOT_MET: "△", Verdict.UNKNOWN: "?", Verdict.NOT_APPLICABLE: "–"}


def kleene(answer: bool | None) -> Verdict:
    """The verdict of a three-valued answer: yes is met, no is not met, None is unknown."""
    if answer is None:
        return Verdict.UNKNOWN
    return Verdict.MET if answer else Verdict.NOT_MET
