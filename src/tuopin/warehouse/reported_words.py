"""What the figures of a report are called, and why one is unknown."""

from datetime import date

from tuopin.kernel.text import Text

LABELS = {
    "exited.gross": Text("累计脱贫（历次决定）", "exits, every decision"),
    "exited.net": Text("累计脱贫（净）", "exited, net"),
    "exited_since.on_list_again": Text("其后回到名单（返贫等）", "since then on the list again"),
    "exited_since.struck_off": Text("其后清退", "since then struck off"),
    "exited_since.gone": Text("其后死亡或迁出", "since then deceased or moved"),
    "poor.net": Text("在册未脱贫", "on the list, not exited"),
    "returned.gross": Text("累计返贫（历次决定）", "returns, every decision"),
    "returned.net": Text("返贫尚未再脱贫", "returned, not exited again"),
    "struck_off.gross": Text("累计清退（历次决定）", "strikings-off, every decision"),
    "struck_off.net": Text("清退（净）", "struck off, net"),
    "monitored.gross": Text("累计纳入监测", "ever monitored"),
    "monitored.net": Text("风险未消除", "monitored, risk not cleared"),
    "cleared.gross": Text("累计消除风险（历次决定）", "clearings, every decision"),
    "cleared.net": Text("风险已消除（净）", "risk cleared, net"),
    "renewed.gross": Text("风险再现（历次决定）", "renewals, every decision"),
}
NOT_IN_FORCE = Text("所依据的标准当日不在有效期", "the standard it rests on is not in force that day")
NO_DECISIONS = Text("数据中没有决定登记（decisions）", "the data hold no register of decisions")


def other_day(as_of: date) -> Text:
    """Facts and declared figures stand for one day."""
    return Text(f"登记信息和申报数字只代表 {as_of}", f"facts and declared figures stand for {as_of} alone")


def no_size(households: int) -> Text | None:
    if not households:
        return None
    return Text(f"{households} 户人口不详", f"{households} households of unknown size")


def undeclared(villages: int) -> Text:
    return Text(f"{villages} 个村没有申报", f"{villages} villages declare no figure")


def no_day(places: int) -> Text | None:
    if not places:
        return None
    return Text(
        f"{places} 个没有退出日期或属性不详", f"{places} without a day, or not known to be on the list"
    )


def not_known(places: int) -> Text | None:
    if not places:
        return None
    return Text(f"{places} 个属性不详", f"{places} not known to be on the list or not")
