"""Refusals: what happened, which value, why, what to do next, with a code machines can rely on."""

import errno
from typing import Self

from tuopin.kernel.text import Language, Text


class TuopinError(Exception):
    """Base of every refusal that is shown to a person.

    `code` is stable and documented in docs/errors.md; `text` is the sentence in both languages.
    Faces (command line, web, API) turn it into an exit code or a status by its class, in one table.
    """

    def __init__(self, code: str, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.text = Text(zh=zh, en=en)

    def in_(self, language: Language) -> str:
        return self.text.in_(language)


class BadInput(TuopinError):
    """What was given cannot be used: a file, an option, a value."""


class NotFound(TuopinError):
    """What was asked for is not there."""


class RefusedByRule(TuopinError):
    """The request is understood and a rule forbids it, such as a day outside a parameter's history."""


class ChangedMeanwhile(TuopinError):
    """Somebody else changed it after it was read; nothing was done. Read again and decide anew."""


class NotSignedIn(TuopinError):
    """Whoever asks has not shown who they are."""


class TooOften(TuopinError):
    """Tried so often that the next try has to wait."""


class Damaged(TuopinError):
    """Stored data do not match their own manifest."""


class CannotWrite(TuopinError):
    """There is no room, no memory or no permission to write what was asked for."""

    @classmethod
    def disk_full(cls, where: object) -> Self:
        return cls(
            "disk_full",
            zh=f"磁盘已满，写不进 {where}。没有留下半份结果。请腾出空间，或用 --out 换一个磁盘。",
            en=f"The disk is full: {where} cannot be written. Nothing half-written was left. Free some space, or "
            "choose another disk with --out.",
        )

    @classmethod
    def because(cls, why: OSError, where: object) -> Self:
        """The sentence for an error of the operating system while writing."""
        if why.errno in (errno.ENOSPC, errno.EDQUOT):
            return cls.disk_full(where)
        return cls(
            "write_failed",
            zh=f"写不进 {where}：{why.strerror or why}。请检查权限，或用 --out 换一个目录。",
            en=f"{where} cannot be written: {why.strerror or why}. Check the permissions, or choose another folder "
            "with --out.",
        )
