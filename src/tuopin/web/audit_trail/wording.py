"""What acts are called. An act that is not listed here is shown by its code."""

from tuopin.kernel.text import Text

GROUPS = {
    "users": Text("人员与岗位", "people and postings"),
    "sign_in": Text("登录", "sign-in"),
    "identity": Text("身份信息", "identity"),
    "consents": Text("授权", "consents"),
    "households": Text("户", "households"),
    "members": Text("成员", "members"),
    "facts": Text("登记信息", "facts"),
    "changes": Text("变更审核", "change requests"),
    "imports": Text("导入", "imports"),
    "history": Text("历史数据", "history"),
    "places": Text("区划", "places"),
    "runs": Text("判定", "runs"),
    "jobs": Text("后台任务", "jobs"),
    "audit": Text("审计", "audit"),
}
ACTIONS = {
    "users.add": Text("新增人员", "a person was added"),
    "users.post": Text("给岗位", "a posting was given"),
    "users.end_posting": Text("结束岗位", "a posting was ended"),
    "users.deactivate": Text("停用账号", "an account was shut out"),
    "users.reactivate": Text("恢复账号", "an account was let in again"),
    "users.give_password": Text("生成一次性口令", "a one-time password was made"),
    "users.change_password": Text("本人修改口令", "somebody changed their own password"),
    "users.reset_second_factor": Text("清除第二验证", "a second factor was reset"),
    "users.add_second_factor": Text("启用第二验证", "a second factor was added"),
    "users.remove_second_factor": Text("停用第二验证", "a second factor was removed"),
    "users.new_recovery_codes": Text("重新生成恢复码", "new recovery codes were made"),
    "users.follow_place": Text("岗位随区划转移", "a posting followed a change of places"),
    "sign_in.done": Text("登录", "signed in"),
    "sign_in.locked": Text("登录多次失败，暂时锁定", "locked after failed sign-ins"),
    "identity.unmask": Text("查看完整身份信息", "identity was shown in full"),
    "households.register": Text("新登记一户", "a household was registered"),
    "facts.record": Text("修改登记信息", "facts were recorded"),
    "identity.correct": Text("更正身份信息", "an identity was corrected"),
    "members.registered": Text("补登成员", "a member was added to the list"),
    "members.born": Text("登记出生", "a birth was recorded"),
    "members.married_in": Text("登记婚入", "somebody married in"),
    "members.moved_in": Text("登记迁入", "somebody moved in"),
    "members.died": Text("登记去世", "a death was recorded"),
    "members.married_out": Text("登记婚出", "somebody married out"),
    "members.moved_out": Text("登记迁出", "somebody moved out"),
    "consents.give": Text("登记授权", "a consent was recorded"),
    "consents.withdraw": Text("登记撤回授权", "a consent was taken back"),
    "changes.propose": Text("提出变更申请", "a change was proposed"),
    "changes.withdraw": Text("撤回变更申请", "a request was withdrawn"),
    "changes.approve": Text("同意变更", "a change was approved"),
    "changes.refuse": Text("退回变更申请", "a change was refused"),
    "imports.stage": Text("上传导入文件", "an import was handed in"),
    "imports.read": Text("读取导入文件", "an import was read"),
    "imports.merge": Text("合并导入", "an import was merged"),
    "imports.undo": Text("撤销导入", "an import was taken back"),
    "imports.discard": Text("作废导入", "an import was discarded"),
    "imports.take_refused": Text("下载未接受的行", "refused rows were downloaded"),
    "history.load": Text("装载历史数据", "history was loaded"),
    "places.import": Text("导入区划", "places were imported"),
    "places.rename": Text("区划更名", "a place was renamed"),
    "places.merge": Text("区划合并", "places were merged"),
    "places.split": Text("区划拆分", "a place was split"),
    "runs.finish": Text("完成判定", "a run was finished"),
    "jobs.ask": Text("发起后台任务", "a job was asked for"),
    "jobs.cancel": Text("取消后台任务", "a job was cancelled"),
    "audit.read": Text("查看审计记录", "the audit was read"),
    "audit.anchor": Text("下载锚点", "an anchor was taken"),
}


def label_of(action: str) -> Text:
    group, _, _ = action.partition(".")
    if action in ACTIONS or group not in GROUPS:
        return ACTIONS.get(action, Text(action, action))
    return Text(f"{GROUPS[group].zh}：{action}", f"{GROUPS[group].en}: {action}")
