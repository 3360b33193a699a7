"""What the help page says. What a person may do is read from the postings in force, never from a text of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tuopin.accounts.rules import CHARTERS, Act, Role
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.places.models import Place

HOW = {
    Act.SEE_HOUSEHOLDS: Text(
        "查看农户：每个条件是否达标、依据是什么、还缺哪些信息。姓名和证件号默认隐去。",
        "See households: each criterion, what it rests on, what is still unknown. Names and numbers are masked.",
    ),
    Act.UNMASK: Text(
        "确有需要时查看完整姓名、证件号：写明理由，系统会记录。",
        "See a full name or number when work needs it: with a reason, which is recorded.",
    ),
    Act.EDIT_FACTS: Text(
        "登记走访得到的信息：在农户页点一个条件，保存前先看判定会怎样变。",
        "Record what a visit found: choose a criterion on the household's page; before saving see what would change.",
    ),
    Act.PROPOSE_CHANGE: Text(
        "提出分户、并户、迁移、变更户主、销户，由另一个人审核。",
        "Propose a split, merge, transfer, change of head or removal; somebody else decides.",
    ),
    Act.APPROVE_CHANGE: Text(
        "审核别人提出的变更；自己提出的不能自己审核。",
        "Decide changes that others proposed; nobody decides her or his own.",
    ),
    Act.EXPORT: Text(
        "把农户列表导出为工作簿；姓名和证件号仍然隐去。",
        "Export the list of households as a workbook; names and numbers stay masked.",
    ),
    Act.STAGE_IMPORT: Text(
        "上传工作簿：有错的行会连同说明退回，改好再传，不会丢失任何一行。",
        "Upload a workbook: rows with errors come back with the reason; correct them and upload again. No row is lost.",
    ),
    Act.MERGE_IMPORT: Text(
        "核对并入库别人上传的工作簿；整批可以撤回。",
        "Check and merge a workbook that somebody else uploaded; a batch can be undone whole.",
    ),
    Act.SEE_FIGURES: Text(
        "看数字：两个率的分子、分母、日期和待核实数，逐级到村。",
        "Read the figures: both rates with numerator, denominator, day and what is unknown, down to the village.",
    ),
    Act.START_RUN: Text(
        "对整个登记册做一次判定；列表和看板都注明用的是哪一次。",
        "Judge the whole registry; lists and dashboard say which run they show.",
    ),
    Act.TRY_WHAT_IF: Text(
        "试算：改一个政策参数，看谁会进、谁会出；不改动任何登记。",
        "What if: change a parameter, see who would enter and leave; nothing recorded is changed.",
    ),
    Act.SEE_AUDIT: Text(
        "查审计记录：谁在什么时候做了什么；记录不能改也不能删。",
        "Read the audit: who did what and when; entries are never changed or deleted.",
    ),
    Act.ADMINISTER_PLACES: Text(
        "维护区划：导入、更名、合并、拆分，旧代码仍能查到。",
        "Keep the places: import, rename, merge, split; old codes are still found.",
    ),
    Act.ADMINISTER_USERS: Text(
        "管理人员与岗位：岗位一结束，下一次点击就不再有权限。",
        "Keep people and postings: when a posting ends, the next click has no permission.",
    ),
    Act.ADMINISTER_SYSTEM: Text(
        "维护系统：备份、升级、后台任务。看不到任何农户。",
        "Keep the system: backups, upgrades, jobs. Sees no household.",
    ),
}


@dataclass(frozen=True, slots=True)
class PostingShown:
    """One posting of the reader, with what it allows there."""

    role: Text
    place: Text
    department: str | None
    sentences: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Word:
    term: Text
    meaning: Text


VERDICTS = (
    (Verdict.MET, Text("已有信息足以证明条件成立。", "What is known proves that it holds.")),
    (Verdict.NOT_MET, Text("已有信息足以证明条件不成立。", "What is known proves that it does not hold.")),
    (
        Verdict.UNKNOWN,
        Text(
            "还证明不了，并列出缺哪些信息。待核实从不算达标，也从不算零。",
            "Neither is proved; what is missing is named. Unknown never counts as met, and never as zero.",
        ),
    ),
    (
        Verdict.NOT_APPLICABLE,
        Text("这一条与该户、该村无关。", "The criterion does not concern this subject."),
    ),
)
WORDS = (
    Word(
        Text("条件", "criterion"),
        Text(
            "标准里的一个是非问题，有出处和责任部门。",
            "one question of a standard, with its source and its owner",
        ),
    ),
    Word(
        Text("判定", "run"),
        Text(
            "某一天对整个登记册按标准逐户判断；附有可核对的凭据。",
            "the whole registry judged for one day; with a certificate that can be checked",
        ),
    ),
    Word(
        Text("快照", "snapshot"),
        Text("某一刻登记册的样子，不含姓名和证件号。", "the registry as it stood, without names and numbers"),
    ),
    Word(
        Text("贫困发生率", "poverty rate"),
        Text(
            "贫困人口占总人口的比例，连同分母和待核实数一起看。",
            "the poor among the population; read it with its denominator and what is unknown",
        ),
    ),
    Word(
        Text("审计链", "audit chain"),
        Text(
            "每一次变更和敏感查看都留下一条记录，前后相扣；改动一个字节都能发现。",
            "every change and sensitive read leaves an entry; each holds the one before, so any changed byte shows",
        ),
    ),
)
KEYS = (
    (
        Text("Tab，Shift+Tab", "Tab, Shift+Tab"),
        Text("到下一个、上一个可操作处", "to the next, the previous control"),
    ),
    (Text("回车", "Enter"), Text("打开链接、提交表单", "open a link, send a form")),
    (Text("空格", "Space"), Text("勾选、按按钮", "tick a box, press a button")),
    (Text("Esc", "Esc"), Text("关闭菜单", "close a menu")),
    (
        Text("第一次按 Tab", "the first Tab"),
        Text("出现“跳到正文”，可越过菜单", "shows “Skip to content”, past the menu"),
    ),
)


def help_page(actor: Actor) -> dict[str, Any]:
    return {"postings": list(_postings(actor)), "verdicts": VERDICTS, "words": WORDS, "keys": KEYS}


def _postings(actor: Actor) -> Iterator[PostingShown]:
    names = {
        place.path: Text(place.name_zh, place.name_en)
        for place in Place.objects.filter(path__in=[duty.path for duty in actor.duties])
    }
    for duty in actor.duties:
        yield PostingShown(
            role=CHARTERS[Role(duty.role)].label,
            place=names.get(duty.path, Text("全部地区", "everywhere")),
            department=duty.department,
            sentences=tuple(HOW[act] for act in Act if act.value in duty.acts),
        )
