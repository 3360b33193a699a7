"""Refusals: what happened, which value, why, what to do next, with a code machines can rely on."""

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


class Damaged(TuopinError):
    """Stored data do not match their own manifest."""
