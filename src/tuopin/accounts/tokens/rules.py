"""What a token may be for, how long it lives, and how it makes an actor smaller."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from tuopin.accounts.rules import Act
from tuopin.kernel.actor import Actor, Duty
from tuopin.kernel.text import Text

ACTS = {
    Act.SEE_FIGURES: Text("查看汇总数字和判定", "see figures and runs"),
    Act.SEE_HOUSEHOLDS: Text("查看农户（身份信息遮盖）", "see households, with identity masked"),
    Act.EDIT_FACTS: Text("登记信息", "record facts"),
    Act.STAGE_IMPORT: Text("提交导入", "hand in imports"),
    Act.MERGE_IMPORT: Text("合并、撤销导入", "merge imports, take them back"),
    Act.EXPORT: Text("导出农户", "export households"),
    Act.START_RUN: Text("发起判定", "start runs"),
    Act.TRY_WHAT_IF: Text("假设分析", "try what-if"),
}
"""The acts a program may be given. Unmasking, approving and administering stay with people."""

PREFIX = "tuopin_"
"""Begins every secret, so that one left in a file or a chat can be found."""
LONGEST = timedelta(days=366)


def digest_of(secret: str) -> bytes:
    """A plain hash is enough: secrets are 32 random bytes, which nobody guesses."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def lives(revoked: bool, ends_before: date, on: date) -> bool:
    return not revoked and on < ends_before


def narrowed(actor: Actor, *, acts: Iterable[str], path: str | None, through: str) -> Actor:
    """The actor with what both the postings of today and the token allow, where both reach."""
    allowed = frozenset(acts)
    duties = (_within(duty, allowed, path) for duty in actor.duties)
    return replace(actor, duties=tuple(duty for duty in duties if duty is not None), through=through)


def _within(duty: Duty, acts: frozenset[str], path: str | None) -> Duty | None:
    if path is None or duty.path.startswith(path):
        where = duty.path
    elif path.startswith(duty.path):
        where = path
    else:
        return None
    return replace(duty, path=where, acts=duty.acts & acts)
