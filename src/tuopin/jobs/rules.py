"""How long a worker may be silent, and how often a job is tried."""

from datetime import timedelta

from tuopin.kernel.text import Text

LEASE = timedelta(seconds=60)
"""A running job whose worker said nothing for so long is taken up by another."""
BEAT_S = 5.0
TRIES = 3
"""A job that took so many workers with it is given up, not tried for ever."""

STATES = {
    "waiting": Text("等待", "waiting"),
    "running": Text("进行中", "running"),
    "done": Text("完成", "done"),
    "failed": Text("失败", "failed"),
    "cancelled": Text("已取消", "cancelled"),
}
KINDS = {
    "import.read": Text("读取并比对导入文件", "read an import and compare it"),
    "import.merge": Text("合并导入", "merge an import"),
    "import.undo": Text("撤销导入", "take an import back"),
    "registry.judge": Text("判定登记库", "judge the registry"),
}
STAGES = {
    "scanning": Text("检查文件", "looking at the file"),
    "reading": Text("读取表格", "reading the sheets"),
    "checking": Text("逐行检查", "checking row by row"),
    "linking": Text("核对户与人", "linking households and people"),
    "matching": Text("与登记库比对", "comparing with the registry"),
    "keeping": Text("保存", "keeping"),
    "judging": Text("逐户判定", "judging"),
}
