"""Who acts: codes of a person, of roles and of places, frozen for one request. Nothing here knows a database.

`accounts` makes an actor anew for every request, so a posting that ended is gone with the next click. Everything
below the faces receives the actor as an argument; audit stores its codes.
"""

from dataclasses import dataclass

ROOT = "/"
"""The path of everywhere. Paths begin and end with a slash, so that /99/9901/ never covers /99/99010/."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One posting in force: a role in a place, and what the role may do there and in everything inside.

    `department` narrows the role of a sector office (education, housing …) to what that office owns.
    """

    role: str
    path: str
    acts: frozenset[str]
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """`version` grows whenever the person's postings change: work that was queued earlier is checked again.

    `through` is the token of the program that acts for the person; None: the person.
    """

    code: str
    duties: tuple[Duty, ...]
    version: int
    through: str | None = None

    def may(self, act: str, path: str | None = None) -> bool:
        """Whether some duty allows the act, there or (without a path) anywhere."""
        return any(act in duty.acts and (path is None or path.startswith(duty.path)) for duty in self.duties)

    def paths(self, act: str) -> tuple[str, ...]:
        """The places, with all they hold, in which the act is allowed; one that lies in another is left out."""
        allowed = sorted({duty.path for duty in self.duties if act in duty.acts}, key=len)
        kept: list[str] = []
        for path in allowed:
            if not any(path.startswith(wider) for wider in kept):
                kept.append(path)
        return tuple(kept)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(sorted({duty.role for duty in self.duties}))


SYSTEM = Actor("system", (), 0)
"""Named in the audit where no person acts: set-up, schedules. It may do nothing by itself."""
