"""What a welfare aggregate measures."""

from tuopin.engine.language import CodeList, Entry
from tuopin.kernel.text import Text

WELFARE = CodeList(
    "welfare_kind",
    Text("福利指标", "welfare aggregate"),
    (
        Entry("consumption", 1, Text("消费", "consumption")),
        Entry("income", 2, Text("收入", "income")),
    ),
)
