"""Finding households by what people know of them: a name, a number of papers, a household's code.

Names are sealed, so a search by name goes by blind tokens to candidates within the reader's reach, opens those, and
compares (decision C5). A single character has no token of its own in longer names: it is looked for only where few
people live. What is found is never put in order by name.
"""

from django.conf import settings
from django.db.models import QuerySet

from tuopin.accounts.rules import Act
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput
from tuopin.places.selectors import within
from tuopin.registry.models import Household, Identity
from tuopin.registry.selectors import households_visible_to
from tuopin.registry.services.identity import context_of, id_index
from tuopin.registry.services.names import name_tokens, plain

MOST_OPENED = 2_000
"""Names opened for one search; more candidates than that are refused rather than cut off unseen."""
LONGEST = 60


def households_named(actor: Actor, text: str, *, act: Act = Act.SEE_HOUSEHOLDS) -> QuerySet[Household]:
    """Households with a member whose name contains this. Raises BadInput (`search_too_wide`)."""
    wanted = plain(text)[:LONGEST]
    candidates = Identity.objects.filter(
        within(actor.paths(act.value), "person__household__village__path"), name__isnull=False
    )
    if len(wanted) > 1:
        for token in name_tokens(wanted):
            candidates = candidates.filter(person__name_tokens__token=token)
    rows = list(candidates.select_related("person").only("name", "person__household")[: MOST_OPENED + 1])
    if len(rows) > MOST_OPENED:
        raise BadInput(
            "search_too_wide",
            zh=f"可能的人超过 {MOST_OPENED} 个，没有逐一打开。请写出姓名中更多的字，或改用户编号、证件号。",
            en=f"More than {MOST_OPENED} people could be meant; their names were not opened. Write more of the name, "
            "or search by household code or number of papers.",
        )
    found = {row.person.household_id for row in rows if wanted in plain(_name(row))}
    return households_visible_to(actor, act).filter(pk__in=found)


def households_numbered(actor: Actor, number: str, *, act: Act = Act.SEE_HOUSEHOLDS) -> QuerySet[Household]:
    """Households with a member who has exactly this number of papers."""
    persons = Identity.objects.filter(id_index=id_index(number[:LONGEST])).values("person__household")
    return households_visible_to(actor, act).filter(pk__in=persons)


def _name(row: Identity) -> str:
    found: str = settings.KEYS.open(bytes(row.name or b""), context=context_of(row.person, "name"))
    return found
