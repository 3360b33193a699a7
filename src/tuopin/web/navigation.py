"""The rail: what this person can go to. A link stands here only if the person may use the page behind it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tuopin.accounts.rules import Act
from tuopin.kernel.text import Text
from tuopin.web.templatetags.tuopin import language


@dataclass(frozen=True, slots=True)
class Destination:
    """`act` None: for everybody who is signed in. `name` is the URL's name."""

    name: str
    label: Text
    act: Act | None


DESTINATIONS = (
    Destination("today", Text("今日", "Today"), None),
    Destination("dashboard", Text("一页看全局", "Dashboard"), Act.SEE_FIGURES),
    Destination("households", Text("农户", "Households"), Act.SEE_HOUSEHOLDS),
    Destination("places", Text("地区", "Places"), Act.SEE_FIGURES),
    Destination("changes", Text("变更审核", "Changes"), Act.SEE_HOUSEHOLDS),
    Destination("imports", Text("导入", "Imports"), Act.STAGE_IMPORT),
    Destination("runs", Text("判定与快照", "Runs and snapshots"), Act.SEE_FIGURES),
    Destination("standards", Text("标准", "Standards"), None),
    Destination("jobs", Text("后台任务", "Jobs"), None),
    Destination("audit", Text("审计", "Audit"), Act.SEE_AUDIT),
    Destination("people", Text("人员与岗位", "People and postings"), Act.ADMINISTER_USERS),
    Destination("place_administration", Text("区划管理", "Place administration"), Act.ADMINISTER_PLACES),
    Destination("tokens", Text("令牌", "Tokens"), None),
    Destination("second_factor", Text("账号安全", "Account security"), None),
    Destination("help", Text("帮助", "Help"), None),
)


def rail(request: HttpRequest) -> dict[str, object]:
    """The context processor: what base.html needs on every page."""
    actor = getattr(request, "actor", None)
    links = []
    for each in DESTINATIONS:
        if actor is None or not (each.act is None or actor.may(each.act.value)):
            continue
        try:
            address = reverse(each.name)
        except NoReverseMatch:  # an area that is not wired in
            continue
        current = request.path == address if address == "/" else request.path.startswith(address)
        links.append({"address": address, "label": each.label, "current": current})
    return {"rail": links, "language": language(), "actor": actor, "today": getattr(request, "today", None)}
