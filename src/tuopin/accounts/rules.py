"""Which role may do what: one table, readable aloud. Place and period come from the posting, not from here."""

from dataclasses import dataclass
from enum import StrEnum

from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text


class Act(StrEnum):
    """What can be done. `SEE` acts show; the others change. Identity is masked unless UNMASK is used, with a reason."""

    SEE_HOUSEHOLDS = "households.see"
    UNMASK = "households.unmask"
    EDIT_FACTS = "facts.edit"
    PROPOSE_CHANGE = "changes.propose"
    APPROVE_CHANGE = "changes.approve"
    EXPORT = "households.export"
    STAGE_IMPORT = "imports.stage"
    MERGE_IMPORT = "imports.merge"
    SEE_FIGURES = "figures.see"
    START_RUN = "runs.start"
    TRY_WHAT_IF = "whatif.try"
    SEE_AUDIT = "audit.see"
    ADMINISTER_PLACES = "places.administer"
    ADMINISTER_USERS = "users.administer"
    ADMINISTER_SYSTEM = "system.administer"


class Role(StrEnum):
    VILLAGE_TEAM = "village_team"
    TOWNSHIP_CLERK = "township_clerk"
    TOWNSHIP_REVIEWER = "township_reviewer"
    COUNTY_OFFICE = "county_office"
    CITY_LEADER = "city_leader"
    SECTOR = "sector"
    EVALUATOR = "evaluator"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


@dataclass(frozen=True, slots=True)
class Charter:
    """What a role is called and may do."""

    label: Text
    acts: frozenset[Act]


_SEE = {Act.SEE_HOUSEHOLDS, Act.SEE_FIGURES}

CHARTERS = {
    Role.VILLAGE_TEAM: Charter(
        Text("村两委和驻村工作队", "village team"), frozenset({*_SEE, Act.EDIT_FACTS, Act.PROPOSE_CHANGE, Act.UNMASK})
    ),
    Role.TOWNSHIP_CLERK: Charter(
        Text("乡镇扶贫专干", "township clerk"),
        frozenset({*_SEE, Act.EDIT_FACTS, Act.PROPOSE_CHANGE, Act.UNMASK, Act.STAGE_IMPORT, Act.EXPORT}),
    ),
    Role.TOWNSHIP_REVIEWER: Charter(
        Text("乡镇审核人", "township reviewer"), frozenset({*_SEE, Act.UNMASK, Act.APPROVE_CHANGE, Act.MERGE_IMPORT})
    ),
    Role.COUNTY_OFFICE: Charter(
        Text("县级主管部门", "county office"),
        frozenset({
            *_SEE, Act.EDIT_FACTS, Act.PROPOSE_CHANGE, Act.APPROVE_CHANGE, Act.UNMASK, Act.STAGE_IMPORT,
            Act.MERGE_IMPORT, Act.EXPORT, Act.START_RUN, Act.TRY_WHAT_IF,
        }),
    ),
    Role.CITY_LEADER: Charter(Text("市级领导", "city leader"), frozenset({Act.SEE_FIGURES, Act.TRY_WHAT_IF})),
    Role.SECTOR: Charter(Text("行业部门", "sector department"), frozenset({*_SEE, Act.EDIT_FACTS})),
    Role.EVALUATOR: Charter(Text("第三方评估人员", "third-party evaluator"), frozenset({*_SEE})),
    Role.AUDITOR: Charter(Text("审计人员", "auditor"), frozenset({*_SEE, Act.SEE_AUDIT})),
    # The three administrators are kept apart (三员分立): none of them sees a household, none can do another's work.
    Role.SYSTEM_ADMIN: Charter(
        Text("系统管理员", "system administrator"), frozenset({Act.ADMINISTER_SYSTEM, Act.ADMINISTER_PLACES})
    ),
    Role.SECURITY_ADMIN: Charter(Text("安全管理员", "security administrator"), frozenset({Act.ADMINISTER_USERS})),
    Role.AUDIT_ADMIN: Charter(Text("审计管理员", "audit administrator"), frozenset({Act.SEE_AUDIT})),
}  # fmt: skip

SEPARATED = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""Whoever holds one of these holds no other role at the same time, neither one of the three nor any other."""
SECOND_FACTOR_ROLES = frozenset({*SEPARATED, Role.COUNTY_OFFICE})
"""Who needs a second factor where the office asks for it: whoever holds the keys, and who sees a whole county."""


def may_meet(one: Role, other: Role) -> bool:
    """Whether one person may hold both roles at the same time."""
    return one == other or not ({one, other} & SEPARATED)


def role_named(text: str) -> Role:
    """Raises BadInput (`posting_role`)."""
    if text not in set(Role):
        raise BadInput(
            "posting_role",
            zh=f"请选择一个岗位：{'、'.join(Role)}。",
            en=f"Choose a role: {', '.join(Role)}.",
        )
    return Role(text)
