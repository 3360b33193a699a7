"""Who may do what, by hand: from the issue, the charters of the roles as officials read them, and decision C.

Nothing here is taken from the program. tests/proof/test_permissions.py holds the program against it, for every
address there is. A new address needs one line in ROWS; a new kind of object one line in SEES and one in world.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

TEAM, CLERK, REVIEWER, COUNTY, LEADER = (
    "village_team", "township_clerk", "township_reviewer", "county_office", "city_leader",
)  # fmt: skip
SECTOR, EVALUATOR, AUDITOR = "sector", "evaluator", "auditor"
SYSTEM, SECURITY, AUDIT = "system_admin", "security_admin", "audit_admin"
ROLES = (TEAM, CLERK, REVIEWER, COUNTY, LEADER, SECTOR, EVALUATOR, AUDITOR, SYSTEM, SECURITY, AUDIT)

READERS = {TEAM, CLERK, REVIEWER, COUNTY, SECTOR, EVALUATOR, AUDITOR}
"""Who may see a household, names masked. A leader sees figures only, the three administrators nothing of anybody."""
RECORDERS = {TEAM, CLERK, COUNTY, SECTOR}
UNMASKERS = {TEAM, CLERK, REVIEWER, COUNTY}
PROPOSERS = {TEAM, CLERK, COUNTY}
APPROVERS = {REVIEWER, COUNTY}
STAGERS = {CLERK, COUNTY}
MERGERS = {REVIEWER, COUNTY}
SEE_FIGURES = READERS | {LEADER}


class Where(Enum):
    """INSIDE: only with a posting whose place holds the object. ANYWHERE: with a posting of the role, wherever it is.
    SIGNED_IN, EVERYBODY: without regard to postings."""

    INSIDE = "inside"
    ANYWHERE = "anywhere"
    SIGNED_IN = "signed in"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Rule:
    where: Where
    roles: frozenset[str] = frozenset()


Rules = tuple[Rule, ...]
"""Each of them suffices."""


def inside(roles: set[str]) -> Rules:
    return (Rule(Where.INSIDE, frozenset(roles)),)


def anywhere(roles: set[str]) -> Rules:
    return (Rule(Where.ANYWHERE, frozenset(roles)),)


SIGNED_IN, EVERYBODY = (Rule(Where.SIGNED_IN),), (Rule(Where.EVERYBODY),)


class About(StrEnum):
    """What an address is about, so that it is asked for each such object there is."""

    NOTHING = "nothing"
    HOUSEHOLD = "household"
    PLACE = "place"
    IMPORT = "import"
    JOB = "job"
    RUN = "run"
    STANDARD = "standard"
    PERSON = "person"
    """An account of the office, which lies where its holder is posted."""
    TOKEN = "token"
    """Somebody else's; it lies where the owner is posted. One's own are one's own affair."""
    VILLAGE = "village"
    CHANGE = "change"
    """A change request; it lies where the household lives."""
    AREA = "area"
    """A place as something to be administered."""


SEES: Mapping[About, Rules] = {
    About.HOUSEHOLD: inside(READERS),
    About.PLACE: inside(SEE_FIGURES),
    About.VILLAGE: inside(SEE_FIGURES),
    About.IMPORT: inside(STAGERS | MERGERS),
    About.JOB: inside(MERGERS) + anywhere({SYSTEM}),
    About.RUN: anywhere(SEE_FIGURES),
    About.STANDARD: SIGNED_IN,
    About.PERSON: inside({SECURITY}),
    About.TOKEN: inside({SECURITY}),
    About.CHANGE: inside(READERS),
    About.AREA: inside({SYSTEM}),
}
"""To whom an object exists at all. To anybody else it must look exactly like one that is absent."""


@dataclass(frozen=True)
class Row:
    """One address. `GET` rules HEAD too, on pages; a method without rules is not served. `more` fills the rest of the
    address, `sent` is what a form sends. `also` are other names of the same address. `lists`: shows exactly the objects
    of that kind that exist for the reader. `reveals`: where whoever may act reads names and numbers in full."""

    name: str
    about: About = About.NOTHING
    more: Mapping[str, str] = field(default_factory=dict)
    GET: Rules = ()
    POST: Rules = ()
    sent: Mapping[str, object] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    lists: About | None = None
    reveals: bool = False

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:") and self.name != "api:openapi-json"

    def rules(self, method: str) -> Rules:
        if method == "HEAD" and not self.is_api:
            return self.GET
        return {"GET": self.GET, "POST": self.POST}.get(method, ())


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_ANSWER = {"standard": "household_status", "criterion": "clothing"}
_ANSWERED = {"clothes_four_seasons": "0", "collected_on": "2020-06-20", "seen": "1"}

_FIRST = {"number": "1"}
_JOINING = {"begin": "born", "starts_on": "2020-06-20", "seen": "1"}

TOKEN = SIGNED_IN
"""Whoever holds a token that lives."""
JOBS_BY_TOKEN = inside(MERGERS)
"""Administering stays with people: no token carries it."""

ROWS = (
    # Everybody
    Row("sign_in", GET=EVERYBODY, POST=EVERYBODY),
    Row("second_step", GET=EVERYBODY, POST=EVERYBODY),
    Row("sign_in_passkey", GET=EVERYBODY, POST=EVERYBODY),
    Row("sign_out", POST=EVERYBODY),
    Row("language", POST=EVERYBODY, sent={"language": "en"}),
    # Whoever is signed in
    Row("today", GET=SIGNED_IN),
    Row("help", GET=SIGNED_IN),
    Row("own_password", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("second_factor", GET=SIGNED_IN),
    Row("second_factor_totp", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("second_factor_key", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("second_factor_act", more={"act": "codes"}, POST=SIGNED_IN),
    Row("second_factor_act", more={"act": "remove"}, POST=SIGNED_IN),
    Row("tokens", GET=SIGNED_IN, POST=SIGNED_IN, lists=About.TOKEN),
    Row("token_revoke", About.TOKEN, POST=inside({SECURITY})),
    Row("standards", GET=SIGNED_IN),
    Row("standard", About.STANDARD, GET=SIGNED_IN),
    Row("what_if", About.STANDARD, POST=anywhere({COUNTY, LEADER}), sent={"parameter": "income_line", "value": "-1"}),
    # Households
    Row("households", GET=SIGNED_IN, POST=SIGNED_IN, lists=About.HOUSEHOLD),  # a name sought is posted
    Row("households_export", POST=anywhere({CLERK, COUNTY})),
    Row("household", About.HOUSEHOLD, GET=inside(READERS)),
    Row("household_history", About.HOUSEHOLD, GET=inside(READERS)),
    Row("household_answer", About.HOUSEHOLD, _ANSWER, GET=inside(RECORDERS), POST=inside(RECORDERS), sent=_ANSWERED),
    # Members, and changes of households that two people make
    Row("member_join", About.HOUSEHOLD, GET=inside(RECORDERS), POST=inside(RECORDERS), sent=_JOINING),
    Row("member", About.HOUSEHOLD, _FIRST, GET=inside(READERS)),
    Row("member_leave", About.HOUSEHOLD, _FIRST, GET=inside(RECORDERS), POST=inside(RECORDERS),
        sent={"end": "died", "ends_before": "2020-06-20", "seen": "1"}),
    Row("member_identity", About.HOUSEHOLD, _FIRST, POST=inside(UNMASKERS), reveals=True,
        sent={"act": "look", "look": "payment", "reason": "核对补助账户"}),
    Row("member_consents", About.HOUSEHOLD, _FIRST, POST=inside(RECORDERS),
        sent={"act": "give", "purpose": "story", "day": "2020-06-20"}),
    Row("changes", GET=SIGNED_IN, lists=About.CHANGE),
    Row("change", About.CHANGE, GET=inside(READERS), POST=inside(APPROVERS), sent={"act": "approve"}),
    *(
        Row("change_propose", About.HOUSEHOLD, {"kind": kind}, GET=inside(PROPOSERS), POST=inside(PROPOSERS),
            sent={"reason": "群众申请", "takes_effect_on": "2020-06-20", "seen": "1", **sent})
        for kind, sent in (  # the other kinds go the same way
            ("split", {"leaving": ["2"], "head": "2", "code": "9"}), ("transfer", {"village": "990101101002"}),
        )
    ),
    # Figures of places
    Row("dashboard", GET=anywhere(SEE_FIGURES)),
    Row("places", GET=anywhere(SEE_FIGURES)),
    Row("place", About.PLACE, GET=inside(SEE_FIGURES)),
    Row("place_map", About.PLACE, GET=inside(SEE_FIGURES)),
    Row("village", About.PLACE, GET=inside(SEE_FIGURES)),
    Row("village_answer", About.VILLAGE, {"fact": "paved_road"}, GET=inside(RECORDERS), POST=inside(RECORDERS),
        sent={"paved_road": "1", "collected_on": "2020-06-20", "seen": "1"}),
    # Imports: one hands in, another merges
    Row("imports", GET=SIGNED_IN, POST=anywhere(STAGERS), lists=About.IMPORT),
    Row("import", About.IMPORT, GET=inside(STAGERS | MERGERS)),
    Row("import_refused", About.IMPORT, GET=inside(STAGERS), reveals=True),
    Row("import_changes", About.IMPORT, GET=inside(STAGERS | MERGERS)),
    Row("import_act", About.IMPORT, {"act": "merge"}, POST=inside(MERGERS)),
    Row("import_act", About.IMPORT, {"act": "undo"}, POST=inside(MERGERS)),
    Row("import_act", About.IMPORT, {"act": "discard"}, POST=inside(MERGERS)),
    Row("import_act", About.IMPORT, {"act": "read-again"}, POST=inside(STAGERS)),
    # Jobs and runs
    Row("jobs", GET=SIGNED_IN, lists=About.JOB),
    Row("job_cancel", About.JOB, POST=SEES[About.JOB]),
    Row("runs", GET=anywhere(SEE_FIGURES)),
    Row("run", About.RUN, GET=anywhere(SEE_FIGURES)),
    Row("run_start", POST=anywhere({COUNTY})),
    # The audit
    Row("audit", GET=anywhere({AUDITOR, AUDIT})),
    Row("audit_chain", GET=anywhere({AUDITOR, AUDIT})),
    Row("audit_anchor", GET=anywhere({AUDITOR, AUDIT})),
    # People of the office
    Row("people", GET=anywhere({SECURITY}), lists=About.PERSON),
    Row("person_new", GET=anywhere({SECURITY}), POST=anywhere({SECURITY}), sent={"code": "new", "name": "新"}),
    Row("person", About.PERSON, GET=inside({SECURITY})),
    *(
        Row("person_act", About.PERSON, {"act": act}, POST=inside({SECURITY}), sent=sent)
        for act, sent in (
            ("post", {"role": EVALUATOR}), ("end", {}), ("deactivate", {}),
            ("reactivate", {}), ("password", {}),
        )
    ),
    # Places as they are administered
    Row("place_administration", GET=anywhere({SYSTEM}), POST=anywhere({SYSTEM}), lists=About.AREA),
    Row("places_refused", GET=anywhere({SYSTEM})),
    Row("administered_place", About.AREA, GET=inside({SYSTEM})),
    Row("place_act", About.AREA, {"act": "rename"}, POST=inside({SYSTEM})),
    Row("place_act", About.AREA, {"act": "merge"}, POST=inside({SYSTEM})),
    Row("place_act", About.AREA, {"act": "split"}, POST=inside({SYSTEM})),
    # Programs: by token, never by cookie
    Row("api:openapi-json", GET=EVERYBODY),
    Row("api:list_households", GET=TOKEN, lists=About.HOUSEHOLD),
    Row("api:export", POST=anywhere({CLERK, COUNTY})),
    Row("api:one_household", About.HOUSEHOLD, GET=inside(READERS)),
    Row("api:preview_facts", About.HOUSEHOLD, POST=inside(RECORDERS), sent={"facts": {"clothes_four_seasons": False}}),
    Row("api:record", About.HOUSEHOLD, POST=inside(RECORDERS),
        sent={"facts": {"clothes_four_seasons": False}, "collected_on": "2020-06-20", "version": 1}),
    Row("api:list_places", GET=TOKEN, lists=About.PLACE),
    Row("api:one_place", About.PLACE, GET=inside(SEE_FIGURES)),
    Row("api:place_figures", About.PLACE, GET=inside(SEE_FIGURES)),
    Row("api:reported_figures", About.PLACE, {"on": "2020-06-30"}, GET=inside(SEE_FIGURES)),
    Row("api:list_runs", also=("api:start_run",), GET=anywhere(SEE_FIGURES), POST=anywhere({COUNTY})),
    Row("api:one_run", About.RUN, GET=anywhere(SEE_FIGURES)),
    Row("api:findings", About.RUN, {"standard": "household_status"}, GET=anywhere(SEE_FIGURES)),
    # A value that cannot be, so that nobody waits for an answer.
    Row("api:what_if", POST=anywhere({COUNTY, LEADER}), sent={"values": {"income_line": "-1"}}),
    Row("api:list_imports", also=("api:hand_in",), GET=TOKEN, POST=anywhere(STAGERS), lists=About.IMPORT),
    Row("api:one_import", About.IMPORT, GET=inside(STAGERS | MERGERS)),
    Row("api:list_rows", About.IMPORT, GET=inside(STAGERS | MERGERS)),
    Row("api:refused", About.IMPORT, GET=inside(STAGERS), reveals=True),
    Row("api:merge", About.IMPORT, POST=inside(MERGERS)),
    Row("api:undo", About.IMPORT, POST=inside(MERGERS)),
    Row("api:discard", About.IMPORT, POST=inside(MERGERS)),
    Row("api:one_job", About.JOB, GET=JOBS_BY_TOKEN),
    Row("api:cancel", About.JOB, POST=JOBS_BY_TOKEN),
    Row("api:list_standards", GET=TOKEN),
    Row("api:one_standard", About.STANDARD, GET=TOKEN),
)  # fmt: skip
