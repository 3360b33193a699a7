"""How an answer reads: met is good in an exit and bad in an index of poverty (decision A12). The one place that knows.

Everything a person sees of a verdict (its word, its shape, its colour, whether it counts as a gap) follows from here.
"""

from dataclasses import dataclass

from tuopin.engine.standard import Reads
from tuopin.kernel.text import Language, Text
from tuopin.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict in words; it wears the shape and colour of `looks`: those of met are for what is well."""

    label: Text
    looks: Verdict

    def in_(self, language: Language) -> str:
        return f"{self.looks.shape} {self.label.in_(language)}"


@dataclass(frozen=True, slots=True)
class _Words:
    """What to call met and not met, the rule ("met when"), and a list of what is wrong."""

    met: Text
    not_met: Text
    when: Text
    gaps: Text


_WORDS = {
    Reads.REQUIREMENT: _Words(
        Verdict.MET.label, Verdict.NOT_MET.label, Text("何时达标", "met when"), Text("差距", "gaps")
    ),
    Reads.DEPRIVATION: _Words(
        Text("有短板", "deprived"),
        Text("无短板", "not deprived"),
        Text("何时算短板", "deprived when"),
        Text("短板", "deprivations"),
    ),
    Reads.SIGNAL: _Words(
        Text("触发", "raised"),
        Text("未触发", "not raised"),
        Text("何时触发", "raised when"),
        Text("预警", "signals"),
    ),
    Reads.FLAG: _Words(
        Text("需说明", "flagged"),
        Text("无需说明", "not flagged"),
        Text("何时需说明", "flagged when"),
        Text("需说明事项", "flags"),
    ),
    Reads.CHECK: _Words(
        Text("通过", "passed"),
        Text("未通过", "failed"),
        Text("何时通过", "passed when"),
        Text("问题", "problems"),
    ),
}
_YES, _NO = Text("是", "yes"), Text("否", "no")


def gap_of(reads: Reads) -> Verdict:
    """Which answer is the gap: a requirement or a check not met; a deprivation, signal or flag that is."""
    return Verdict.NOT_MET if reads in (Reads.REQUIREMENT, Reads.CHECK) else Verdict.MET


def told(verdict: Verdict, reads: Reads, *, overall: bool = False) -> Told:
    """The verdict in words. `overall` is of a whole standard: of an index of poverty its answer is yes or no."""
    if verdict not in (Verdict.MET, Verdict.NOT_MET):
        return Told(verdict.label, verdict)
    looks = Verdict.NOT_MET if verdict is gap_of(reads) else Verdict.MET
    if overall and reads is Reads.DEPRIVATION:
        return Told(_YES if verdict is Verdict.MET else _NO, looks)
    words = _WORDS[reads]
    return Told(words.met if verdict is Verdict.MET else words.not_met, looks)


def met_when(reads: Reads) -> Text:
    """What stands before the rule of a criterion."""
    return _WORDS[reads].when


def gaps(reads: Reads) -> Text:
    """What to call the list of what is wrong."""
    return _WORDS[reads].gaps
